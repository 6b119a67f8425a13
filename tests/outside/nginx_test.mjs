// SPDX-License-Identifier: GPL-3.0-or-later
// Aplomb behind nginx as docs/examples/nginx.conf sets it up, seen from a browser's side.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { request as plainRequest } from 'node:http';
import { Agent, request } from 'node:https';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { connect } from 'node:tls';
import { promisify } from 'node:util';
import { addToken, addUser, makePlaces, password, serve, stopAll } from '../contract/server.mjs';
import { hostileRequests } from './hostile.mjs';
import { name, startNginx } from './nginx.mjs';

const client = '127.0.0.9'; // an address of this machine that is not the proxy's
let places;
let log;
let token;
let aplomb;
let nginx;

before(async () => {
  places = makePlaces();
  log = join(places.data, 'access.log');
  token = addToken(places, 'agent');
  addUser(places, 'anna', 'agent');
  aplomb = await serve(places, ['--trust-proxy', '127.0.0.1', '--host', name, '--access-log', log]);
  nginx = await startNginx(`127.0.0.1:${aplomb.port}`);
});
after(async () => {
  await nginx?.stop();
  await stopAll();
});

/** curl's answer to one request of the site: its status, HTTP version, headers and body. */
async function curl(path, ...options) {
  const { stdout } = await promisify(execFile)(process.env.OUTSIDE_CURL, ['--silent', '--show-error', '--include', '--max-time', '20',
    '--cacert', nginx.certificate, '--resolve', `${name}:${nginx.https}:127.0.0.1`, '--interface', client,
    ...options, `https://${name}:${nginx.https}${path}`]);
  const end = stdout.indexOf('\r\n\r\n');
  const [first, ...lines] = stdout.slice(0, end).split('\r\n');
  const [version, status] = first.split(' ');
  return { version, status: Number(status), headers: lines.join('\n').toLowerCase(), body: stdout.slice(end + 4) };
}

/** The lines of the access log of one request, which it may take a moment to write. */
async function logged(id) {
  for (let attempt = 0; attempt < 200; ++attempt) {
    const lines = readFileSync(log, 'utf8').split('\n').filter((line) => line.includes(id));
    if (lines.length > 0) return lines.map((line) => JSON.parse(line));
    await new Promise((resolve) => { setTimeout(resolve, 50); });
  }
  return [];
}

test('nginx has nothing to say against the example', () => {
  assert.match(nginx.verdict, /test is successful/);
  assert.doesNotMatch(nginx.verdict, /warn|emerg/);
});

test('a search is answered over HTTP/2', async () => {
  const answer = await curl('/api/v1/search?q=refund', '--http2', '--header', `Authorization: Bearer ${token}`);
  assert.equal(answer.status, 200, answer.body);
  assert.equal(answer.version, 'HTTP/2');
  assert.ok(JSON.parse(answer.body).hits.length > 0);
  assert.match(answer.headers, /^strict-transport-security: max-age=/m);
});

test('the address of the client reaches the access log', async () => {
  await curl('/healthz', '--header', 'X-Request-Id: who-asks');
  assert.deepEqual((await logged('who-asks')).map((line) => line.address), [client]);
});

test('what a client says of itself is not believed', async () => {
  const told = ['X-Forwarded-For: 203.0.113.9', 'X-Forwarded-For: 127.0.0.1', 'Forwarded: for=203.0.113.9', 'X-Real-IP: 203.0.113.9', 'X-Remote-User: anna'];
  const answer = await curl('/api/v1/session', '--header', 'X-Request-Id: who-lies', ...told.flatMap((line) => ['--header', line]));
  assert.equal(JSON.parse(answer.body).by, null, answer.body);
  assert.deepEqual((await logged('who-lies')).map((line) => line.address), [client]);
});

test('a sign-in whose body comes in chunks arrives, and its cookie is for TLS only', async () => {
  const body = JSON.stringify({ name: 'anna', password });
  const answer = await new Promise((resolve, reject) => {
    const asked = request({ port: nginx.https, host: '127.0.0.1', servername: name, ca: readFileSync(nginx.certificate), method: 'POST', path: '/api/v1/session',
      headers: { host: `${name}:${nginx.https}`, origin: `https://${name}:${nginx.https}`, 'content-type': 'application/json', 'transfer-encoding': 'chunked' } }, resolve);
    asked.on('error', reject);
    asked.write(body.slice(0, 9));
    setTimeout(() => asked.end(body.slice(9)), 100); // so that nginx cannot know its length from the first bytes
  });
  answer.resume();
  assert.ok([200, 201].includes(answer.statusCode), String(answer.statusCode));
  assert.match(answer.headers['set-cookie'][0], /; Secure/);
});

test('a body over its limit is refused as the API says it', async () => {
  const answer = await curl('/api/v1/session', '--request', 'POST', '--header', 'Content-Type: application/json', '--header', 'Content-Length: 3000000', '--http1.1', '--data', '{}');
  assert.equal(answer.status, 413);
  assert.equal(JSON.parse(answer.body).type, '/problems/too-large');
});

test('plain HTTP is sent on to HTTPS', async () => {
  const answer = await new Promise((resolve, reject) => {
    plainRequest({ port: nginx.http, host: '127.0.0.1', path: '/a/wifi?x=1', headers: { host: name } }, resolve).on('error', reject).end();
  });
  answer.resume();
  assert.equal(answer.statusCode, 301);
  assert.equal(answer.headers.location, `https://${name}/a/wifi?x=1`);
});

test('another name is not served', async () => {
  const outcome = await new Promise((resolve) => {
    const socket = connect({ port: nginx.https, host: '127.0.0.1', servername: 'elsewhere.example', rejectUnauthorized: false }, () => resolve('connected'));
    socket.on('error', (error) => resolve(error.code));
    socket.on('close', () => resolve('closed'));
  });
  assert.notEqual(outcome, 'connected');
});

test('no log of nginx holds a query', async () => {
  await curl('/api/v1/search?q=secretword', '--header', `Authorization: Bearer ${token}`, '--header', 'Referer: https://kb.example.com/?q=secretword');
  for (const file of ['aplomb.log', 'aplomb-error.log', 'error.log'])
    assert.doesNotMatch(readFileSync(join(nginx.folder, file), 'utf8'), /secretword/, file);
  assert.match(readFileSync(join(nginx.folder, 'aplomb.log'), 'utf8'), / 127\.0\.0\.9 GET \/api\/v1\/search 200 /);
});

/** Sends bytes over TLS and waits for a first answer, or for the end. One that `ends` says that
 *  nothing more will come. */
function throwAt({ bytes, ends }) {
  return new Promise((resolve) => {
    let said = '';
    const socket = connect({ port: nginx.https, host: '127.0.0.1', servername: name, ALPNProtocols: ['http/1.1'], rejectUnauthorized: false }, () => (ends ? socket.end(bytes) : socket.write(bytes)));
    socket.on('data', (chunk) => { said += chunk.toString('latin1'); socket.destroy(); });
    socket.on('error', () => {});
    socket.on('close', () => resolve(said.slice(0, 12)));
    socket.setTimeout(20_000, () => socket.destroy());
  });
}

test('hostile requests never make an innocent one fail that shares their connections to Aplomb', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 8, ca: readFileSync(nginx.certificate), servername: name });
  const ask = () => new Promise((resolve) => {
    const asked = request({ agent, port: nginx.https, host: '127.0.0.1', path: '/api/v1/search?q=refund', headers: { host: name, authorization: `Bearer ${token}` } }, (answer) => {
      let body = '';
      answer.on('data', (chunk) => { body += chunk; });
      answer.on('end', () => resolve(body.startsWith('{"') ? String(answer.statusCode) : `${answer.statusCode} ${body}`));
    });
    asked.on('error', (error) => resolve(error.code));
    asked.end();
  });
  const hostile = hostileRequests(name);
  const answers = {};
  const count = (kind, what) => { answers[`${kind} ${what}`] = (answers[`${kind} ${what}`] ?? 0) + 1; };
  for (let round = 0; round < 200; ++round) {
    const innocent = Array.from({ length: 10 }, () => ask());
    const thrown = hostile[round % hostile.length];
    count(thrown.what, await throwAt(thrown));
    for (const answer of await Promise.all(innocent)) count('innocent', answer);
  }
  agent.destroy();
  assert.equal(answers['innocent 200'], 2000, JSON.stringify(answers, undefined, 1));
  // 501 is nginx's word for a coding that it does not know
  for (const answer of Object.keys(answers)) assert.doesNotMatch(answer, /HTTP\/1\.1 50[^1]/, JSON.stringify(answers, undefined, 1));
});

test('without Aplomb the answer is a problem, and soon another try', async () => {
  await stopAll();
  const answer = await curl('/api/v1/search?q=refund');
  assert.equal(answer.status, 503);
  assert.match(answer.headers, /^content-type: application\/problem\+json/m);
  assert.match(answer.headers, /^retry-after: \d+/m);
  assert.equal(JSON.parse(answer.body).type, '/problems/unavailable');
});
