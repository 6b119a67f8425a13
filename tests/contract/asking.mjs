// SPDX-License-Identifier: GPL-3.0-or-later
// Asks operations by their names, checks each answer, and remembers what was seen.
import assert from 'node:assert/strict';
import { check, operation } from './description.mjs';
import { exchange } from './wire.mjs';

/** Triples of operation, status and kind that were answered. */
export const seen = new Set();

const encode = (value, rest) => (rest ? String(value).split('/').map(encodeURIComponent).join('/') : encodeURIComponent(value));

/** The path of an operation; parameters without a value are those of the description's examples. */
export function targetOf({ path, parameters = [] }, values = {}, query = '') {
  const filled = path.replace(/\{(\w+)\}/g, (_, name) => {
    const parameter = parameters.find((each) => each.in === 'path' && each.name === name);
    return encode(values[name] ?? parameter.example, parameter['x-rest']);
  });
  return query ? `${filled}?${query}` : filled;
}

/**
 * The body of an operation with its type: the description's example, with `fields` in place of its
 * own where it is JSON. What has no example, as pictures have none, has no body of itself.
 */
export function bodyOf({ requestBody }, fields = {}) {
  if (!requestBody) return {};
  const [type, { example }] = Object.entries(requestBody.content)[0];
  return { type, body: type === 'application/json' ? JSON.stringify({ ...example, ...fields }) : example };
}

/** What shows who asks: `{ token }`, `{ cookie }` of a page of ours, or `{ proxied }`, a name. */
function shows({ token, cookie, proxied } = {}) {
  if (token) return [['Authorization', `Bearer ${token}`]];
  if (cookie) return [['Cookie', cookie], ['Sec-Fetch-Site', 'same-origin']];
  if (proxied) return [['X-User', proxied], ['Sec-Fetch-Site', 'same-origin']];
  return [];
}

/**
 * Asks an operation and checks the answer against the description. `wants` is the status, or the
 * status and the problem type: `404`, `'404 not-found'`. `bare` leaves the body out; `body` is a text
 * or bytes.
 */
export async function ask(port, id, { path, query, as, headers = [], fields, body, bare = false, wants, method, ...more } = {}) {
  const what = operation(id);
  const own = bodyOf(what, fields);
  const sent = bare ? undefined : body ?? own.body;
  const typed = sent === undefined || headers.some(([name]) => name === 'Content-Type') ? [] : [['Content-Type', own.type]];
  const answer = await exchange(port, {
    method: method ?? what.method, target: targetOf(what, path, query), headers: [...shows(as), ...typed, ...headers], body: sent, ...more,
  });
  const triple = check(what, method ?? what.method, answer);
  if (wants !== undefined) {
    const got = triple.slice(id.length + 1);
    assert.ok(got === wants || answer.status === wants, `${id} answers ${got}, and not ${wants}: ${answer.body.toString().slice(0, 500)}`);
  }
  seen.add(triple);
  return { ...answer, json: () => JSON.parse(answer.body.toString()) };
}

/** The session's cookie as a browser would send it. */
export const cookieOf = (answer) => answer.headers.get('set-cookie').split(';')[0];
