// SPDX-License-Identifier: GPL-3.0-or-later
// What the API's words are called on the page.

const KINDS = {
  tip: 'Tip', procedure: 'Procedure', policy: 'Policy', script: 'Script', faq: 'FAQ', reference: 'Reference',
};
const CONFIDENCES = {
  wip: 'Work in progress', 'not-validated': 'Not validated', validated: 'Validated', archived: 'Archived',
};
const AUDIENCES = { internal: 'Internal', customer: 'Customer' };
const ROLES = { customer: 'Customer', agent: 'Agent', lead: 'Lead', editor: 'Editor', admin: 'Admin' };
const FIELDS = { kind: KINDS, confidence: CONFIDENCES, audience: AUDIENCES, role: ROLES };

/** The name of a field's value: "faq" is shown as "FAQ", a department as it is. */
export const nameOf = (field, value) => (Object.hasOwn(FIELDS[field] ?? {}, value) ? FIELDS[field][value] : value);

export const plural = (count, one, many) => `${count.toLocaleString('en')} ${count === 1 ? one : many}`;

/** "10 January 2026", from "2026-01-10". */
export function dayOf(iso) {
  const date = new Date(`${iso.slice(0, 10)}T12:00:00`);
  return date.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });
}

/** An API's word for a person: with a capital letter and a full stop. */
export function sentence(text) {
  const trimmed = text.trim();
  return trimmed && trimmed[0].toUpperCase() + trimmed.slice(1) + (/[.!?…]$/.test(trimmed) ? '' : '.');
}

/** "45 seconds", "2 minutes": how long to wait, rounded up. */
export const waitOf = (seconds) => (seconds < 120 ? plural(seconds, 'second', 'seconds') : plural(Math.ceil(seconds / 60), 'minute', 'minutes'));
