// SPDX-License-Identifier: GPL-3.0-or-later
// The call that is going on: what is ticked and read belongs to it.
import { kept } from './kept';

export interface Call {
  /** The telephone system's, else one of our own that begins with "local-". */
  id: string;
  queue: string;
  product: string;
}

const own = (): Call => ({ id: `local-${Date.now().toString(36)}`, queue: '', product: '' });

const isCall = (value: unknown): value is Call => {
  const { id, queue, product } = (value ?? {}) as Partial<Call>;
  return typeof id === 'string' && typeof queue === 'string' && typeof product === 'string';
};

/** Each tab has its own; a reload does not end it. */
export const call = kept<Call>(() => sessionStorage, 'call', own(), isCall);

/** Every call begins here, so this is where the server is to be told of it. */
export const beginCall = (next: Partial<Call> = {}) => { call.value = { ...own(), ...next }; };
