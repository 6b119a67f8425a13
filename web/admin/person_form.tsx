// SPDX-License-Identifier: GPL-3.0-or-later
// A change of somebody, of which two admins may think at once. Only what was changed is sent, with the
// version that it was changed from. When that is not the latest, the form comes anew with what stands
// now; what is typed here stays, and beside it what the other one has put there.
import { useSignal } from '@preact/signals';
import { useLayoutEffect } from 'preact/hooks';
import { askVersioned } from '../api/client';
import { Problem } from '../api/problem';
import { Form, type Told } from '../entry/form';
import { nameOf, t } from '../messages/messages';
import { announce } from '../shell/announcer';
import { GroupLists, personFields, type Groups } from './person_fields';
import { change } from '../state/change';
import type { User } from './types';

export interface Versioned { value: User; version: string }

export const pathOf = (name: string) => `/api/v1/users/${encodeURIComponent(name)}`;

const FIELDS = ['display_name', 'role', 'department', 'team'] as const;

interface Shown {
  from: Versioned;
  values: Pick<User, typeof FIELDS[number]>;
  said: string;
  faults: Record<string, string>;
  /** Counts the forms, each of which begins anew. */
  count: number;
}

const wordOf = (field: string, value: string) => (value === '' ? t('people.nothing') : field === 'role' ? nameOf('role', value) : value);

/** The form after somebody else was faster. */
function meet({ from, count }: Shown, now: Versioned, mine: Told): Shown {
  const touched = FIELDS.filter((field) => mine[field] !== from.value[field]);
  const contested = touched.filter((field) => now.value[field] !== from.value[field] && now.value[field] !== mine[field]);
  const kept = Object.fromEntries(touched.map((field) => [field, mine[field]]));
  return {
    from: now,
    values: { ...now.value, ...kept },
    said: t('people.conflict'),
    faults: Object.fromEntries(contested.map((field) => [field, t('people.conflict.field', { value: wordOf(field, now.value[field]) })])),
    count: count + 1,
  };
}

const isAs = (one: User, other: User) => FIELDS.every((field) => one[field] === other[field]);

export function PersonForm({ person, groups, onSaved }: { person: Versioned; groups: Groups; onSaved: () => void }) {
  const shown = useSignal<Shown>({ from: person, values: person.value, said: '', faults: {}, count: 0 });
  useLayoutEffect(() => { // saved, or let in again: what is typed since stays unless something else has changed
    const { from, count } = shown.peek();
    if (isAs(person.value, from.value)) shown.value = { ...shown.peek(), from: person };
    else shown.value = { from: person, values: person.value, said: '', faults: {}, count: count + 1 };
  }, [person]);
  const save = async (told: Told) => {
    const { from } = shown.value;
    const { name } = from.value;
    const changes = Object.fromEntries(FIELDS.flatMap((field) => (told[field] === from.value[field] ? [] : [[field, told[field]]])));
    try {
      if (Object.keys(changes).length > 0) await change('PATCH', pathOf(name), changes, { 'If-Match': from.version });
      const saved = { ...from.value, ...changes };
      shown.value = { ...shown.value, from: { ...from, value: { ...saved, display_name: saved.display_name || name } } };
      announce(t('people.saved', { name }));
      onSaved();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.status === 409) throw error.at('role', t('people.lastAdmin', { name }));
      if (error.status !== 412) throw error;
      shown.value = meet(shown.value, await askVersioned<User>(pathOf(name)), told);
    }
  };
  const { values, said, faults, count } = shown.value;
  return <Form key={count} before={<GroupLists {...groups} />} fields={personFields(values)} button={t('people.save')} send={save} said={said} faults={faults} />;
}
