// SPDX-License-Identifier: GPL-3.0-or-later
// What the page keeps in the browser. All of it is one person's, and none of it is the next one's.
import { effect, signal, type Signal } from '@preact/signals';

const PREFIX = 'aplomb.';
const OWNER = `${PREFIX}owner`; // in each storage, since a tab that is restored brings its own

type Storages = () => Storage;
const storages: Storages[] = [() => localStorage, () => sessionStorage];

const persons: { storage: Storages; reread: () => void }[] = []; // what is kept of a person

/** A value that outlives a reload, in a storage of the browser. What cannot be read there, because
 *  nothing or nonsense stands there or the browser keeps nothing, is `initial`. One that is of the
 *  screen and not of a person stays when somebody else comes. */
export function kept<T>(storage: Storages, name: string, initial: T, isSound: (value: unknown) => value is T, { of = 'person' }: { of?: 'person' | 'screen' } = {}): Signal<T> {
  const key = `${PREFIX}${of === 'screen' ? 'screen.' : ''}${name}`;
  const read = () => {
    try {
      const value: unknown = JSON.parse(storage().getItem(key) ?? 'null');
      return isSound(value) ? value : initial;
    } catch {
      return initial;
    }
  };
  const value = signal(read());
  const store = () => {
    const text = JSON.stringify(value.value);
    try {
      storage().setItem(key, text);
    } catch {
      // Private windows and full storages keep nothing; the page does without.
    }
  };
  effect(store);
  if (of === 'person') persons.push({ storage, reread: () => { value.value = read(); store(); } });
  return value;
}

const isPersons = (key: string) => key.startsWith(PREFIX) && !key.startsWith(`${PREFIX}screen.`);

/** Frames of other sites may be refused either: what is kept in memory alone goes all the same. */
function isOneOf(one: Storages, other: Storages): boolean {
  try {
    return one() === other();
  } catch {
    return true;
  }
}

/** Nothing of anybody else is kept there any more, if it was, nor in memory: another tab may have
 *  handed the storage over already. The next one is `owner`. */
function handOver(storage: Storages, owner: string, always: boolean) {
  try {
    if (always || storage().getItem(OWNER) !== owner) {
      for (const key of Object.keys(storage())) if (isPersons(key)) storage().removeItem(key);
      storage().setItem(OWNER, owner);
    }
  } catch {
    // as above
  }
  for (const one of persons) if (isOneOf(one.storage, storage)) one.reread();
}

/** Nothing of anybody is kept any more. */
export function forgetKept() {
  for (const storage of storages) handOver(storage, '', true);
}

/** What is kept from here on is that person's ('': whoever reads without signing in); what was
 *  somebody else's is gone. */
export function keepFor(owner: string) {
  for (const storage of storages) handOver(storage, owner, false);
}
