// SPDX-License-Identifier: GPL-3.0-or-later
import { useSignal } from '@preact/signals';
import { nameOf, t } from '../messages/messages';
import { useLoaded } from './loaded';
import { Filter, fits, Head, Trouble } from './parts';
import { NewPerson } from './new_person';
import { PersonPanel } from './person';
import { Table, type Row } from './table';
import type { User } from './types';

const NEW = Symbol('new');

const stateOf = ({ active }: User) => t(active ? 'people.active' : 'people.inactive');
const wayOf = ({ has_password: has }: User) => t(has ? 'people.byPassword' : 'people.bySso');
const textsOf = (user: User) => [user.name, user.display_name, nameOf('role', user.role), user.department, user.team, stateOf(user), wayOf(user)];
const valuesOf = (users: User[], field: 'department' | 'team') => [...new Set(users.map((user) => user[field]).filter(Boolean))].sort();

export function People() {
  const people = useLoaded<{ users: User[] }>('/api/v1/users');
  const filter = useSignal('');
  const open = useSignal<string | typeof NEW | null>(null);
  const users = people.value.value?.users ?? [];
  const shown = users.filter((user) => fits(filter.value, textsOf(user)));
  const close = () => { open.value = null; };
  const rowOf = (user: User): Row => ({
    key: user.name,
    faded: !user.active,
    current: open.value === user.name,
    cells: [
      <button type="button" class="row-open" aria-expanded={open.value === user.name} onClick={() => { open.value = user.name; }}><bdi>{user.name}</bdi></button>,
      user.display_name === user.name ? '' : <bdi>{user.display_name}</bdi>, nameOf('role', user.role),
      user.department && <bdi>{user.department}</bdi>, user.team && <bdi>{user.team}</bdi>,
      <span class="badge" data-good={user.active || undefined}>{stateOf(user)}</span>, wayOf(user),
    ],
  });
  const groups = { departments: valuesOf(users, 'department'), teams: valuesOf(users, 'team') };
  const isNew = open.value === NEW;
  return (
    <div class="admin-split" data-open={open.value !== null || undefined}>
      <div class="admin-list">
        <Head title="admin.people">
          <Filter text={filter} label={t('people.filter')} />
          <button type="button" class="button button-main" onClick={() => { open.value = NEW; }}>{t('people.add')}</button>
        </Head>
        <Trouble of={people} />
        <p class="admin-count" role="status">{people.value.value && t(filter.value ? 'people.countOf' : 'people.count', { n: shown.length, all: users.length })}</p>
        {people.value.value && (
          <Table
            caption={t('admin.people')} empty={t('people.none')} rows={shown.map(rowOf)}
            heads={[t('field.name'), t('people.shownAs'), t('account.role'), t('fact.department'), t('fact.team'), t('people.state'), t('people.wayIn')]}
          />
        )}
      </div>
      {isNew && <NewPerson {...groups} onClose={close} onAdded={(name) => { open.value = name; void people.load(); }} />}
      {typeof open.value === 'string' && (
        <PersonPanel key={open.value} name={open.value} {...groups} onClose={close} onChanged={() => void people.load()} onRemoved={() => { close(); void people.load(); }} />
      )}
    </div>
  );
}
