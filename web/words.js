// SPDX-License-Identifier: GPL-3.0-or-later
// What the API's words are called on the page.

const KINDS = {
  tip: 'Tip', procedure: 'Procedure', policy: 'Policy', script: 'Script', faq: 'FAQ', reference: 'Reference',
};
const CONFIDENCES = {
  wip: 'Work in progress', 'not-validated': 'Not validated', validated: 'Validated', archived: 'Archived',
};
const AUDIENCES = { internal: 'Internal', customer: 'Customer' };
const FIELDS = { kind: KINDS, confidence: CONFIDENCES, audience: AUDIENCES };

/** The name of a filter's value: "faq" is shown as "FAQ", a department as it is. */
export const nameOf = (field, value) => FIELDS[field]?.[value] ?? value;

export const plural = (count, one, many) => `${count.toLocaleString('en')} ${count === 1 ? one : many}`;

/** "10 January 2026", from "2026-01-10". */
export function dayOf(iso) {
  const date = new Date(`${iso.slice(0, 10)}T12:00:00`);
  return date.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });
}
