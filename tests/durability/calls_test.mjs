// SPDX-License-Identifier: GPL-3.0-or-later
// kill -9 at a random moment while agents are on calls: no use, gap, promise, note or star that was
// acknowledged is lost, and the desk's file is whole. DURABILITY_ROUNDS says how often.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { KINDS, kindsOf } from './desk_writes.mjs';
import { Desk, wordOf } from './program.mjs';

const ROUNDS = Number(process.env.DURABILITY_ROUNDS ?? 3);
const AGENTS = 8;
const ARTICLES = 30;
const LONGEST_MS = 1500; // from the first call to the kill
const SERVING = ['--trust-proxy', '127.0.0.1', '--user-header', 'X-User'];

const nameOf = (agent) => `agent-${agent}`;
/** How one agent asks: (method, path, fields) => {status, json}; throws where the connection breaks. */
const asking = (client, agent) => async (method, path, fields) => {
  const { status, text } = await client.as(nameOf(agent)).ask(method, path, {
    headers: fields ? { 'content-type': 'application/json' } : {}, body: fields && JSON.stringify(fields),
  });
  return { status, json: text.startsWith('{') ? JSON.parse(text) : undefined };
};

/** What was acknowledged, by kind and agent. */
class Ledger {
  constructor() {
    this.kept = new Map();
    this.acknowledged = {};
    this.refused = {};
    this.numbers = 0;
  }

  note(kind, agent, what) {
    const counts = what ? this.acknowledged : this.refused;
    counts[kind] = (counts[kind] ?? 0) + 1;
    if (!what) return;
    const key = `${kind} ${agent}`;
    this.kept.set(key, [...(this.kept.get(key) ?? []), what]);
  }

  async check(client) {
    for (const [key, kept] of this.kept) {
      const [kind, agent] = key.split(' ');
      assert.deepEqual(await KINDS[kind].missing(asking(client, agent), kept), [], `${key}: acknowledged and lost`);
      if (KINDS[kind].once) this.kept.delete(key);
    }
  }
}

async function callsUntilKilled(client, agent, kinds, ledger) {
  const ask = asking(client, agent);
  for (let i = 0; ; ++i) {
    const number = ++ledger.numbers;
    const about = Math.floor(Math.random() * ARTICLES);
    const call = `c-${number}`;
    const question = wordOf(about);
    try {
      for (let end = 6; end <= question.length; end += 2) await ask('GET', `/search?q=${question.slice(0, end)}&call=${call}`);
      await ask('GET', `/articles/a${about}?call=${call}`);
      for (const kind of kinds)
        ledger.note(kind, agent, await KINDS[kind].send(ask, { call, question, article: `a${about}`, promising: 'promising', number }));
      assert.equal((await ask('POST', `/calls/${call}/end`)).status, 204);
    } catch (error) {
      if (error instanceof assert.AssertionError) throw error;
      return; // killed
    }
  }
}

/** Beside the server, which has the file open: whoever closed it last would mend its log. */
function checkFile(desk) {
  const verdict = execFileSync('sqlite3', ['-readonly', join(desk.data, 'desk.db'), 'PRAGMA integrity_check; PRAGMA foreign_key_check; PRAGMA user_version'], { encoding: 'utf8' });
  assert.match(verdict, /^ok\n\d+\n$/, 'desk.db is whole, and each row has what it refers to');
}

test(`${ROUNDS} kills in the middle of calls lose nothing that was acknowledged`, { timeout: 30_000 * ROUNDS + 60_000 }, async () => {
  const root = mkdtempSync(join(tmpdir(), 'aplomb-calls-'));
  const desk = new Desk(root, ARTICLES);
  desk.write('promising.md', '---\nid: promising\npromise: {what: a parcel, within: 10 working days, limit: 200 EUR, authority: agent}\n---\n# A parcel\n\nIt comes.\n');
  for (let agent = 0; agent < AGENTS; ++agent) desk.run('user', 'add', nameOf(agent), '--role', 'agent', '--no-password', '--data', desk.data);
  const ledger = new Ledger();
  let kinds = [];
  try {
    for (let round = 0; round <= ROUNDS; ++round) {
      const client = await desk.start(SERVING);
      kinds = await kindsOf(client.url);
      checkFile(desk);
      await ledger.check(client);
      if (round === ROUNDS) break;
      const agents = Array.from({ length: AGENTS }, (_, agent) => callsUntilKilled(client, agent, kinds, ledger));
      await new Promise((resolve) => { setTimeout(resolve, Math.random() * LONGEST_MS); });
      await desk.end('SIGKILL');
      await Promise.all(agents);
      if (process.env.DURABILITY_ROUNDS && round % 10 === 9) console.log(`# ${round + 1} kills, ${JSON.stringify(ledger.acknowledged)} acknowledged`);
    }
    await desk.end('SIGTERM');
    assert.ok(ledger.numbers > 0);
    for (const kind of kinds) assert.ok(ledger.acknowledged[kind] > 0, `${kind}: some were acknowledged`);
    console.log(`# ${ledger.numbers} calls; acknowledged: ${JSON.stringify(ledger.acknowledged)}; refused: ${JSON.stringify(ledger.refused)}`);
  } finally {
    desk.child?.kill('SIGKILL');
    rmSync(root, { recursive: true, force: true });
  }
});
