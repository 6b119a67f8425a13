// SPDX-License-Identifier: GPL-3.0-or-later
// kill -9 at a random moment while articles are saved: what was acknowledged is in the file, in Git
// and found; what was not is there whole or not at all. DURABILITY_ROUNDS says how often.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { Desk, until } from './program.mjs';

const ROUNDS = Number(process.env.DURABILITY_ROUNDS ?? 5);
const ARTICLES = 30;
const WRITERS = 4;
const LONGEST_MS = 1500; // from the first save to the kill

let words = 0;
/** An article's text with a word that nothing else has. */
const textOf = (id) => {
  const word = `w${++words}x${Math.floor(Math.random() * 1e9)}`;
  const filler = 'Ask for the order. '.repeat(Math.floor(Math.random() * 200));
  return { id, word, body: `---\nid: ${id}\n---\n# ${id}\n\n${word}\n\n${filler}\n` };
};

/** What each article may hold: the last text that was acknowledged, and the one under way. */
class Ledger {
  constructor() {
    this.kept = new Map(); // id → text, acknowledged, or found whole in the file after a kill
    this.committed = new Map(); // id → what Git may have: since the last that was acknowledged
    this.trying = new Map(); // id → text, sent and not answered
    this.touched = new Set(); // ids, since they were last checked
    this.commits = new Set(); // the same
    this.acknowledged = 0;
  }

  /** Whether it was acknowledged; not while somebody else holds Git, or has saved in between. */
  async save(client, id) {
    const before = await client.read(id);
    const text = textOf(id);
    this.trying.set(id, text);
    this.touched.add(id);
    const query = before.status === 200 ? '' : `?path=new/${id}.md`;
    const saved = await client.save(id, text.body, before.status === 200 ? before.etag : undefined, query);
    if (saved.status !== 200 && saved.status !== 201) {
      this.trying.delete(id);
      assert.ok([409, 412].includes(saved.status), `${saved.status} ${saved.text}`);
      return false;
    }
    this.kept.set(id, text);
    this.committed.set(id, [text.body]);
    this.trying.delete(id);
    this.commits.add(JSON.parse(saved.text).commit);
    ++this.acknowledged;
    return true;
  }
}

async function writeUntilKilled(client, ledger, writer) {
  for (let i = 0; ; ++i) {
    const id = i % 5 === 4 ? `n${writer}-${++words}` : `a${writer + WRITERS * Math.floor(Math.random() * (ARTICLES / WRITERS - 1))}`;
    try {
      await ledger.save(client, id);
    } catch (error) {
      if (error instanceof assert.AssertionError) throw error;
      return; // killed
    }
  }
}

const placeOf = (desk, id) => (existsSync(join(desk.articles, `${id}.md`)) ? `${id}.md` : `new/${id}.md`);

/** What the server that was started again has, against what the ledger may expect. */
async function check(desk, client, ledger, ids = ledger.touched) {
  assert.deepEqual(desk.leftOver(), [], 'no half-written file is left');
  for (const id of ids) {
    const kept = ledger.kept.get(id);
    const trying = ledger.trying.get(id);
    const path = placeOf(desk, id);
    const there = existsSync(join(desk.articles, path)) ? desk.read(path) : undefined;
    assert.ok([kept?.body ?? (id.startsWith('a') ? there : undefined), trying?.body].includes(there), `${id} is whole: ${there?.slice(0, 80)}`);
    if (trying && there === trying.body) ledger.kept.set(id, trying);
    const now = ledger.kept.get(id);
    if (now && there === now.body) await until(async () => (await client.find(now.word)).includes(id), `${id} is found by ${now.word}`);
    const committed = ledger.committed.get(id);
    if (trying) committed?.push(trying.body);
    if (committed) assert.ok(committed.includes(desk.git('show', `HEAD:${path}`)), `${id} is in Git`);
  }
  const log = new Set(desk.git('rev-list', 'HEAD').trim().split('\n'));
  for (const commit of ledger.commits) assert.ok(log.has(commit), `the commit ${commit} is on the branch`);
  for (const each of [ledger.trying, ledger.touched, ledger.commits]) each.clear();
}

test(`${ROUNDS} kills in the middle of saves lose nothing that was acknowledged`, { timeout: 20_000 * ROUNDS + 60_000 }, async () => {
  const root = mkdtempSync(join(tmpdir(), 'aplomb-crash-'));
  const desk = new Desk(root, ARTICLES);
  const ledger = new Ledger();
  try {
    for (let round = 0; round < ROUNDS; ++round) {
      const client = await desk.start();
      await check(desk, client, ledger);
      await until(() => ledger.save(client, 'a0'), 'what a kill has left keeps no save away');
      const writers = Array.from({ length: WRITERS }, (_, writer) => writeUntilKilled(client, ledger, writer));
      await new Promise((resolve) => { setTimeout(resolve, Math.random() * LONGEST_MS); });
      await desk.end('SIGKILL');
      await Promise.all(writers);
      if (round % 25 === 0) desk.git('fsck', '--strict');
      if (process.env.DURABILITY_ROUNDS && round % 10 === 9) console.log(`# ${round + 1} kills, ${ledger.acknowledged} saves acknowledged`);
    }
    await check(desk, await desk.start(), ledger, new Set(ledger.kept.keys()));
    await desk.end('SIGTERM');
    assert.ok(ledger.acknowledged > 0);
    desk.git('fsck', '--strict');
    const untouched = desk.git('status', '--porcelain').trim().split('\n').filter(Boolean);
    console.log(`# ${ledger.acknowledged} saves acknowledged, ${untouched.length} files whole but not committed`);
  } finally {
    desk.child?.kill('SIGKILL');
    rmSync(root, { recursive: true, force: true });
  }
});
