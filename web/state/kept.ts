// SPDX-License-Identifier: GPL-3.0-or-later
import { effect, signal, type Signal } from '@preact/signals';

/** A value that outlives a reload, in a storage of the browser. What cannot be read there, because
 *  nothing or nonsense stands there or the browser keeps nothing, is `initial`. */
export function kept<T>(storage: () => Storage, name: string, initial: T, isSound: (value: unknown) => value is T): Signal<T> {
  const key = `aplomb.${name}`;
  const read = () => {
    try {
      const value: unknown = JSON.parse(storage().getItem(key) ?? 'null');
      return isSound(value) ? value : initial;
    } catch {
      return initial;
    }
  };
  const value = signal(read());
  effect(() => {
    const text = JSON.stringify(value.value);
    try {
      storage().setItem(key, text);
    } catch {
      // Private windows and full storages keep nothing; the page does without.
    }
  });
  return value;
}
