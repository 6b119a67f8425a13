// SPDX-License-Identifier: GPL-3.0-or-later
// http/openapi.json and the running server, both ways: every answer is as described, and every
// operation, status and problem type that is described is answered.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Validator } from '@seriousme/openapi-schema-validator';
import { ask, cookieOf, seen, targetOf } from './asking.mjs';
import { document, examples, operations, problemTypes, triples, validate } from './description.mjs';
import { addToken, addUser, commitAll, makePlaces, password, pictures, roles, run, serve, stopAll } from './server.mjs';
import { exchange } from './wire.mjs';

/** What no test can bring about from outside, and where it is tested instead. */
const unasked = [
  [/ 500 /, 'a fault of the server: tests/http/service_test.cc'],
  [/ 507 full$/, 'a full disk: tests/durability/disk_test.mjs, tests/desk/desk_test.cc'],
  [/ 408 /, 'a request of many seconds: tests/http/gate/gate_test.cc'],
  [/ 503 overloaded$/, 'more than can be answered: tests/http/gate/gate_test.cc'],
  [/ 429 too-many-requests$/, 'more passwords to hash than requests that write run at once: tests/desk/people_test.cc'],
  [/^putDraft 409 conflict$/, 'more drafts than there may be: tests/desk/drafts_test.cc'],
  [/^addGap 409 conflict$/, 'more gaps than there may be: desk/gaps.h'],
  [/^(putStar|putShortcut|addNote|changeNote) 409 conflict$/, 'more than one person may keep: tests/desk/stars_test.cc, tests/desk/shortcuts_test.cc, tests/desk/own_notes_test.cc'],
  [/^addNotice 409 conflict$/, 'more notices than there may be: tests/desk/notices_test.cc'],
  [/^makePromise 409 conflict$/, 'more promises than there may be: 2,000 of one maker'],
  [/^learnedToSymptom (409 conflict|422 unprocessable)$/, 'front matter that the server cannot be sure of, as with archiveArticle'],
  [/^(flag|unflag)Article 422 unprocessable$/, 'longer than an article may be, as with archiveArticle'],
  [/^getArticlePage 503 /, 'the page of an article while the index is damaged, as with index-damaged'],
  [/ 503 index-damaged$/, 'an index that is damaged while nothing of it is open: tests/engine/searcher_test.cc, tests/durability/index_test.mjs'],
  [/ 503 index-outdated$/, 'an index of another version: tests/engine/searcher_test.cc'],
];
/** The same of single operations. */
const unaskedOf = (id) => {
  const { 'x-reads': reads } = operations.find((each) => each.id === id);
  // What the server knows of people fails there, and the folder: tests/desk/desk_test.cc,
  // tests/desk/editing_test.cc, tests/indexer/history_test.cc.
  if (reads === 'nothing') return [/ 503 (unavailable|index-damaged)$/];
  // The index is only asked whether it is there.
  return id === 'getFile' ? [/ 503 index-damaged$/] : [];
};

const desk = { tokens: {} };
const admin = () => ({ token: desk.tokens.admin });
const changing = (each) => each.method !== 'GET';
const reading = operations.filter((each) => each['x-reads'] !== 'nothing');
/** Roles without the rights of `least`. */
const below = (least) => roles.slice(0, roles.indexOf(least));
const strangers = { open: [], reader: [], person: roles, staff: roles, agent: below('agent'), lead: below('lead'), editor: below('editor'), admin: below('admin') };
/** Somebody who may call it: what is people's own takes no token. */
const allowed = (each) => (each['x-access'] === 'staff' || each.id === 'getOwnData' ? { proxied: 'anna' } : admin());
/** What shows what a change is based on, where it has to be said. */
const based = (each) => (each.responses[428] ? [['If-Match', '*']] : []);
const takesJson = ({ requestBody }) => requestBody?.content['application/json'];

/** Somebody new who is signed in: the session's cookie. */
async function signedIn(name, role = 'agent') {
  await ask(desk.port, 'addUser', { as: admin(), fields: { name, role, password }, wants: 201 });
  return { cookie: cookieOf(await ask(desk.port, 'signIn', { fields: { name, password }, wants: 201 })) };
}

before(async () => {
  const places = makePlaces();
  for (const role of roles) desk.tokens[role] = addToken(places, role);
  addUser(places, 'anna', 'agent');
  Object.assign(desk, await serve(places, ['--trust-proxy', '127.0.0.1', '--user-header', 'X-User', '--cors-origin', 'https://crm.example.com', '--panel-origin', 'https://crm.example.com']));
});
after(stopAll);

test('the description is OpenAPI 3.1', async () => {
  const validator = new Validator();
  const { valid, errors } = await validator.validate(structuredClone(document));
  assert.ok(valid, JSON.stringify(errors, null, 2));
  assert.equal(validator.version, '3.1');
});

test('its examples are as it says', () => {
  const all = [...examples()];
  assert.ok(all.length > 60, String(all.length));
  for (const { schema, example, where } of all) validate(schema, example, where);
});

test('its operations have names of their own', () => {
  assert.equal(new Set(operations.map(({ id }) => id)).size, operations.length);
});

test('who may call is said in OpenAPI\'s words, too', () => {
  const bearer = { bearer: [] };
  const cookie = { cookie: [] };
  const security = { open: [], reader: [bearer, cookie, {}], person: [bearer, cookie], staff: [bearer, cookie], agent: [bearer, cookie], lead: [bearer, cookie], editor: [bearer, cookie], admin: [bearer, cookie] };
  for (const each of operations) assert.deepEqual(each.security, security[each['x-access']], each.id);
});

test('it is served as it is', async () => {
  assert.deepEqual((await ask(desk.port, 'getDescription', { wants: 200 })).json(), document);
});

test('what is refused before it is read', async () => {
  const long = 'a'.repeat(8001);
  for (const operation of operations) {
    const refused = (wants, more) => ask(desk.port, operation.id, { as: admin(), bare: true, wants, ...more });
    await refused('400 malformed-request', { headers: [['Content-Length', '1'], ['Content-Length', '2']] });
    await refused('411 length-required', { headers: [['Transfer-Encoding', 'chunked']] });
    if (changing(operation)) await refused('413 too-large', { headers: [['Content-Length', String((operation['x-body-bytes'] ?? 65536) + 1)]] });
    await refused('417 expectation-failed', { headers: [['Expect', 'more']] });
    await refused('501 not-implemented', { headers: [['Transfer-Encoding', 'gzip']] });
    await refused('505 version-not-supported', { version: '2.0' });
    await refused('414 address-too-long', { query: long });
    await refused('415 encoded-body', { headers: [['Content-Encoding', 'gzip']] });
    await refused('431 headers-too-large', { headers: Array.from({ length: 64 }, () => ['X-Many', 'x']) });
  }
});

test('what is refused whoever asks', async () => {
  for (const each of operations) {
    await ask(desk.port, each.id, { as: admin(), host: 'rebound.example', wants: '421 wrong-host' });
    await ask(desk.port, each.id, { as: admin(), headers: [['Authorization', 'Bearer x']], wants: '400 invalid-argument' });
    // What is open beside the API is open to them as well: the page says why they are turned away.
    await ask(desk.port, each.id, { as: { proxied: 'nobody-here' }, ...(each.responses[403] ? { wants: '403 forbidden' } : {}) });
    if (changing(each))
      await ask(desk.port, each.id, { headers: [['Sec-Fetch-Site', 'cross-site']], wants: '403 cross-site' });
    if (each.requestBody)
      await ask(desk.port, each.id, { as: each.id === 'changeOwnPassword' ? { proxied: 'anna' } : allowed(each), headers: [['Content-Type', 'text/plain'], ...based(each)], wants: '415 unsupported-media-type' });
  }
});

test('who may not is told so', async () => {
  for (const { id, 'x-access': access } of operations) {
    if (access !== 'open') {
      await ask(desk.port, id, { wants: '401 unauthenticated' });
      await ask(desk.port, id, { as: { token: 'aplomb_no' }, wants: '401 unauthenticated' });
    }
    for (const role of strangers[access]) await ask(desk.port, id, { as: { token: desk.tokens[role] }, wants: '403 forbidden' });
  }
});

test('searching', async () => {
  const search = (query, role = 'agent') => ask(desk.port, 'search', { as: { token: desk.tokens[role] }, query, wants: 200 });
  const found = (await search('q=refnd+debit+card&facets=kind,department&explain=1&limit=5')).json();
  assert.equal(found.hits[0].id, 'refund-debit-card');
  assert.equal(found.interpretation.corrected[0].to, 'refund');
  assert.ok(found.explain.length > 3);
  assert.equal(found.facets.kind.procedure, 1);
  assert.equal((await search('q=reimbursement')).json().interpretation.expanded.length, 1);
  assert.equal((await search('q=flight+to+the+moon')).json().certainty, 'none');
  assert.equal((await search('')).json().certainty, null);
  assert.equal((await search('q=card&sort=title&kind=faq&kind=tip&updated_since=2026-01-01&lang=en&exact=true')).json().total, 1);
  const [customers] = (await search('q=refund+debit+card', 'customer')).json().hits;
  assert.equal(customers.confidence, null);

  const suggest = await ask(desk.port, 'suggest', { as: admin(), query: 'q=my+mon', wants: 200 });
  assert.equal(suggest.json().suggestions[0].kind, 'symptom');
  const codes = await ask(desk.port, 'suggest', { as: admin(), query: 'q=RF-10', wants: 200 });
  assert.equal(codes.json().suggestions[0].kind, 'code');
});

test('what parameters take is what the description says', async () => {
  const wrong = (schema) => {
    if (schema.type === 'integer') return [schema.minimum - 1, ...(schema.maximum ? [schema.maximum + 1] : []), 'ten'];
    if (schema.type === 'boolean') return ['maybe'];
    if (schema.format === 'date') return ['yesterday', '2026-02-30'];
    if (schema.pattern) return ['Not an id'];
    const { enum: words } = schema.items ?? schema;
    return words ? ['nonsense'] : [];
  };
  const right = (schema) => {
    if (schema.type === 'integer') return [schema.minimum, ...(schema.maximum ? [schema.maximum] : [])];
    if (schema.type === 'boolean') return ['true', 'false', '1', '0'];
    return (schema.items ?? schema).enum ?? [];
  };
  let tried = 0;
  for (const each of operations) {
    for (const { name, in: where, schema } of each.parameters ?? []) {
      if (where !== 'query') continue;
      const leaving = each.id === 'removeUser' ? { name: 'leaver' } : undefined;
      const give = (value, wants, more = '') => ask(desk.port, each.id, { as: allowed(each), path: leaving, query: `${name}=${encodeURIComponent(value)}${more}`, wants });
      const taken = { findArticlePage: 302, removeUser: 204 }[each.id] ?? 200;
      for (const value of right(schema)) {
        if (leaving) await ask(desk.port, 'addUser', { as: admin(), fields: leaving, wants: 201 });
        await give(value, taken, name === 'offset' ? '&limit=1' : '');
      }
      for (const value of wrong(schema)) {
        const { errors } = (await give(value, '400 invalid-argument')).json();
        assert.deepEqual(errors.map(({ parameter }) => parameter), [name]);
        tried += 1;
      }
      if (schema.default !== undefined && each.id !== 'suggest') {
        const plain = await ask(desk.port, each.id, { as: allowed(each), wants: 200 });
        assert.deepEqual((await give(schema.default, 200)).json(), plain.json(), `${each.id}: ${name} is ${schema.default} where it is left out`);
      }
    }
  }
  assert.ok(tried >= 30, String(tried));
});

test('what bodies take is what the description says', async () => {
  const self = await signedIn('body-sender');
  const expires = new Date(Date.now() + 86_400_000).toISOString();
  const notice = (await ask(desk.port, 'addNotice', { as: admin(), fields: { expires }, wants: 201 })).json();
  const promise = (await ask(desk.port, 'makePromise', { as: admin(), wants: 201 })).json();
  const gap = (await ask(desk.port, 'addGap', { as: admin(), fields: { question: 'a question to be changed' }, wants: 201 })).json();
  const note = (await ask(desk.port, 'addNote', { as: self, wants: 201 })).json();
  const asking = {
    changeOwnPassword: { as: self, fields: { current: password } }, changeNotice: { path: { id: notice.id } },
    changeGap: { path: { id: gap.id } },
    changeNote: { as: self, path: { id: note.id } },
    changePromise: { path: { id: promise.id }, fields: { due: expires } },
  };
  let tried = 0;
  for (const each of operations.filter(takesJson)) {
    const { schema } = takesJson(each);
    const { as = allowed(each), path, fields = {} } = asking[each.id] ?? {};
    const headers = based(each);
    const faulty = async (changed, pointer) => {
      const answer = await ask(desk.port, each.id, { as, path, headers, fields: { ...fields, ...changed }, wants: '400 invalid-argument' });
      assert.deepEqual(answer.json().errors.map((fault) => fault.pointer), [pointer], `${each.id} ${JSON.stringify(changed)}`);
      tried += 1;
    };
    await ask(desk.port, each.id, { as, headers, body: '[]', wants: '400 invalid-argument' });
    await ask(desk.port, each.id, { as, headers, body: '{', wants: '400 invalid-argument' });
    await faulty({ 'a/b': 1 }, '/a~1b');
    for (const [name, field] of Object.entries(schema.properties)) {
      await faulty({ [name]: field.type === 'boolean' ? 'yes' : 1 }, `/${name}`);
      if (schema.required?.includes(name)) await faulty({ [name]: undefined }, `/${name}`);
      if (field.enum) await faulty({ [name]: 'boss' }, `/${name}`);
      // The code is looked at before what comes with it.
      if (field.maxLength && each.id !== 'signInFirst') await faulty({ [name]: 'a'.repeat(field.maxLength + 1) }, `/${name}`);
      if (field.minLength > 1 && each.id !== 'signInFirst') await faulty({ [name]: 'a'.repeat(field.minLength - 1) }, `/${name}`);
    }
  }
  await ask(desk.port, 'endNotice', { as: admin(), path: { id: notice.id }, wants: 204 });
  assert.ok(tried > 40, String(tried));
});

test('similar articles', async () => {
  const as = admin();
  const near = (await ask(desk.port, 'listSimilarArticles', { as, path: { id: 'refund-card' }, wants: 200 })).json();
  assert.equal(near.id, 'refund-debit-card');
  await ask(desk.port, 'listSimilarArticles', { as, path: { id: 'none' }, wants: '404 not-found' });
});

test('folders', async () => {
  const as = admin();
  const root = (await ask(desk.port, 'getFolder', { as, wants: 200 })).json();
  assert.deepEqual(root.folders.map(({ path, articles }) => [path, articles]), [['cards', 2], ['payments', 2]]);
  await ask(desk.port, 'getFolder', { as, query: 'folder=nowhere', wants: '404 not-found' });
  const direct = (await ask(desk.port, 'listArticles', { as, query: 'folder=payments&direct=1', wants: 200 })).json();
  assert.equal(direct.total, 2);
  const { articles, folders } = (await ask(desk.port, 'getFolder', { as: { token: desk.tokens.customer }, wants: 200 })).json();
  assert.deepEqual([articles, folders], [3, []]);
});

test('articles', async () => {
  const as = admin();
  const first = (await ask(desk.port, 'listArticles', { as, query: 'limit=1', wants: 200 })).json();
  assert.equal(first.total, 4);
  const second = (await ask(desk.port, 'listArticles', { as, query: `limit=3&cursor=${first.next}`, wants: 200 })).json();
  assert.equal(second.next, null);

  const customer = { token: desk.tokens.customer };
  const { articles } = (await ask(desk.port, 'listArticles', { as: customer, wants: 200 })).json();
  assert.equal(articles.length, 3);
  for (const { id, path, confidence } of articles) {
    assert.deepEqual({ path, confidence }, { path: '', confidence: null });
    await ask(desk.port, 'getArticle', { as: customer, path: { id }, wants: 200 });
  }

  for (const accept of ['application/json', 'text/markdown', 'text/html']) {
    const shown = await ask(desk.port, 'getArticle', { as, headers: [['Accept', accept]], wants: 200 });
    const held = [['Accept', accept], ['If-None-Match', shown.headers.get('etag')]];
    await ask(desk.port, 'getArticle', { as, headers: held, wants: 304 });
  }
  const article = (await ask(desk.port, 'getArticle', { as, wants: 200 })).json();
  assert.equal(article.promise.limit, '200 EUR');
  for (const id of ['waive-late-fee', 'lost-card']) await ask(desk.port, 'getArticle', { as, path: { id }, wants: 200 });
  await ask(desk.port, 'getArticle', { as, path: { id: 'refund-card' }, wants: 308 });
  await ask(desk.port, 'getArticle', { as, path: { id: 'gone' }, wants: '404 not-found' });
  await ask(desk.port, 'getArticle', { as, headers: [['Accept', 'image/png']], wants: '406 not-acceptable' });
});

/** A server over articles with a history, one of which had another id once; and who may edit them. */
async function editing() {
  const places = makePlaces();
  const was = (id) => writeFileSync(join(places.articles, 'renamed.md'), `---\nid: ${id}\n---\nText.\n`);
  was('old-name');
  commitAll(places, 'Begin');
  was('new-name');
  commitAll(places, 'Rename it');
  const tokens = { editor: addToken(places, 'editor'), agent: addToken(places, 'agent') };
  addUser(places, 'anna', 'agent');
  const { port, stop } = await serve(places, ['--trust-proxy', '127.0.0.1', '--user-header', 'X-User']);
  const as = { token: tokens.editor };
  return { places, port, stop, as, agent: { token: tokens.agent }, ask: (id, more) => ask(port, id, { as, ...more }) };
}

/** The headers of a change that is based on a version, or on there being none. */
const on = (etag) => [['If-Match', etag]];
const fresh = [['If-None-Match', '*']];
const etagOf = (answer) => answer.headers.get('etag');

test('saving, replacing and taking away', async () => {
  const { places, ask: edit, agent, stop } = await editing();
  const path = { id: 'late-refund' };
  const made = await edit('putArticle', { path, body: '# Late refund\n', headers: fresh, query: 'message=Begin', wants: 201 });
  assert.equal(made.headers.get('location'), '/api/v1/articles/late-refund');
  assert.equal(readFileSync(join(places.articles, 'late-refund.md'), 'utf8'), '# Late refund\n');
  const replaced = await edit('putArticle', { path, body: '# Late refund\n\nTen days.\n', headers: on(etagOf(made)), wants: 200 });
  const { current } = (await edit('putArticle', { path, body: 'mine', headers: on(etagOf(made)), wants: '412 precondition-failed' })).json();
  assert.deepEqual(current, { etag: etagOf(replaced), markdown: '# Late refund\n\nTen days.\n' });
  const gone = await edit('putArticle', { path: { id: 'gone' }, body: 'mine', headers: on('*'), wants: '412 precondition-failed' });
  assert.equal(gone.json().current, null);
  const merged = await edit('mergeArticle', { path, fields: { base: '# Late refund\n', yours: '# A late refund\n' }, wants: 200 });
  assert.equal(merged.json().etag, etagOf(replaced));
  await edit('mergeArticle', { path: { id: 'gone' }, wants: '404 not-found' });

  const shown = await edit('getArticle', { path, headers: [['Accept', 'text/markdown']], wants: 200 });
  assert.equal(etagOf(shown), etagOf(replaced));
  await edit('putArticle', { path, body: 'mine', wants: '428 condition-required' });
  await edit('putArticle', { path: { id: 'Late Refund' }, body: 'mine', headers: fresh, wants: '400 invalid-argument' });
  await edit('putArticle', { path: { id: 'out' }, query: 'path=../out.md', body: '---\nid: out\n---\n', headers: fresh, wants: '400 invalid-argument' });
  await edit('putArticle', { path: { id: 'other' }, body: '---\nid: another\n---\n', headers: fresh, wants: '422 unprocessable' });
  await edit('putArticle', { path: { id: 'refund-card' }, body: 'mine', headers: fresh, wants: '409 conflict' });

  await edit('deleteArticle', { path, wants: '428 condition-required' });
  await edit('deleteArticle', { path, headers: on(etagOf(made)), wants: '412 precondition-failed' });
  await edit('deleteArticle', { path, headers: on(etagOf(replaced)), wants: 204 });
  await edit('deleteArticle', { path, headers: fresh, wants: '404 not-found' });
  assert.ok(!existsSync(join(places.articles, 'late-refund.md')));

  const may = async (more) => (await edit('getArticle', { ...more, wants: 200 })).json().may;
  assert.deepEqual(await may(), { save: true, review: true, flag: true });
  assert.deepEqual(await may({ as: agent }), { save: false, review: false, flag: true });
  await stop();
});

test('checking a text before it is saved', async () => {
  const draft = (await ask(desk.port, 'checkDraft', { as: admin(), wants: 200 })).json();
  assert.equal(draft.article.id, 'payments-late-refund');
  assert.ok(draft.findings.length > 0);
  assert.equal(draft.queries[0].text, 'where is my money');
  assert.equal(draft.preview.customer, null);
});

test('drafts and templates', async () => {
  const edit = (id, more) => ask(desk.port, id, { as: admin(), ...more });
  assert.equal((await edit('listTemplates', { wants: 200 })).json().templates.length, 6);
  await edit('getDraft', { wants: '404 not-found' });
  await edit('putDraft', { wants: '428 condition-required' });
  const begun = await edit('putDraft', { headers: fresh, wants: 201 });
  await edit('putDraft', { headers: fresh, wants: '412 precondition-failed' });
  const changed = await edit('putDraft', { body: 'More.\n', headers: on(etagOf(begun)), wants: 200 });
  const shown = await edit('getDraft', { wants: 200 });
  assert.equal(shown.body.toString(), 'More.\n');
  await edit('getDraft', { headers: [['If-None-Match', etagOf(shown)]], wants: 304 });
  assert.equal((await edit('listDrafts', { wants: 200 })).json().drafts.length, 1);
  assert.equal((await edit('getArticle', { wants: 200 })).json().has_draft, true);
  await edit('deleteDraft', { wants: '428 condition-required' });
  await edit('deleteDraft', { headers: on(etagOf(begun)), wants: '412 precondition-failed' });
  await edit('deleteDraft', { headers: on(etagOf(changed)), wants: 204 });
});

test('calls and the first numbers', async () => {
  const as = admin();
  await ask(desk.port, 'search', { as, query: 'q=refund&call=c-17', wants: 200 });
  await ask(desk.port, 'getArticle', { as, query: 'call=c-17', wants: 200 });
  await ask(desk.port, 'endCall', { as, wants: 204 });
  await ask(desk.port, 'endCall', { as, path: { call: 'a'.repeat(101) }, wants: '400 invalid-argument' });
  for (const [id, header] of [['listTopicFigures', 'topic,'], ['listArticleFigures', 'article,'], ['listFrequentQuestions', 'question,']]) {
    const csv = await ask(desk.port, id, { as, headers: [['Accept', 'text/csv']], wants: 200 });
    assert.ok(csv.body.toString().startsWith(header), id);
    await ask(desk.port, id, { as, headers: [['Accept', 'image/png']], wants: '406 not-acceptable' });
    await ask(desk.port, id, { as, query: 'from=2026-01-02&to=2026-01-01', wants: '400 invalid-argument' });
    assert.equal((await ask(desk.port, id, { as, query: 'from=2020-01-01&to=2020-01-07', wants: 200 })).json().from, '2020-01-01');
  }
});

test('flags', async () => {
  const { places, ask: edit, agent, stop } = await editing();
  const path = { id: 'lost-card' };
  await edit('flagArticle', { as: agent, path, wants: 200 });
  await edit('flagArticle', { as: agent, path, fields: { reason: ' ' }, wants: '400 invalid-argument' });
  assert.deepEqual((await edit('getArticle', { path, wants: 200 })).json().flags.map(({ reason }) => reason), ['The fee is 12 EUR now.']);
  await edit('unflagArticle', { as: agent, path, wants: '403 forbidden' });
  await edit('unflagArticle', { path, wants: 200 });
  assert.ok(!/flags/.test(readFileSync(join(places.articles, 'cards', 'lost-card.md'), 'utf8')));
  for (const id of ['flagArticle', 'unflagArticle']) {
    await edit(id, { path, headers: on('"of another version"'), wants: '412 precondition-failed' });
    await edit(id, { path: { id: 'gone' }, wants: '404 not-found' });
    await refusedWhileMerging(places, () => edit(id, { path, wants: '409 conflict' }));
  }
  await stop();
});

test('a draft is published', async () => {
  const { places, ask: edit, stop } = await editing();
  const path = { id: 'late-refund' };
  const publish = (more) => edit('publishDraft', { path, ...more });
  await publish({ wants: '404 not-found' });
  const begun = await edit('putDraft', { path, body: '# Late refund\n', headers: fresh, wants: 201 });
  await publish({ headers: on('"of another version"'), wants: '412 precondition-failed' });
  await refusedWhileMerging(places, () => publish({ wants: '409 conflict' }));
  await publish({ headers: on(etagOf(begun)), wants: 201 });
  await edit('getDraft', { path, wants: '404 not-found' });
  const { etag: now } = (await edit('putArticle', { path, body: '# A late refund\n', headers: on('*'), wants: 200 })).json();
  const draft = (base, body) => edit('putDraft', { path, body, headers: [...fresh, ['Aplomb-Base', base]], wants: 201 });
  await draft(etagOf(begun), '# Another\n');
  await publish({ wants: '412 precondition-failed' });
  await edit('deleteDraft', { path, headers: on('*'), wants: 204 });
  await edit('deleteDraft', { path, headers: on('*'), wants: '404 not-found' });
  await draft(now, '---\nid: another\n---\n');
  await publish({ wants: '422 unprocessable' });
  await edit('deleteDraft', { path, headers: on('*'), wants: 204 });
  await draft(now, '# A refund that is late\n');
  const published = await publish({ wants: 200 });
  assert.equal(readFileSync(join(places.articles, 'late-refund.md'), 'utf8'), '# A refund that is late\n');

  writeFileSync(join(places.articles, 'aplomb.yaml'), 'publishing: {second_person: true}\n');
  await edit('putArticle', { path, body: 'mine', headers: on('*'), wants: '403 forbidden' });
  await draft(etagOf(published), 'mine');
  await publish({ wants: '403 forbidden' });
  await publish({ as: { token: addToken(places, 'admin') }, wants: 200 });
  await stop();
});

test('notices', async () => {
  const lead = { token: desk.tokens.lead };
  const edit = (id, more) => ask(desk.port, id, { as: lead, ...more });
  const expires = new Date(Date.now() + 86_400_000).toISOString();
  const { id } = (await edit('addNotice', { fields: { expires }, wants: 201 })).json();
  const path = { id };
  await edit('addNotice', { fields: { expires: 'soon' }, wants: '400 invalid-argument' });
  await edit('changeNotice', { path, fields: { expires, text: 'Mended at 09:30.' }, wants: 200 });
  assert.equal((await edit('publishNotice', { path, wants: 200 })).json().state, 'published');
  assert.equal((await edit('listNotices', { wants: 200 })).json().notices[0].id, id);
  const found = (await ask(desk.port, 'search', { as: admin(), query: 'q=card+payment', wants: 200 })).json();
  assert.equal(found.notices[0].id, id);
  await edit('endNotice', { path, wants: 204 });
  await edit('endNotice', { path, wants: '409 conflict' });
  for (const each of ['changeNotice', 'publishNotice']) await edit(each, { path, fields: each === 'changeNotice' ? { expires } : {}, wants: '409 conflict' });
  for (const each of ['changeNotice', 'publishNotice', 'endNotice']) await edit(each, { path: { id: 999 }, fields: each === 'changeNotice' ? { expires } : {}, wants: '404 not-found' });
});

test('promises', async () => {
  const agent = { token: desk.tokens.agent };
  const lead = { token: desk.tokens.lead };
  const edit = (id, more) => ask(desk.port, id, { as: agent, ...more });
  const due = new Date(Date.now() + 86_400_000).toISOString();
  const terms = (article, wants) => edit('getPromiseTerms', { query: `article=${article}`, wants });
  assert.equal((await terms('refund-debit-card', 200)).json().may, true);
  await terms('lost-card', '404 not-found');
  await terms('nowhere', '404 not-found');
  const made = (await edit('makePromise', { wants: 201 })).json();
  const path = { id: made.id };
  await edit('makePromise', { fields: { article: 'lost-card' }, wants: '422 unprocessable' });
  await edit('makePromise', { fields: { case: 'Anna Meier' }, wants: '422 unprocessable' });
  await edit('makePromise', { fields: { amount: '201 EUR' }, wants: '403 forbidden' });
  await edit('makePromise', { as: lead, fields: { amount: '201 EUR' }, wants: 201 });
  assert.deepEqual((await edit('listPromises', { wants: 200 })).json().promises.map(({ id }) => id), [made.id]);
  assert.equal((await edit('countPromises', { wants: 200 })).json().open, 1);
  await edit('listPromises', { query: 'team=red', wants: '403 forbidden' });
  await edit('changePromise', { path, as: lead, fields: { due }, wants: '403 forbidden' });
  await edit('changePromise', { path: { id: 999 }, fields: { due }, wants: '404 not-found' });
  const moved = (await edit('changePromise', { path, fields: { due, from: made.due }, wants: 200 })).json();
  assert.equal(moved.moved[0].from, made.due);
  await edit('changePromise', { path, fields: { due, from: made.due }, wants: '412 precondition-failed' });
  const close = (state, wants) => edit('changePromise', { path, body: JSON.stringify({ state }), wants });
  assert.equal((await close('kept', 200)).json().standing, null);
  await close('broken', '409 conflict');
});

test('uses, and what is learned of them', async () => {
  const { places, ask: edit, stop } = await editing();
  const as = { token: addToken(places, 'agent') };
  const use = (await edit('addUse', { as, fields: { query: 'handy kaputt' }, wants: 201 })).json();
  assert.equal(use.learned, true);
  await edit('addUse', { as, fields: { article: 'nowhere' }, wants: '404 not-found' });
  const { questions } = (await edit('listLearned', { wants: 200 })).json();
  assert.equal(questions[0].text, 'handy kaputt');
  const path = { id: 'refund-debit-card', question: questions[0].id };
  assert.ok((await edit('listSynonymProposals', { wants: 200 })).json().proposals.some(({ word }) => word === 'handy'));
  await edit('dismissSynonymProposal', { path: { id: 1 }, wants: 204 });
  await edit('dismissSynonymProposal', { path: { id: 1 }, wants: '404 not-found' });
  await edit('learnedToSymptom', { path, headers: on('"another"'), wants: '412 precondition-failed' });
  await edit('learnedToSymptom', { path, wants: 200 });
  await edit('learnedToSymptom', { path, wants: '404 not-found' });
  const again = (await edit('addUse', { as, wants: 201 })).json();
  await edit('withdrawUse', { path: { id: again.id }, as: { proxied: 'anna' }, wants: '403 forbidden' });
  await edit('withdrawUse', { as, path: { id: again.id }, wants: 204 });
  await edit('withdrawUse', { as, path: { id: again.id }, wants: '404 not-found' });
  await edit('addUse', { as, wants: 201 });
  const [kept] = (await edit('listLearned', { wants: 200 })).json().questions;
  await edit('unlearn', { path: { id: path.id, question: kept.id }, wants: 204 });
  await edit('unlearn', { path: { id: path.id, question: kept.id }, wants: '404 not-found' });
  await edit('listLearned', { path: { id: 'nowhere' }, wants: '404 not-found' });
  await stop();
});

test('gaps, from the question to the news', async () => {
  const { places, ask: edit, stop } = await editing();
  const lead = { token: addToken(places, 'lead') };
  const as = { proxied: 'anna' };
  const gap = (await edit('addGap', { as, wants: 201 })).json();
  const path = { id: gap.id };
  assert.equal((await edit('addGap', { as, fields: { question: 'esim tab', call: 'c-18' }, wants: 200 })).json().asked.total, 2);
  await edit('addGap', { as, fields: { question: '?!' }, wants: '400 invalid-argument' });
  assert.equal((await edit('search', { as, query: 'q=esim+with+the+tab+', wants: 200 })).json().gap.id, gap.id);
  await edit('changeGap', { as: lead, path, wants: 200 });
  await edit('changeGap', { as: lead, path: { id: 999 }, wants: '404 not-found' });
  await edit('changeGap', { as: lead, path, fields: { state: 'dismissed', reason: 'We sell none.' }, wants: 200 });
  await edit('changeGap', { as: lead, path, fields: { state: 'dismissed', reason: 'Still.' }, wants: '409 conflict' });
  await edit('writeGapArticle', { path, wants: '409 conflict' });
  await edit('changeGap', { as: lead, path, fields: { state: 'open' }, wants: 200 });
  await edit('writeGapArticle', { path: { id: 999 }, wants: '404 not-found' });
  await edit('writeGapArticle', { path, fields: { path: 'esim.txt' }, wants: '422 unprocessable' });
  const { path: file } = (await edit('writeGapArticle', { path, wants: 201 })).json();
  assert.equal((await edit('listGaps', { as, query: 'mine=1', wants: 200 })).json().gaps[0].state, 'writing');
  const begun = readFileSync(join(places.articles, file), 'utf8');
  writeFileSync(join(places.articles, file), begun.replace('confidence: wip', 'confidence: validated'));
  let news = [];
  for (let i = 0; i < 300 && news.length === 0; ++i) {
    ({ news } = (await edit('listNews', { as, wants: 200 })).json());
    await new Promise((resolve) => { setTimeout(resolve, 100); });
  }
  assert.equal(news[0].question, 'esim tab');
  assert.equal((await edit('listGaps', { as, query: 'state=closed', wants: 200 })).json().gaps[0].article.id, 'esim-tab');
  await edit('removeNews', { as, path: { id: news[0].id }, wants: 204 });
  await edit('removeNews', { as, path: { id: news[0].id }, wants: '404 not-found' });
  await stop();
});

test('what is somebody\'s own', async () => {
  const as = await signedIn('keeper');
  const own = (id, more) => ask(desk.port, id, { as, ...more });
  const gone = { article: 'gone' };
  await own('putStar', { wants: 204 });
  await own('putStar', { path: gone, wants: '404 not-found' });
  assert.deepEqual((await own('listStars', { wants: 200 })).json().stars.map(({ id }) => id), ['refund-debit-card']);
  await own('putRecent', { path: { article: 'refund-card' }, wants: 204 });
  await own('putRecent', { path: gone, wants: '404 not-found' });
  assert.equal((await own('listRecent', { wants: 200 })).json().recent[0].id, 'refund-debit-card');
  await own('putShortcut', { wants: 204 });
  assert.equal((await own('listShortcuts', { wants: 200 })).json().shortcuts[0].text, 'direct debit');
  assert.deepEqual((await own('search', { query: 'q=dd', wants: 200 })).json().interpretation.expanded[0], { from: 'dd', to: 'direct debit' });

  const note = (await own('addNote', { wants: 201 })).json();
  await own('addNote', { fields: gone, wants: '404 not-found' });
  const path = { id: note.id };
  await own('changeNote', { path, wants: 200 });
  assert.equal((await own('listNotes', { query: 'article=refund-card', wants: 200 })).json().notes[0].id, note.id);
  const found = (await own('searchOwn', { query: 'q=reference', wants: 200 })).json();
  assert.equal(found.notes[0].id, note.id);
  assert.deepEqual((await own('searchOwn', { query: 'q=refund', wants: 200 })).json().stars, ['refund-debit-card']);
  const { draft } = (await own('offerNote', { path, wants: 201 })).json();
  await own('offerNote', { path, wants: '409 conflict' });
  assert.equal((await own('listNotes', { wants: 200 })).json().notes[0].offered.article, draft);
  await ask(desk.port, 'deleteDraft', { as: admin(), path: { id: draft }, headers: on('*'), wants: 204 });
  assert.match((await own('exportOwn', { wants: 200 })).body.toString(), /^### Second line$/m);
  assert.equal((await own('getOwnData', { wants: 200 })).json().tables.own_notes[0].id, note.id);
  await own('deleteNote', { path, wants: 204 });
  for (const id of ['changeNote', 'deleteNote', 'offerNote']) await own(id, { path, wants: '404 not-found' });

  await own('getSince', { wants: 200 });
  await own('getSince', { query: 'at=yesterday', wants: '400 invalid-argument' });
  await own('putSince', { wants: 204 });
  await own('putSince', { fields: { at: 'soon' }, wants: '400 invalid-argument' });
  await own('deleteShortcut', { wants: 204 });
  await own('deleteStar', { wants: 204 });
  await ask(desk.port, 'removeUser', { as: admin(), path: { name: 'keeper' }, query: 'erase=1', wants: 204 });
  await own('listNotes', { wants: '401 unauthenticated' });
});

test('what changed since the last shift is told in words', async () => {
  const { ask: edit, stop } = await editing();
  const as = { proxied: 'anna' };
  const path = { id: 'refund-debit-card' };
  await edit('putStar', { as, path: { article: path.id }, wants: 204 });
  const etag = etagOf(await edit('getArticle', { path, headers: [['Accept', 'text/markdown']], wants: 200 }));
  await edit('putArticle', { path, body: '---\nid: refund-debit-card\n---\n## Anew\n', headers: on(etag), wants: 200 });
  const { changes } = (await edit('getSince', { as, query: 'at=2026-01-01', wants: 200 })).json();
  assert.deepEqual(changes.map(({ article, what }) => [article.id, what]), [[path.id, 'changed']]);
  assert.ok(changes[0].difference.some(({ text, op }) => op === 'added' && text.includes('Anew')));
  await stop();
});

test('moving, archiving and reviewing', async () => {
  const { places, ask: edit, agent, stop } = await editing();
  const path = { id: 'lost-card' };
  const stale = on('"of another version"');
  await edit('moveArticle', { path: { id: 'waive-late-fee' }, fields: { path: 'cards/fee.md' }, wants: 200 });
  await edit('moveArticle', { path, fields: { path: 'cards/fee.md' }, wants: '409 conflict' });
  await edit('moveArticle', { path, fields: { path: 'notes.txt' }, wants: '422 unprocessable' });
  for (const id of ['moveArticle', 'archiveArticle', 'restoreArticle', 'confirmArticle']) {
    await edit(id, { path, headers: stale, wants: '412 precondition-failed' });
    await edit(id, { path: { id: 'gone' }, wants: '404 not-found' });
  }
  const archived = await edit('archiveArticle', { path, wants: 200 });
  await edit('restoreArticle', { path, headers: on(etagOf(archived)), wants: 200 });
  await edit('confirmArticle', { path, wants: 200 });
  await edit('confirmArticle', { as: agent, path, wants: '403 forbidden' });
  assert.match(readFileSync(join(places.articles, 'cards', 'lost-card.md'), 'utf8'), /^confidence: not-validated$/m);

  // Nothing can be added to what is as long as an article may be; a comment is read quickest.
  const longest = (id, confidence) => {
    const front = `---\nid: ${id}\nconfidence: ${confidence}\n---\n<!--\n`;
    return `${front}${'words\n'.repeat(700_000).slice(0, 4 * 1024 * 1024 - front.length - 4)}-->\n`;
  };
  for (const [id, confidence] of [['long-one', 'wip'], ['long-gone', 'archived']])
    await edit('putArticle', { path: { id }, body: longest(id, confidence), headers: fresh, wants: 201 });
  await edit('archiveArticle', { path: { id: 'long-one' }, wants: '422 unprocessable' });
  await edit('restoreArticle', { path: { id: 'long-gone' }, wants: '422 unprocessable' });
  await edit('confirmArticle', { path: { id: 'long-one' }, wants: '422 unprocessable' });
  await stop();
});

test('what became of an article', async () => {
  const { ask: edit, agent, stop } = await editing();
  const path = { id: 'refund-debit-card' };
  const read = (id, more) => edit(id, { as: agent, path, ...more });
  const etag = etagOf(await read('getArticle', { headers: [['Accept', 'text/markdown']], wants: 200 }));
  const saved = (await edit('putArticle', { path, body: '---\nid: refund-debit-card\n---\n## Anew\n', headers: on(etag), query: 'message=Say+it+anew', wants: 200 })).json();
  const log = (await read('getHistory', { wants: 200 })).json();
  assert.deepEqual(log.revisions.map(({ message }) => message.trim()), ['Say it anew', 'Begin']);
  assert.equal(log.revisions[0].id, saved.commit);
  const page = (await read('getHistory', { query: 'limit=1', wants: 200 })).json();
  assert.equal(page.next, saved.commit);
  const [, { id: first }] = log.revisions;
  const version = await read('getVersion', { path: { ...path, revision: first }, wants: 200 });
  assert.match(version.body.toString(), /^aliases: \[refund-card\]$/m);
  const changed = (await read('getDifference', { path: { ...path, revision: first }, query: `to=${saved.commit}`, wants: 200 })).json();
  assert.ok(changed.hunks.length > 0);
  await read('getDifference', { path: { ...path, revision: first }, wants: 200 });
  const { passages } = (await read('getBlame', { wants: 200 })).json();
  assert.deepEqual(passages.map(({ heading }) => heading), ['', 'Anew']);
  assert.equal(passages[1].revision.id, saved.commit);

  const revert = (more) => edit('revertArticle', { path, fields: { revision: first }, ...more });
  await revert({ wants: '428 condition-required' });
  await revert({ headers: on(etag), wants: '412 precondition-failed' });
  await revert({ headers: on(saved.etag), wants: 200 });
  const renamed = (await edit('getHistory', { path: { id: 'new-name' }, wants: 200 })).json().revisions;
  await edit('revertArticle', { path: { id: 'new-name' }, fields: { revision: renamed[1].id }, headers: on('*'), wants: '422 unprocessable' });

  const none = { ...path, revision: '1'.repeat(40) };
  await edit('revertArticle', { path, fields: { revision: none.revision }, headers: on('*'), wants: '404 not-found' });
  for (const id of ['getVersion', 'getDifference']) {
    await read(id, { path: none, wants: '404 not-found' });
    await read(id, { path: { ...path, revision: 'main' }, wants: '400 invalid-argument' });
  }
  for (const id of ['getHistory', 'getBlame']) await read(id, { path: { id: 'gone' }, wants: '404 not-found' });
  await stop();
});

test('pictures and documents', async () => {
  const { ask: edit, stop } = await editing();
  const picture = Buffer.from('\x89PNG\r\n\x1A\n picture', 'latin1');
  const put = (more) => edit('putFile', { body: picture, headers: fresh, ...more });
  const made = await put({ wants: 201 });
  const shown = await edit('getFile', { path: { path: 'payments/way.png' }, wants: 200 });
  assert.deepEqual([shown.body, etagOf(shown)], [picture, etagOf(made)]);
  await put({ wants: '412 precondition-failed' });
  await put({ headers: [], wants: '428 condition-required' });
  await put({ body: 'no picture', wants: '415 unsupported-media-type' });
  await put({ path: { path: '.git/way.png' }, wants: '400 invalid-argument' });
  const replaced = await put({ headers: on(etagOf(made)), body: Buffer.concat([picture, picture]), wants: 200 });
  await edit('deleteFile', { wants: '428 condition-required' });
  await edit('deleteFile', { headers: on('"of another version"'), wants: '412 precondition-failed' });
  await edit('deleteFile', { headers: on(etagOf(replaced)), wants: 204 });
  await edit('deleteFile', { headers: on('*'), wants: '404 not-found' });
  await stop();
});

/** `ask()` while the articles' repository is in the middle of a merge. */
async function refusedWhileMerging({ articles }, tried) {
  const merging = join(articles, '.git', 'MERGE_HEAD');
  writeFileSync(merging, `${'1'.repeat(40)}\n`);
  await tried();
  rmSync(merging);
}

test('while somebody merges in the articles\' repository nothing is saved', async () => {
  const { places, ask: edit, stop } = await editing();
  const { revisions: [{ id: revision }] } = (await edit('getHistory', { wants: 200 })).json();
  await edit('putFile', { body: '%PDF-1.7', path: { path: 'a.pdf' }, headers: fresh, wants: 201 });
  writeFileSync(join(places.articles, '.git', 'MERGE_HEAD'), `${revision}\n`);
  const refused = (id, more) => edit(id, { headers: on('*'), ...more, wants: '409 conflict' });
  for (const id of ['putArticle', 'deleteArticle', 'moveArticle', 'archiveArticle', 'confirmArticle', 'restoreArticle']) await refused(id);
  await refused('revertArticle', { fields: { revision } });
  await refused('putFile', { body: '%PDF-1.7', path: { path: 'a.pdf' } });
  await refused('deleteFile', { path: { path: 'a.pdf' } });
  await stop();
});

test('sessions', async () => {
  assert.equal((await ask(desk.port, 'getSession', { wants: 200 })).json().by, null);
  for (const role of roles) assert.equal((await ask(desk.port, 'getSession', { as: { token: desk.tokens[role] }, wants: 200 })).json().role, role);
  await ask(desk.port, 'signIn', { fields: { name: 'anna', password: 'the wrong words' }, wants: '401 unauthenticated' });
  const self = await signedIn('session-holder');
  assert.equal((await ask(desk.port, 'getSession', { as: self, wants: 200 })).json().by, 'session');

  const { token } = (await ask(desk.port, 'issuePanelToken', { as: self, wants: 201 })).json();
  assert.equal((await ask(desk.port, 'getSession', { as: { token }, wants: 200 })).json().by, 'bearer');
  await ask(desk.port, 'issuePanelToken', { as: { token }, wants: 201 });
  assert.equal((await ask(desk.port, 'getSession', { as: { proxied: 'anna' }, wants: 200 })).json().by, 'proxy');
  await ask(desk.port, 'issuePanelToken', { as: { proxied: 'anna' }, wants: '409 conflict' });

  const fields = { current: password, password: 'some other words' };
  await ask(desk.port, 'changeOwnPassword', { as: self, fields: { ...fields, current: 'the wrong words' }, wants: '403 forbidden' });
  await ask(desk.port, 'changeOwnPassword', { as: self, fields, wants: 204 });
  await ask(desk.port, 'signOut', { as: self, wants: 204 });
  await ask(desk.port, 'signOut', { wants: 204 });
  await ask(desk.port, 'changeOwnPassword', { as: self, fields, wants: '401 unauthenticated' });
});

test('guessing is slowed down', async () => {
  const self = await signedIn('guessed');
  const until = async (id, more) => {
    for (let i = 0; i < 30; ++i) {
      const answer = await ask(desk.port, id, more);
      if (answer.status !== 429) continue;
      assert.ok(Number(answer.headers.get('retry-after')) > 0);
      return;
    }
    assert.fail(`${id} can be asked for ever`);
  };
  await until('signIn', { fields: { name: 'nobody-here', password: 'the wrong words' } });
  await until('changeOwnPassword', { as: self, fields: { current: 'the wrong words' } });
});

test('people', async () => {
  const as = admin();
  const path = { name: 'bella' };
  const added = await ask(desk.port, 'addUser', { as, fields: { name: 'bella' }, headers: [['If-None-Match', '*']], wants: 201 });
  assert.equal(added.headers.get('location'), '/api/v1/users/bella');
  await ask(desk.port, 'addUser', { as, fields: { name: 'bella' }, wants: '409 conflict' });
  assert.ok((await ask(desk.port, 'listUsers', { as, wants: 200 })).json().users.length > 1);

  const old = added.headers.get('etag');
  assert.deepEqual((await ask(desk.port, 'getUser', { as, path, wants: 200 })).json(), added.json());
  await ask(desk.port, 'getUser', { as, path, headers: [['If-None-Match', old]], wants: 304 });
  const changed = await ask(desk.port, 'changeUser', { as, path, headers: [['If-Match', old]], wants: 200 });
  assert.notEqual(changed.headers.get('etag'), old);
  await ask(desk.port, 'changeUser', { as, path, headers: [['If-Match', old]], wants: '412 precondition-failed' });
  await ask(desk.port, 'removeUser', { as, path, headers: [['If-Match', old]], wants: '412 precondition-failed' });
  await ask(desk.port, 'setUserPassword', { as, path, wants: 204 });
  await ask(desk.port, 'endUserSessions', { as, path, wants: 204 });

  await ask(desk.port, 'addUser', { as, fields: { name: 'last', role: 'admin' }, wants: 201 });
  await ask(desk.port, 'changeUser', { as, path: { name: 'last' }, wants: '409 conflict' });
  await ask(desk.port, 'removeUser', { as, path: { name: 'last' }, wants: '409 conflict' });
  await ask(desk.port, 'removeUser', { as, path, wants: 204 });
  for (const id of ['getUser', 'changeUser', 'removeUser', 'setUserPassword', 'endUserSessions'])
    await ask(desk.port, id, { as, path, wants: '404 not-found' });
});

test('tokens', async () => {
  const as = admin();
  const made = (await ask(desk.port, 'addToken', { as, wants: 201 })).json();
  await ask(desk.port, 'getSession', { as: { token: made.secret }, wants: 200 });
  await ask(desk.port, 'addToken', { as, fields: { expires_in: undefined }, wants: 201 });
  await ask(desk.port, 'addToken', { as, fields: { expires_in: 'soon' }, wants: '400 invalid-argument' });
  await ask(desk.port, 'revokeToken', { as, path: { id: made.id }, wants: 204 });
  await ask(desk.port, 'revokeToken', { as, path: { id: made.id }, wants: '409 conflict' });
  await ask(desk.port, 'revokeToken', { as, path: { id: 4711 }, wants: '404 not-found' });
  await ask(desk.port, 'search', { as: { token: made.secret }, wants: '401 unauthenticated' });
  const { tokens } = (await ask(desk.port, 'listTokens', { as, wants: 200 })).json();
  assert.ok(tokens.find(({ id }) => id === made.id).revoked);
});

test('the audit log', async () => {
  const page = (await ask(desk.port, 'listAuditEntries', { as: admin(), query: 'limit=2', wants: 200 })).json();
  const next = (await ask(desk.port, 'listAuditEntries', { as: admin(), query: `limit=2&cursor=${page.next}`, wants: 200 })).json();
  assert.ok(next.entries[0].id < page.entries[1].id);
});

test('health', async () => {
  assert.match((await ask(desk.port, 'getMetrics', { as: admin(), wants: 200 })).body.toString(), /^aplomb_index_generation \d+$/m);
  await ask(desk.port, 'getHealth', { wants: 200 });
  assert.deepEqual((await ask(desk.port, 'getReadiness', { wants: 200 })).json(), { ready: true });
  assert.equal((await ask(desk.port, 'getReadiness', { as: admin(), wants: 200 })).json().articles, 4);
  assert.deepEqual((await ask(desk.port, 'getReadiness', { as: { token: desk.tokens.customer }, wants: 200 })).json(), { ready: true });
});

test('the settings in force', async () => {
  const { settings } = (await ask(desk.port, 'getConfig', { as: admin(), wants: 200 })).json();
  const printed = run({ data: 'x' }, ['config']).split('\n').filter((line) => line.includes(' = '));
  assert.deepEqual(settings.map(({ name }) => name), printed.map((line) => line.split(' = ')[0]));
  const { value, source } = settings.find(({ name }) => name === 'panel-origin');
  assert.deepEqual([value, source], [['https://crm.example.com'], '--panel-origin']);
});

test('how it stands', async () => {
  const { index, articles, desk: sizes, connections } = (await ask(desk.port, 'getStatus', { as: admin(), wants: 200 })).json();
  assert.equal(index.articles, 4);
  assert.equal(Object.values(articles.by_confidence).reduce((sum, count) => sum + count), 4);
  assert.ok(index.bytes > 0 && sizes.people > 0 && sizes.tokens >= roles.length && connections.open > 0);
});

test('the search box of browsers', async () => {
  const xml = (await ask(desk.port, 'getOpenSearch', { wants: 200 })).body.toString();
  assert.match(xml, new RegExp(`template="http://[^"/]+:${desk.port}/\\?q=\\{searchTerms\\}"`));
  const [query, texts, titles, urls] = (await ask(desk.port, 'suggest', { as: admin(), query: 'q=my+mon&format=opensearch', wants: '200 application/x-suggestions+json' })).json();
  assert.equal(query, 'my mon');
  assert.deepEqual([texts.length, titles.length, urls.length], [1, 1, 1]);
  assert.ok(urls[0].endsWith('/a/refund-debit-card'), urls[0]);
});

test('the panel', async () => {
  const panel = await ask(desk.port, 'getPanelPage', { wants: 200 });
  assert.ok(panel.headers.get('content-security-policy').endsWith('frame-ancestors https://crm.example.com'));
  assert.ok(!panel.headers.has('x-frame-options'));
  const connecting = await ask(desk.port, 'getPanelConnectPage', { wants: 200 });
  assert.equal(connecting.headers.get('x-frame-options'), 'DENY');
});

test('the page and its files', async () => {
  const as = admin();
  for (const id of ['getPage', 'getWelcomePage', 'getBrowsePage', 'getFolderPage', 'getCallPage', 'getAdminPage', 'getAdminViewPage', 'getEditPage', 'getNewPage', 'getNewOfKindPage', 'getHistoryPage', 'getListPage', 'getNoticesPage', 'getDeskPage', 'getArticlePage', 'getDescription', 'getFile', 'getAsset']) {
    const shown = await ask(desk.port, id, { as, wants: 200 });
    await ask(desk.port, id, { as, headers: [['If-None-Match', shown.headers.get('etag')]], wants: 304 });
  }
  for (const name of ['style.css', 'icon.svg', 'index.html', 'openapi.json']) await ask(desk.port, 'getAsset', { path: { name }, wants: 200 });
  await ask(desk.port, 'getAsset', { path: { name: 'none.js' }, wants: '404 not-found' });
  for (const name of pictures) await ask(desk.port, 'getFile', { as, path: { path: `payments/${name}` }, wants: 200 });
  await ask(desk.port, 'getFile', { as, path: { path: 'payments/refund-debit-card.md' }, wants: '404 not-found' });
  for (const name of pictures) {
    const part = await ask(desk.port, 'getFile', { as, path: { path: `payments/${name}` }, headers: [['Range', 'bytes=0-2']], wants: 206 });
    assert.equal(part.headers.get('content-range').split('/')[0], 'bytes 0-2', name);
    assert.equal(part.body.length, 3, name);
  }
  await ask(desk.port, 'getFile', { as, headers: [['Range', 'bytes=99999999-']], wants: '416 range-not-satisfiable' });

  await ask(desk.port, 'getArticlePage', { as, path: { id: 'refund-card' }, wants: 301 });
  await ask(desk.port, 'getArticlePage', { as, path: { id: 'gone' }, wants: 404 });
  const moved = await ask(desk.port, 'findArticlePage', { as, wants: 302 });
  assert.equal(moved.headers.get('location'), '/a/refund-debit-card');
  await ask(desk.port, 'findArticlePage', { as, path: { path: 'payments/none' }, wants: 404 });
  const page = await ask(desk.port, 'findArticlePage', { wants: 200 });
  await ask(desk.port, 'findArticlePage', { headers: [['If-None-Match', page.headers.get('etag')]], wants: 304 });
});

test('HEAD is answered as GET is', async () => {
  const own = (id) => ['date', 'server-timing', 'x-request-id', ...(['getMetrics', 'getStatus'].includes(id) ? ['content-length'] : [])];
  const shared = (id, { headers }) => Object.fromEntries([...headers].filter(([name]) => !own(id).includes(name)));
  for (const { id } of operations.filter((each) => !changing(each))) {
    const [get, head] = [await ask(desk.port, id, { as: admin() }), await ask(desk.port, id, { as: admin(), method: 'HEAD' })];
    assert.equal(head.status, get.status, id);
    assert.deepEqual(shared(id, head), shared(id, get), id);
  }
});

test('every path takes OPTIONS, and no method but those described', async () => {
  const byPath = Map.groupBy?.(operations, ({ path }) => path)
    ?? operations.reduce((map, each) => map.set(each.path, [...(map.get(each.path) ?? []), each]), new Map());
  for (const each of byPath.values()) {
    const methods = each.map(({ method }) => method);
    const allowed = [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].sort().join(', ');
    const target = targetOf(each[0]);
    const options = await exchange(desk.port, { method: 'OPTIONS', target });
    assert.equal(options.status, 204, target);
    assert.equal(options.headers.get('allow'), allowed, target);
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'TRACE'].filter((name) => !methods.includes(name))) {
      const refused = await exchange(desk.port, { method, target, headers: [['Authorization', `Bearer ${desk.tokens.admin}`]] });
      assert.equal(refused.status, 405, `${method} ${target}`);
      assert.equal(refused.headers.get('allow'), allowed, target);
      isProblem(refused, 'method-not-allowed');
    }
  }
});

/** A problem that belongs to no operation. */
function isProblem({ status, headers, body }, slug) {
  const problem = JSON.parse(body.toString());
  validate(document.components.schemas.Problem.properties.type, problem.type, 'type');
  assert.equal(headers.get('content-type'), 'application/problem+json');
  assert.equal(problem.type, `/problems/${slug}`);
  assert.equal(problem.title, problemTypes[slug].title);
  assert.equal(problem.status, status);
  assert.equal(status, problemTypes[slug].status);
}

test('an address where nothing is', async () => {
  isProblem(await exchange(desk.port, { target: '/api/v2' }), 'no-such-route');
});

test('pages of named origins may call with a token, and no others', async () => {
  const preflight = (origin) => exchange(desk.port, { method: 'OPTIONS', target: '/api/v1/search', headers: [['Origin', origin], ['Access-Control-Request-Method', 'GET']] });
  const allowed = await preflight('https://crm.example.com');
  assert.equal(allowed.headers.get('access-control-allow-origin'), 'https://crm.example.com');
  assert.equal(allowed.headers.get('access-control-allow-methods'), 'GET, HEAD, OPTIONS');
  assert.ok(!(await preflight('https://crm.example.org')).headers.has('access-control-allow-origin'));
  await ask(desk.port, 'search', { as: admin(), headers: [['Origin', 'https://crm.example.com']], wants: 200 });
});

test('before the first index there is nothing to read', async () => {
  const places = makePlaces();
  const token = addToken(places, 'admin');
  // Enough for the indexing to outlast a few requests by far.
  const text = 'Some words about cards and refunds that say nothing at all.\n\n'.repeat(60_000);
  for (let i = 0; i < 12; ++i) writeFileSync(join(places.articles, `long-${i}.md`), text);
  addUser(places, 'anna', 'agent');
  const server = await serve(places, ['--trust-proxy', '127.0.0.1', '--user-header', 'X-User'], /listening on 127\.0\.0\.1:(\d+)/);
  for (const { id, 'x-access': access } of reading)
    await ask(server.port, id, { as: access === 'staff' ? { proxied: 'anna' } : { token }, wants: '503 unavailable' });
  const { index, index_problem: problem } = (await ask(server.port, 'getStatus', { as: { token }, wants: 200 })).json();
  assert.equal(index, null);
  assert.match(problem.detail, /being indexed/);
  await server.stop();
});

test('an empty desk, and an index that breaks', async () => {
  const places = makePlaces();
  run(places, ['index', '--articles', places.articles]);
  // One that followed the articles would make the index anew.
  const server = await serve({ data: places.data }, ['--anonymous', 'customer']);
  assert.equal((await ask(server.port, 'getSession', { wants: 200 })).json().by, 'anonymous');
  const code = /welcome#(\S+)/.exec(server.said())[1];
  const first = { fields: { code, name: 'boss', password } };
  addUser(places, 'early', 'agent');
  await ask(server.port, 'signInFirst', { ...first, wants: '409 conflict' });
  run(places, ['user', 'remove', 'early']);
  const self = { cookie: cookieOf(await ask(server.port, 'signInFirst', { ...first, wants: 201 })) };
  await ask(server.port, 'signInFirst', { ...first, wants: '401 unauthenticated' });
  await ask(server.port, 'addUser', { as: self, wants: 201 });
  for (const { id } of operations.filter(({ responses }) => responses[503]?.$ref?.endsWith('/NoFolder')))
    await ask(server.port, id, { as: self, headers: [['If-Match', '*']], wants: '503 unavailable' });

  writeFileSync(join(places.data, 'index', 'current'), 'no generation');
  // What was open is answered from on; everything else says that it cannot be read.
  for (const { id } of reading) await ask(server.port, id, { as: self });
  await server.stop();
});

test('whoever has used up their requests is told so on every path but those of health and metrics', async () => {
  const places = makePlaces();
  const { stop, port } = await serve(places, ['--anonymous', 'customer', '--limit-anonymous', '1', '--limit-address', '2']);
  const first = await ask(port, 'search', { query: 'q=card', wants: 200 });
  assert.equal(first.headers.get('ratelimit-policy'), '"anonymous";q=1;w=60, "address";q=2;w=60');
  assert.match(first.headers.get('ratelimit'), /^"anonymous";r=0;t=\d+, "address";r=1;t=\d+$/);
  const refused = await ask(port, 'search', { query: 'q=card', wants: '429 quota-exceeded' });
  assert.match(refused.headers.get('ratelimit'), /^"anonymous";r=0;t=\d+$/);
  await ask(port, 'getPage', { wants: 200 });
  const unlimited = { getHealth: 200, getReadiness: 200, getMetrics: '401 unauthenticated' };
  for (const { id } of operations) await ask(port, id, { wants: unlimited[id] ?? '429 quota-exceeded' });
  await stop();
});

test('everything that is described was answered', () => {
  const missing = triples.filter((triple) => !seen.has(triple)
    && ![...unasked.map(([pattern]) => pattern), ...unaskedOf(triple.split(' ')[0])].some((pattern) => pattern.test(triple)));
  assert.deepEqual(missing, [], 'described and never answered: take it out, or have it answered above');
  const types = new Set([...triples.map((triple) => triple.split(' ')[2]), 'no-such-route', 'method-not-allowed']);
  for (const slug of Object.keys(problemTypes)) assert.ok(types.has(slug), `no operation answers ${slug}`);
  console.log(`${operations.length} operations, ${triples.length} triples described, ${seen.size} answered`);
});
