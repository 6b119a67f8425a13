// SPDX-License-Identifier: GPL-3.0-or-later
// One person: what stands of them, and what can be done about it.
import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { askVersioned } from '../api/client';
import { problemOf, wordsOf } from '../api/problem';
import { Form, KnownName, newPasswordField, type Told } from '../entry/form';
import { t } from '../messages/messages';
import { announce } from '../shell/announcer';
import { session } from '../state/who';
import { useLoaded } from './loaded';
import { Ask, Moment, Panel, Trouble, type Question } from './parts';
import { PersonForm, pathOf, type Versioned } from './person_form';
import type { Groups } from './person_fields';
import { change } from '../state/change';
import type { User } from './types';

interface Props extends Groups {
  name: string;
  onClose: () => void;
  onChanged: () => void;
  onRemoved: () => void;
}

/** Setting a password, folded up until it is wanted. */
function Password({ name }: { name: string }) {
  const isOpen = useSignal<boolean | null>(null); // null: not asked for yet
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => { // what had the focus is not there any more
    if (isOpen.value !== null) place.current!.querySelector<HTMLElement>('input[type="password"], .button')!.focus();
  }, [isOpen.value]);
  const set = async (told: Told) => {
    await change('PUT', `${pathOf(name)}/password`, told);
    isOpen.value = false;
    announce(t('people.passwordSet', { name }));
  };
  return (
    <div ref={place} data-open={isOpen.value || undefined}>
      {!isOpen.value ? <button type="button" class="button" onClick={() => { isOpen.value = true; }}>{t('people.setPassword')}</button> : (
        <Form
          before={<KnownName name={name} />}
          fields={[newPasswordField({ label: t('field.password.new'), hint: t('people.setPassword.hint'), missing: t('field.password.eachMissing') })]}
          button={t('people.setPassword')} send={set}
          after={<button type="button" class="button" onClick={() => { isOpen.value = false; }}>{t('action.cancel')}</button>}
        />
      )}
    </div>
  );
}

function Actions({ user, onChanged, onRemoved }: { user: User; onChanged: () => void; onRemoved: () => void }) {
  const question = useSignal<Question | null>(null);
  const fault = useSignal('');
  const { name } = user;
  const isOneself = session.value?.person?.name === name;

  /** Does it and says so; what the server says no with stands below the buttons. */
  const run = (done: string, after: () => void, ...what: Parameters<typeof change>) => async () => {
    fault.value = '';
    try {
      await change(...what);
      announce(done);
      after();
    } catch (error) {
      const problem = problemOf(error);
      fault.value = problem.status === 409 ? t('people.lastAdmin', { name }) : wordsOf(problem);
    }
  };
  const ask = (of: 'signOut' | 'deactivate' | 'remove', act: () => Promise<void>) => () => {
    const text = t(`people.${of}.text`, { name }) + (isOneself ? ` ${t('people.oneself')}` : '');
    question.value = { title: t(`people.${of}.title`, { name }), text, button: t(`people.${of}`), run: act };
  };
  return (
    <section class="admin-actions" aria-label={t('people.wayIn')}>
      <Password name={name} />
      <button type="button" class="button" onClick={ask('signOut', run(t('people.signOut.done', { name }), () => {}, 'DELETE', `${pathOf(name)}/sessions`))}>{t('people.signOut')}</button>
      {user.active
        ? <button type="button" class="button" onClick={ask('deactivate', run(t('people.deactivate.done', { name }), onChanged, 'PATCH', pathOf(name), { active: false }))}>{t('people.deactivate')}</button>
        : <button type="button" class="button" onClick={run(t('people.activate.done', { name }), onChanged, 'PATCH', pathOf(name), { active: true })}>{t('people.activate')}</button>}
      <button type="button" class="button button-danger" onClick={ask('remove', run(t('people.remove.done', { name }), onRemoved, 'DELETE', pathOf(name)))}>{t('people.remove')}</button>
      <p class="fault" role="alert">{fault}</p>
      {question.value && <Ask question={question.value} onClose={() => { question.value = null; }} />}
    </section>
  );
}

export function PersonPanel({ name, onClose, onChanged, onRemoved, ...groups }: Props) {
  const person = useLoaded<Versioned>(pathOf(name), { by: askVersioned<User> });
  const changed = () => {
    onChanged();
    void person.load();
  };
  const loaded = person.value.value;
  return (
    <Panel title={<bdi>{name}</bdi>} onClose={onClose}>
      <Trouble of={person} />
      {loaded && (
        <>
          <p class="admin-since">{t('people.since')} <Moment at={loaded.value.created} /></p>
          <PersonForm person={loaded} groups={groups} onSaved={changed} />
          <Actions user={loaded.value} onChanged={changed} onRemoved={onRemoved} />
        </>
      )}
    </Panel>
  );
}
