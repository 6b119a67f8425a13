// SPDX-License-Identifier: GPL-3.0-or-later
import { isPanel } from './address';
import { sharing } from './sharing';
import { session } from './who';

/** Whether somebody with a name takes calls here: the desk remembers what they use, ask and promise.
 *  Not while a customer may be looking. */
export const isHand = (): boolean => {
  const { person, role } = session.value ?? {};
  return person != null && role !== 'customer' && role != null && !isPanel && !sharing.value;
};
