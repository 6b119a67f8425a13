// SPDX-License-Identifier: GPL-3.0-or-later
// Whoever has written something that is not saved is asked before it leaves the screen.

/** Asks, and calls `goOn` if it may be left: returns whether it has asked. */
type Guard = (goOn: () => void) => boolean;

let guard: Guard | null = null;

/** From now on that is asked first, until the function that comes back is called. */
export function guardLeaving(ask: Guard): () => void {
  guard = ask;
  return () => { if (guard === ask) guard = null; };
}

/** Whether it must wait; it is called when it may go on. */
export const isHeld = (goOn: () => void): boolean => guard !== null && guard(goOn);

/** Whether anything is asked at all. */
export const isGuarded = (): boolean => guard !== null;

/** Nothing is asked any more: the screen must be given up at once. */
export const giveUp = () => { guard = null; };
