// SPDX-License-Identifier: GPL-3.0-or-later
// What is written and not saved, kept in this browser under its writer's name. It outlives the tab,
// the browser and the session; the page shows it to nobody else.
import { session } from '../state/who';

const PREFIX = 'aplomb-draft.'; // not one of what goes with the person (state/kept)

export interface Kept {
  title: string;
  path: string;
  text: string;
  /** What it was begun from; the etag is null where there was nothing. */
  base: { text: string; etag: string | null };
  /** When it was written, in milliseconds. */
  at: number;
}

const owner = () => session.value?.person?.name ?? session.value?.name ?? '';
const prefix = () => `${PREFIX}${encodeURIComponent(owner())}.`;
const keyOf = (id: string) => prefix() + encodeURIComponent(id);

const isKept = (value: unknown): value is Kept => {
  const { title, path, text, base, at } = (value ?? {}) as Partial<Kept>;
  return typeof title === 'string' && typeof path === 'string' && typeof text === 'string' && typeof base?.text === 'string' && typeof at === 'number';
};

function read(key: string): Kept | null {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(key) ?? 'null');
    return isKept(value) ? value : null;
  } catch {
    return null;
  }
}

/** Whether the browser keeps it: private windows and full storages do not. */
export function keep(id: string, kept: Kept): boolean {
  try {
    localStorage.setItem(keyOf(id), JSON.stringify(kept));
    return true;
  } catch {
    return false;
  }
}

export const keptOf = (id: string): Kept | null => read(keyOf(id));

export function drop(id: string) {
  try {
    localStorage.removeItem(keyOf(id));
  } catch {
    // nothing is kept there
  }
}

/** All that this person has not saved in this browser, the latest first. */
export function allKept(): (Kept & { id: string })[] {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(prefix()))
      .flatMap((key) => { const kept = read(key); return kept ? [{ id: decodeURIComponent(key.slice(prefix().length)), ...kept }] : []; })
      .sort((one, other) => other.at - one.at);
  } catch {
    return [];
  }
}
