// SPDX-License-Identifier: GPL-3.0-or-later
// A program as somebody else would write it against the generated client; client_test.mjs
// type-checks it and runs it. Prints what it learned as JSON.
import createClient from 'openapi-fetch';
import type { components, paths } from './generated/aplomb.js';

type Hit = components['schemas']['Hit'];

const [baseUrl, token, name, password] = process.argv.slice(2) as [string, string, string, string];
const client = createClient<paths>({ baseUrl, headers: { Authorization: `Bearer ${token}` } });

const found = await client.GET('/api/v1/search', {
  params: { query: { q: 'refnd debit card', kind: ['procedure', 'policy'], facets: ['kind', 'department'], limit: 5, exact: false } },
});
if (found.error) throw new Error(`${found.error.type}: ${found.error.detail}`);
const best: Hit | undefined = found.data.hits[0];
if (!best) throw new Error('nothing was found');

const article = await client.GET('/api/v1/articles/{id}', { params: { path: { id: best.id } } });
if (article.error) throw new Error(article.error.detail);
if (typeof article.data === 'string') throw new Error('asked for JSON');
const promised: string | undefined = article.data.promise?.within;

const missing = await client.GET('/api/v1/articles/{id}', { params: { path: { id: 'gone' } } });
const problem: string | undefined = missing.error?.type;

// Signing in takes no token, and the cookie is kept by hand where there is no browser.
const person = createClient<paths>({ baseUrl });
const session = await person.POST('/api/v1/session', { body: { name, password } });
if (session.error) throw new Error(session.error.detail);
const cookie = session.response.headers.get('set-cookie')?.split(';')[0];
if (!cookie) throw new Error('no cookie came');

const made = await person.POST('/api/v1/tokens', {
  body: { name: 'CRM', role: 'agent', expires_in: '90d' },
  headers: { cookie, 'sec-fetch-site': 'same-origin', origin: baseUrl },
});
if (made.error) throw new Error(`${made.error.type}: ${made.error.detail}`);

const crm = createClient<paths>({ baseUrl, headers: { Authorization: `Bearer ${made.data.secret}` } });
const who = await crm.GET('/api/v1/session');

// Saving needs an editor, and says what it is based on. Markdown goes as it is.
const text = '# Late refund\n';
const saved = await person.PUT('/api/v1/articles/{id}', {
  params: { path: { id: 'late-refund' }, query: { message: 'Begin' }, header: { 'If-None-Match': '*' } },
  body: text,
  bodySerializer: (markdown) => markdown,
  headers: { cookie, 'sec-fetch-site': 'same-origin', 'content-type': 'text/markdown' },
});
if (saved.error) throw new Error(`${saved.error.type}: ${saved.error.detail}`);
const late = await person.PUT('/api/v1/articles/{id}', {
  params: { path: { id: 'late-refund' }, header: { 'If-Match': '"of another version"' } },
  body: text,
  bodySerializer: (markdown) => markdown,
  headers: { cookie, 'sec-fetch-site': 'same-origin', 'content-type': 'text/markdown' },
});
const there: string | undefined = late.response.status === 412 && late.error && 'current' in late.error ? late.error.current?.markdown : undefined;

console.log(JSON.stringify({ saved: saved.data.path, there, id: best.id, promised, problem, signedIn: session.data.name, token: made.data.name, who: who.data?.by }));

/** What the description does not know does not type-check. Never called. */
export function refused(): void {
  // @ts-expect-error there is no such route
  void client.GET('/api/v1/nothing');
  // @ts-expect-error it takes a number
  void client.GET('/api/v1/search', { params: { query: { limit: 'ten' } } });
  // @ts-expect-error nobody has that role
  void client.POST('/api/v1/tokens', { body: { name: 'CRM', role: 'boss' } });
  // @ts-expect-error a token needs a name
  void client.POST('/api/v1/tokens', { body: { role: 'agent' } });
  // @ts-expect-error hits have no such field
  void best?.rank;
}
