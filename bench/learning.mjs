// SPDX-License-Identifier: GPL-3.0-or-later
// What learning from solved calls does to a judged collection, through the real program's API: each
// fold's server is told the training questions as solved calls of 50 agents, and is asked the others.
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const USAGE = `node bench/learning.mjs PROGRAM COLLECTION KB DATA EVALUATE [RUN]...
  PROGRAM     aplomb
  COLLECTION  a folder with queries.tsv and qrels.tsv
  KB          the articles of it, with ids.tsv
  DATA        a data folder with their index (copied, never changed), and word vectors if wanted
  EVALUATE    a script that judges a server: EVALUATE --url U --token T --kb KB --json COLLECTION
  RUN         none, all, tenth, half (uses of half of the articles, questions about the others, with
              and without learning), wrong (an agent who posts 1,000 uses of one wrong article,
              with and without); without any, all of them`;
const FOLDS = 5, AGENTS = 50, HALVES = 4;
const [program, collection, kb, data, evaluate, ...asked] = process.argv.slice(2);
if (!evaluate) throw new Error(USAGE);
const runs = asked.length > 0 ? asked : ['none', 'all', 'tenth', 'half', 'wrong'];

const rows = (path) => readFileSync(path, 'utf8').split('\n').filter(Boolean).map((line) => line.split('\t'));
const articleOf = new Map(rows(join(kb, 'ids.tsv')).map(([article, document]) => [document, article]));
const right = new Map(); // question → articles
for (const [query, document, grade] of rows(join(collection, 'qrels.tsv')))
  if (Number(grade) > 0 && articleOf.has(document)) right.set(query, [...right.get(query) ?? [], articleOf.get(document)]);
const questions = rows(join(collection, 'queries.tsv')).filter(([id]) => right.has(id)).map(([id, text]) => ({ id, text }));

/** The same order each time (mulberry32). */
function shuffled(list, seed) {
  const random = () => {
    seed = (seed + 0x6D2B79F5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const all = [...list];
  for (let i = all.length - 1; i > 0; --i) {
    const j = Math.floor(random() * (i + 1));
    [all[i], all[j]] = [all[j], all[i]];
  }
  return all;
}

const root = mkdtempSync(join(tmpdir(), 'aplomb-learning-'));
process.on('exit', () => rmSync(root, { recursive: true, force: true }));

const token = (dir, name) => execFileSync(program, ['token', 'new', '--role', 'agent', '--name', name, '--data', dir], { encoding: 'utf8' }).trim().split('\n').at(-1);

/** A server over a copy of the data, with fifty agents' tokens. */
async function serve() {
  const dir = mkdtempSync(join(root, 'data-'));
  cpSync(data, dir, { recursive: true });
  rmSync(join(dir, 'desk.db'), { force: true });
  const tokens = Array.from({ length: AGENTS }, (_, i) => token(dir, `agent ${i}`));
  const server = spawn(program, ['serve', '--articles', kb, '--data', dir, '--listen', '127.0.0.1:0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  let url = '';
  for await (const line of createInterface({ input: server.stdout })) {
    [url] = line.match(/http:\/\/127\.0\.0\.1:\d+/) ?? [''];
    if (url) break;
  }
  const ask = async (path, { as = 0, body } = {}) => {
    const response = await fetch(`${url}${path}`, { method: body ? 'POST' : 'GET', headers: { Authorization: `Bearer ${tokens[as]}`, 'Content-Type': 'application/json' }, body: body && JSON.stringify(body) });
    if (!response.ok) throw new Error(`${response.status} for ${path}: ${await response.text()}`);
    return response.json();
  };
  for (;;) if ((await fetch(`${url}/readyz`).catch(() => ({ ok: false }))).ok) break;
  const stop = () => new Promise((resolve) => { server.once('exit', resolve); server.kill('SIGTERM'); });
  return { url, token: tokens[0], ask, stop };
}

const use = (server, as, query, article) => server.ask('/api/v1/uses', { as, body: { call: `c-${as}`, query, article, outcome: 'solved' } });

/** Until the index has what was taught: a word that nothing else has is found. */
async function learned(server, article) {
  const word = 'zyxwvutaplomb';
  await use(server, 1, word, article);
  for (const end = Date.now() + 60_000; Date.now() < end;) {
    const { hits, nearest } = await server.ask(`/api/v1/search?q=${word}%20`);
    if ([...hits, ...nearest].some(({ id }) => id === article)) return;
    await new Promise((resolve) => { setTimeout(resolve, 200); });
  }
  throw new Error('nothing was learned within a minute');
}

function judged(server, some) {
  const dir = mkdtempSync(join(root, 'asked-'));
  writeFileSync(join(dir, 'queries.tsv'), some.map(({ id, text }) => `${id}\t${text}\n`).join(''));
  cpSync(join(collection, 'qrels.tsv'), join(dir, 'qrels.tsv'));
  return JSON.parse(execFileSync(evaluate, ['--url', server.url, '--token', server.token, '--kb', kb, '--json', dir], { encoding: 'utf8' }));
}

/** What the server, taught with the one, makes of the other. */
async function after(taught, some) {
  const server = await serve();
  try {
    let agent = 0;
    for (const { text, articles } of taught)
      for (const article of articles) await use(server, ++agent % AGENTS, text, article);
    if (taught.length > 0) await learned(server, taught[0].articles[0]);
    return judged(server, some);
  } finally {
    await server.stop();
  }
}

const withRight = (some) => some.map((one) => ({ ...one, articles: right.get(one.id) }));
const mean = (list) => list.reduce((sum, [figure, weight]) => sum + figure * weight, 0) / list.reduce((sum, [, weight]) => sum + weight, 0);

async function folds(share) {
  const order = shuffled(questions, 1), figures = [];
  for (let fold = 0; fold < FOLDS; ++fold) {
    const test = order.filter((_, i) => i % FOLDS === fold);
    const train = shuffled(order.filter((_, i) => i % FOLDS !== fold), fold).slice(0, Math.round(share * order.length * (FOLDS - 1) / FOLDS));
    figures.push([(await after(withRight(train), test))['ndcg@10'], test.length]);
  }
  return mean(figures);
}

async function halves() {
  const articles = [...new Set([...right.values()].flat())].sort();
  const known = [], unknown = [];
  for (let draw = 0; draw < HALVES; ++draw) {
    const half = new Set(shuffled(articles, draw).slice(0, articles.length / 2));
    const taught = withRight(questions).map((one) => ({ ...one, articles: one.articles.filter((id) => half.has(id)) })).filter((one) => one.articles.length > 0);
    const others = questions.filter(({ id }) => !right.get(id).some((article) => half.has(article)));
    known.push([(await after(taught, others))['ndcg@10'], others.length]);
    unknown.push([(await after([], others))['ndcg@10'], others.length]);
  }
  return [mean(unknown), mean(known)];
}

/** Beside what the other agents teach, the last one says 1,000 times that one article solves it all:
 *  how many questions have the wrong article first that had a right one first. */
async function wrong() {
  const order = shuffled(questions, 1), train = order.filter((_, i) => i % 2 === 0), test = order.filter((_, i) => i % 2 === 1).slice(0, 300);
  const bad = [...articleOf.values()].sort()[0];
  const about = test.filter(({ id }) => !right.get(id).includes(bad));
  const server = await serve();
  try {
    let agent = 0;
    for (const { text, articles } of withRight(train)) for (const article of articles) await use(server, ++agent % (AGENTS - 1), text, article);
    await learned(server, right.get(train[0].id)[0]);
    const firsts = async () => {
      const ids = [];
      for (const { text } of about) {
        const { hits, nearest } = await server.ask(`/api/v1/search?limit=1&q=${encodeURIComponent(text)}`);
        ids.push((hits[0] ?? nearest[0])?.id);
      }
      return ids;
    };
    const before = await firsts();
    for (let i = 0; i < 1000; ++i) await use(server, AGENTS - 1, about[i % about.length].text, bad);
    await new Promise((resolve) => { setTimeout(resolve, 6000); });
    const now = await firsts();
    const were = about.filter(({ id }, i) => right.get(id).includes(before[i])).length;
    const displaced = about.filter(({ id }, i) => right.get(id).includes(before[i]) && now[i] === bad).length;
    return { questions: about.length, right_first: were, displaced_by_the_wrong_one: displaced };
  } finally {
    await server.stop();
  }
}

if (!existsSync(join(data, 'index'))) throw new Error(`no index in ${data}: run aplomb index first`);
mkdirSync(root, { recursive: true });
for (const run of runs) {
  if (run === 'none') console.log('none ', (await after([], questions))['ndcg@10'].toFixed(3));
  else if (run === 'all') console.log('all  ', (await folds(1)).toFixed(3));
  else if (run === 'tenth') console.log('tenth', (await folds(0.1)).toFixed(3));
  else if (run === 'half') { const [without, withUses] = await halves(); console.log('half ', without.toFixed(3), '→', withUses.toFixed(3), `(${(withUses / without).toFixed(3)})`); }
  else if (run === 'wrong') console.log('wrong', JSON.stringify(await wrong()));
  else throw new Error(USAGE);
}
