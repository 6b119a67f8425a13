// SPDX-License-Identifier: GPL-3.0-or-later
// The call that is going on: what is ticked and read belongs to it, and on the server what is asked,
// opened and used.
import { send } from '../api/client';
import { isHand } from './hand';
import { kept } from './kept';

export interface Call {
  /** The telephone system's, else one of our own that begins with "local-". */
  id: string;
  queue: string;
  product: string;
}

/** By chance as well: two people may begin a call in the same moment. */
const own = (): Call => ({ id: `local-${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 8)}`, queue: '', product: '' });

const isCall = (value: unknown): value is Call => {
  const { id, queue, product } = (value ?? {}) as Partial<Call>;
  return typeof id === 'string' && typeof queue === 'string' && typeof product === 'string';
};

/** Each tab has its own; a reload does not end it. */
export const call = kept<Call>(() => sessionStorage, 'call', own(), isCall);

/** Every call begins here, and the one before ends. Nothing waits for the server to know. */
export function beginCall(next: Partial<Call> = {}) {
  if (isHand()) send('POST', `/api/v1/calls/${encodeURIComponent(call.value.id)}/end`).catch(() => {});
  call.value = { ...own(), ...next };
}

/** The path, asked in this call by whoever's calls the server knows. */
export function inCall(path: string): string {
  if (!isHand()) return path;
  return `${path}${path.includes('?') ? '&' : '?'}${new URLSearchParams({ call: call.value.id })}`;
}
