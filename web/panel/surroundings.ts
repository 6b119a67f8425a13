// SPDX-License-Identifier: GPL-3.0-or-later
// The page that holds the panel in a frame. The server says which pages may (frame-ancestors); what
// counts here comes from the frame's parent and from its origin, and goes to nobody else.
import { Malformed, readOrder, VERSION, type Order } from './orders';

const outer = window.parent === window ? null : window.parent;

/** Whether there is one. */
export const isFramed = outer !== null;

/** Its origin; where the browser does not tell it, that of its first message. "null" is many pages'. */
let origin = (location.ancestorOrigins as DOMStringList | undefined)?.[0] ?? null;

/** Whether there was anybody to tell. */
export function tell(type: string, body: Record<string, unknown> = {}): boolean {
  if (!outer || !origin || origin === 'null') return false;
  outer.postMessage({ aplomb: VERSION, type, ...body }, origin);
  return true;
}

/** That the panel is there: no secret, and said to whoever it is. */
export const tellReady = () => outer?.postMessage({ aplomb: VERSION, type: 'ready', version: VERSION }, '*');

export function listen(obey: (order: Order) => void) {
  addEventListener('message', ({ source, origin: from, data }) => {
    if (!outer || source !== outer || from === 'null') return;
    origin ??= from;
    if (from !== origin) return;
    try {
      const order = readOrder(data);
      if (order) obey(order);
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      tell('error', { of: error.of, message: error.message });
    }
  });
}
