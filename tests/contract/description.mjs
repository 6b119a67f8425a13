// SPDX-License-Identifier: GPL-3.0-or-later
// The description of the API, and whether an answer is as it says.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

const source = new URL('../../http/openapi.json', import.meta.url);
export const document = JSON.parse(readFileSync(source, 'utf8'));

const ajv = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true, allErrors: true });
addFormats(ajv);

/** What the transport adds, which is not the API's. */
const transport = new Set(['connection', 'content-length', 'content-type', 'date', 'keep-alive', 'allow']);

/** The value with all that it refers to in its place. */
function whole(value) {
  if (Array.isArray(value)) return value.map(whole);
  if (value === null || typeof value !== 'object') return value;
  const { $ref, ...beside } = value;
  const entries = Object.fromEntries(Object.entries(beside).map(([key, inner]) => [key, whole(inner)]));
  if ($ref === undefined) return entries;
  const target = $ref.slice(2).split('/').reduce((at, key) => at?.[key.replaceAll('~1', '/').replaceAll('~0', '~')], document);
  assert.ok(target, `${$ref} leads nowhere`);
  return { ...whole(target), ...entries };
}

const whole_document = whole(document);
export const problemTypes = document['x-problem-types'];

/** All operations: { id, method, path, … and what the description says }. */
export const operations = Object.entries(whole_document.paths)
  .flatMap(([path, methods]) => Object.entries(methods)
    .map(([method, operation]) => ({ ...operation, id: operation.operationId, method: method.toUpperCase(), path })));

export function operation(id) {
  const found = operations.find((each) => each.id === id);
  assert.ok(found, `no operation is called ${id}`);
  return found;
}

const isJson = (media) => /^application\/([a-z-]+\+)?json\b/.test(media);
const slug = (type) => type.replace('/problems/', '');

/** What a response can be: each problem type, each media type, or nothing ('-'). */
function kinds(response) {
  return Object.entries(response.content ?? { '-': {} }).flatMap(([media, { schema }]) => (
    media === 'application/problem+json' ? schema.properties.type.enum.map(slug) : [media]));
}

/** Every triple of operation, status and kind that the description lists. */
export const triples = operations.flatMap(({ id, responses }) => Object.entries(responses)
  .flatMap(([status, response]) => kinds(response).map((kind) => `${id} ${status} ${kind}`)));

const validators = new Map();
/** Throws with what is wrong; `where` begins the message. */
export function validate(schema, value, where) {
  if (!validators.has(schema)) validators.set(schema, ajv.compile(schema));
  const check = validators.get(schema);
  assert.ok(check(value), `${where}: ${ajv.errorsText(check.errors)} ${JSON.stringify(check.errors?.[0]?.params)}\n${JSON.stringify(value).slice(0, 2000)}`);
}

function checkHeaders(described, answer, where) {
  const wanted = new Map(Object.entries({ ...whole_document['x-every-answer'], ...described }).map(([name, header]) => [name.toLowerCase(), header]));
  for (const [name, header] of wanted) {
    const value = answer.headers.get(name);
    if (value === undefined) {
      assert.ok(!header.required, `${where}: the header ${name} is missing`);
      continue;
    }
    validate(header.schema, header.schema.type === 'integer' ? Number(value) : value, `${where}: the header ${name}`);
  }
  for (const name of answer.headers.keys())
    assert.ok(wanted.has(name) || transport.has(name), `${where}: the header ${name} is not described`);
}

/** Checks status, headers, type and body of an answer; the triple that it is. */
export function check({ id, responses }, method, answer) {
  const response = responses[answer.status];
  const text = answer.body.toString();
  assert.ok(response, `${id} answers ${answer.status}, which the description does not list: ${text.slice(0, 300)}`);
  const where = `${id} ${answer.status}`;
  const media = answer.headers.get('content-type');
  const type = media === 'application/problem+json' && text ? slug(JSON.parse(text).type) : undefined;
  if (type) assert.equal(JSON.parse(text).title, problemTypes[type]?.title, `${where}: the title of ${type}`);
  checkHeaders(response.headers, answer, where);
  if (problemTypes[type]?.unread) assert.equal(answer.headers.get('connection'), 'close', `${where}: ${type} closes`);
  if (!response.content) {
    assert.equal(media, undefined, `${where}: it has a Content-Type, and is described without a body`);
    assert.equal(text, '', `${where}: it has a body, and is described without`);
    return `${where} -`;
  }
  const content = response.content[media];
  assert.ok(content, `${where}: the type ${media} is not described`);
  if (method === 'HEAD') assert.equal(text, '', `${where}: an answer to HEAD has a body`);
  else if (content.schema) validate(content.schema, isJson(media) ? JSON.parse(text) : text, where);
  return `${where} ${type ?? media}`;
}

/** Every example with its schema, and where it stands. */
export function* examples(value = whole_document, where = '') {
  if (value === null || typeof value !== 'object') return;
  if (value.schema && 'example' in value) yield { schema: value.schema, example: value.example, where };
  for (const [key, inner] of Object.entries(value)) if (key !== 'example') yield* examples(inner, `${where}/${key}`);
}
