// SPDX-License-Identifier: GPL-3.0-or-later
import { Problem } from '../api/problem';
import { Form, nameField, newPasswordField, type Told } from '../entry/form';
import { t } from '../messages/messages';
import { announce } from '../shell/announcer';
import { Panel } from './parts';
import { GroupLists, personFields, type Groups } from './person_fields';
import { change } from '../state/change';
import type { User } from './types';

interface Props extends Groups { onClose: () => void; onAdded: (name: string) => void }

export function NewPerson({ onClose, onAdded, ...groups }: Props) {
  const add = async ({ password, ...told }: Told) => {
    try {
      const { name } = await change<User>('POST', '/api/v1/users', password ? { ...told, password } : told);
      announce(t('people.added', { name }));
      onAdded(name);
    } catch (error) {
      if (error instanceof Problem && error.status === 409) throw error.at('name', t('people.taken'));
      throw error;
    }
  };
  return (
    <Panel title={t('people.add')} onClose={onClose}>
      <Form
        before={<GroupLists {...groups} />}
        fields={[
          nameField({ autocomplete: 'off', missing: t('people.name.missing'), hint: t('people.name.hint') }),
          ...personFields({ display_name: '', role: 'agent', department: '', team: '' }),
          newPasswordField({ name: 'password', label: t('people.password'), hint: t('people.password.hint'), missing: '' }),
        ]}
        button={t('people.add.button')} send={add}
        after={<button type="button" class="button" onClick={onClose}>{t('action.cancel')}</button>}
      />
    </Panel>
  );
}
