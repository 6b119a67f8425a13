// SPDX-License-Identifier: GPL-3.0-or-later
import { send } from '../api/client';
import { problemOf } from '../api/problem';
import { enter } from './session';

/** Sends what changes something; when the session has ended meanwhile, goes on with it after the
 *  same person has signed in again. (For anybody else the page comes anew.) */
export async function change<T>(...what: Parameters<typeof send>): Promise<T> {
  try {
    return await send<T>(...what);
  } catch (error) {
    if (problemOf(error).status !== 401) throw error;
    await enter();
    return send<T>(...what);
  }
}
