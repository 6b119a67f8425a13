// SPDX-License-Identifier: GPL-3.0-or-later
// What the desk's recording costs searches: a hundred agents on the phone, typing, opening, marking,
// starring, noting and promising, against a server that records all of it and, in turns, a server
// that records nothing and is asked the same searches and articles. And by how much desk.db grows.
//
//   node bench/recording.mjs PROGRAM [SPEED [SECONDS [ROUNDS]]]
//
// SPEED is how many times as many calls there are as there really would be (10), SECONDS how long
// each turn is (20), ROUNDS how many pairs of turns (5). Everything is on loopback, and stopped at the
// end. Searches the articles that come with the program.
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { KINDS, kindsOf } from '../tests/durability/desk_writes.mjs';

const [program, speed = 10, seconds = 20, rounds = 5] = process.argv.slice(2).map((word, i) => (i === 0 ? word : Number(word)));
if (!program || [speed, seconds, rounds].some((number) => !(number > 0))) {
  console.error('usage: node bench/recording.mjs PROGRAM [SPEED [SECONDS [ROUNDS]]]');
  process.exit(2);
}

// As docs/operations.md counts: a call each six minutes, four questions of some 25 letters in each, a
// suggestion and a search a letter.
const AGENTS = 100;
const CALL_S = 360;
const QUESTIONS = 4;
const LETTERS = 25;
const OPENED = 2; // articles a call
const KEY_MS = 167; // six letters a second
/** How many of each a call leaves behind. */
const A_CALL = { use: 0.8, gap: 0.1, promise: 0.1, note: 0.05, star: 0.05 };
const WARM_UP_MS = 2000;

const root = fileURLToPath(new URL('..', import.meta.url));
const golden = readFileSync(join(root, 'tests/golden/questions.tsv'), 'utf8').split('\n')
  .filter((line) => line.includes('\t') && !line.startsWith('#')).map((line) => line.split('\t')).map(([text, id]) => ({ text, id }));
const work = mkdtempSync(join(tmpdir(), 'aplomb-recording-'));
const sleep = (ms) => new Promise((resolve) => { setTimeout(resolve, Math.max(0, ms)); });
const nameOf = (agent) => `agent-${agent}`;
const run = (...words) => execFileSync(program, words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

class Server {
  constructor(name, days) {
    this.data = join(work, name);
    this.days = days;
    mkdirSync(this.data);
    for (let agent = 0; agent < AGENTS; ++agent) run('user', 'add', nameOf(agent), '--role', 'agent', '--no-password', '--data', this.data);
    this.token = run('token', 'new', '--role', 'admin', '--name', 'bench', '--data', this.data).trim().split('\n').at(-1);
  }

  deskBytes() {
    return ['', '-wal'].reduce((sum, end) => sum + (statSync(join(this.data, `desk.db${end}`), { throwIfNoEntry: false })?.size ?? 0), 0);
  }

  async start() {
    this.child = spawn(program, ['serve', '--articles', join(root, 'articles'), '--data', this.data, '--listen', '127.0.0.1:0', '--search-log-days', String(this.days),
      '--trust-proxy', '127.0.0.1', '--user-header', 'X-User', '--limit-anonymous', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
    for await (const line of createInterface({ input: this.child.stdout })) {
      this.url = line.match(/ready at (http:\/\/[\d.:]+)/)?.[1];
      if (this.url) break;
    }
    this.pool = new http.Agent({ keepAlive: true, maxSockets: 2 * AGENTS });
  }

  async stop() {
    this.pool?.destroy();
    const ended = new Promise((resolve) => { this.child.once('exit', resolve); });
    this.child.kill('SIGTERM');
    await ended;
  }

  /** {status, json, timing}; an answer is read whole. */
  ask(method, path, { agent, fields, headers = {} } = {}) {
    const body = fields && JSON.stringify(fields);
    return new Promise((resolve, reject) => {
      const request = http.request(this.url + path, {
        method, agent: this.pool,
        headers: { ...(agent === undefined ? {} : { 'X-User': nameOf(agent), 'Sec-Fetch-Site': 'same-origin' }), ...(body ? { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) } : {}), ...headers },
      }, (answer) => {
        const parts = [];
        answer.on('data', (part) => parts.push(part)).on('end', () => {
          const text = Buffer.concat(parts).toString();
          resolve({ status: answer.statusCode, text, timing: answer.headers['server-timing'] });
        });
      });
      request.on('error', reject);
      request.end(body);
    });
  }
}

/** What the server itself says a search took, the wait for its turn included. */
const ownMs = (timing = '') => ['queue', 'total'].reduce((sum, name) => sum + Number(timing.match(new RegExp(`(?:^|, )${name};dur=([\\d.]+)`))?.[1] ?? 0), 0);
const percentile = (values, share) => values.sort((a, b) => a - b)[Math.min(values.length - 1, Math.ceil(share * values.length) - 1)];

class Turn {
  constructor(server, kinds, promising) {
    Object.assign(this, { server, kinds, promising });
    this.outside = [];
    this.own = [];
    this.counts = {};
    this.failed = 0;
  }

  count(what, good = true) {
    if (good) this.counts[what] = (this.counts[what] ?? 0) + 1;
    else ++this.failed;
  }

  async letter(agent, text, call, due) {
    const q = `q=${encodeURIComponent(text)}`;
    const suggested = this.server.ask('GET', `/api/v1/suggest?${q}`, { agent });
    const { status, timing } = await this.server.ask('GET', `/api/v1/search?${q}${call}`, { agent });
    this.count('search', status === 200);
    if (due >= this.counted) {
      this.outside.push(performance.now() - due);
      this.own.push(ownMs(timing));
    }
    await suggested;
  }

  async call(agent, number, from) {
    const recording = this.kinds.length > 0;
    const call = recording ? `&call=c-${number}` : '';
    const ask = async (method, path, fields) => {
      const { status, text } = await this.server.ask(method, `/api/v1${path}`, { agent, fields });
      return { status, json: text.startsWith('{') ? JSON.parse(text) : undefined };
    };
    let last;
    for (let question = from; question < QUESTIONS && performance.now() < this.end; ++question) {
      last = golden[Math.floor(Math.random() * golden.length)];
      const typed = last.text.slice(0, LETTERS);
      const answers = [];
      for (let end = 1; end <= typed.length && performance.now() < this.end; ++end) {
        const due = performance.now() + KEY_MS * (0.7 + 0.6 * Math.random());
        await sleep(due - performance.now());
        answers.push(this.letter(agent, typed.slice(0, end), call, due));
      }
      await Promise.all(answers);
      if (question < OPENED) this.count('opening', (await ask('GET', `/articles/${last.id}${call.replace('&', '?')}`)).status === 200);
    }
    for (const kind of this.kinds)
      if (KINDS[kind] && Math.random() < A_CALL[kind])
        this.count(kind, await KINDS[kind].send(ask, { call: `c-${number}`, question: last.text, article: last.id, promising: this.promising, number }) !== undefined);
    if (recording) this.count('end', (await ask('POST', `/calls/c-${number}/end`)).status === 204);
  }

  async agent(agent, begun) {
    const every = (CALL_S * 1000) / speed;
    // some are in the middle of a call when it begins
    for (let next = begun - every + (every * agent) / AGENTS; next < this.end; next = Math.max(next + every, performance.now())) {
      const from = Math.floor(Math.max(0, begun - next) / (LETTERS * KEY_MS));
      if (from >= QUESTIONS) continue;
      await sleep(next - performance.now());
      if (performance.now() < this.end) await this.call(agent, `${agent}-${Math.floor(next)}`, from);
    }
  }

  async run() {
    const begun = performance.now();
    this.end = begun + seconds * 1000 + WARM_UP_MS;
    this.counted = begun + WARM_UP_MS;
    await Promise.all(Array.from({ length: AGENTS }, (_, agent) => this.agent(agent, begun)));
    return this;
  }
}

/** An article that may be promised from. */
async function promisingOf(server) {
  for (const id of new Set(golden.map((each) => each.id))) {
    const { text } = await server.ask('GET', `/api/v1/articles/${id}`, { agent: 0 });
    if (text.startsWith('{') && JSON.parse(text).promise?.within) return id;
  }
  return undefined;
}

const merge = (turns) => {
  const counts = {};
  for (const turn of turns) for (const [what, count] of Object.entries(turn.counts)) counts[what] = (counts[what] ?? 0) + count;
  return counts;
};

const recorded = new Server('recorded', 90);
const plain = new Server('plain', 0);
try {
  const before = recorded.deskBytes();
  await Promise.all([recorded.start(), plain.start()]);
  const there = await kindsOf(recorded.url);
  const kinds = [...there, 'call'];
  console.log(`${AGENTS} agents, ${speed} times as many calls as one each ${CALL_S} s; ${rounds} pairs of turns of ${seconds} s`);
  console.log(`recorded: the search log${there.map((kind) => `, ${A_CALL[kind]} ${kind}s`).join('')} a call; not served yet: ${Object.keys(KINDS).filter((kind) => !there.includes(kind)).join(', ') || 'nothing'}`);
  const promising = await promisingOf(recorded);
  const turns = { recorded: [], plain: [] };
  for (let round = 0; round < rounds; ++round) {
    for (const which of round % 2 ? ['recorded', 'plain'] : ['plain', 'recorded']) {
      const turn = new Turn(which === 'recorded' ? recorded : plain, which === 'recorded' ? kinds : [], promising);
      turns[which].push(await turn.run());
    }
  }
  const figures = {};
  for (const [which, each] of Object.entries(turns)) {
    const of = (name, share) => percentile(each.flatMap((turn) => turn[name]), share);
    figures[which] = { outside: of('outside', 0.99), own: of('own', 0.99) };
    console.log(`${which.padEnd(8)} searches ${each.flatMap((turn) => turn.outside).length}, p50 ${of('outside', 0.5).toFixed(2)} ms, p99 ${figures[which].outside.toFixed(2)} ms; by Server-Timing p50 ${of('own', 0.5).toFixed(2)}, p99 ${figures[which].own.toFixed(2)} ms; failed ${each.reduce((sum, turn) => sum + turn.failed, 0)}; ${JSON.stringify(merge(each))}`);
  }
  const metrics = (await recorded.ask('GET', '/metrics', { headers: { Authorization: `Bearer ${recorded.token}` } })).text;
  await Promise.all([recorded.stop(), plain.stop()]);
  const ratio = (name) => (figures.recorded[name] / figures.plain[name]).toFixed(2);
  console.log(`p99 of search with recording to without: ${ratio('outside')} (at most 1.2 wanted); by Server-Timing ${ratio('own')}`);
  const searches = merge(turns.recorded).search;
  const grew = recorded.deskBytes() - before;
  console.log(`desk.db grew by ${(grew / 1024).toFixed(0)} KB over ${searches} searches: ${((grew / searches) * 1e6 / 2 ** 20).toFixed(0)} MB a million`);
  console.log(`dropped: ${metrics.match(/^aplomb_search_log_dropped_total (\d+)$/m)?.[1]}`);
} finally {
  for (const server of [recorded, plain]) server.child?.kill('SIGKILL');
  rmSync(work, { recursive: true, force: true });
}
