// SPDX-License-Identifier: GPL-3.0-or-later
import { kept } from './kept';

/** Whether a customer may be looking at this screen. Then the page asks the server for what customers
 *  may see, and holds nothing else; a reload does not end it. */
export const sharing = kept(() => sessionStorage, 'sharing', false, (value): value is boolean => typeof value === 'boolean', { of: 'screen' });

/** The path, asked as a customer while sharing. */
export function asSeen(path: string): string {
  if (!sharing.value) return path;
  return `${path}${path.includes('?') ? '&' : '?'}view=customer`;
}
