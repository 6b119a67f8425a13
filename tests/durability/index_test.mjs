// SPDX-License-Identifier: GPL-3.0-or-later
// What becomes of an index that somebody has damaged: a new one, or a clear refusal, and never a
// wrong answer.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Desk, until, wordOf } from './program.mjs';

const ARTICLES = 60;
let root;
let desk;

before(() => {
  root = mkdtempSync(join(tmpdir(), 'aplomb-index-'));
  desk = new Desk(root, ARTICLES, { history: false });
});
after(() => {
  desk.child?.kill('SIGKILL');
  rmSync(root, { recursive: true, force: true });
});

const index = () => join(desk.data, 'index');
const generation = () => join(index(), readFileSync(join(index(), 'current'), 'utf8').trim());
/** The larger files of the live generation. */
const tables = () => ['full', 'customer'].flatMap((name) => {
  const folder = join(generation(), name);
  return existsSync(folder) ? readdirSync(folder).map((file) => join(folder, file)) : [];
}).filter((file) => file.endsWith('.glass'));

/** Every answer is right, or a clear "not now"; in the end all are right. */
async function assertMends(client, what) {
  await until(async () => {
    let right = 0;
    for (let i = 0; i < ARTICLES; i += 7) {
      const { status, text } = await client.ask('GET', `/search?exact=1&q=${wordOf(i)}`);
      assert.ok(status === 200 || status === 503, `${what}: ${status} ${text}`);
      if (status === 503) continue;
      const { hits } = JSON.parse(text);
      if (hits.length === 0) continue; // is being made anew
      assert.deepEqual(hits.map(({ id }) => id), [`a${i}`], `${what}: the answer is right`);
      ++right;
    }
    return right === Math.ceil(ARTICLES / 7);
  }, `${what}: everything is found again`);
}

const harms = {
  'deleted': () => rmSync(index(), { recursive: true }),
  'without the generation that it names': () => rmSync(generation(), { recursive: true }),
  'naming a generation that never was': () => writeFileSync(join(index(), 'current'), 'gen-999999\n'),
  'naming nonsense': () => writeFileSync(join(index(), 'current'), '\0../../etc\n'),
  'with an empty file for a name': () => writeFileSync(join(index(), 'current'), ''),
  'truncated': () => { for (const file of tables()) truncateSync(file, Math.floor(statSync(file).size / 2)); },
  'of empty files': () => { for (const file of tables()) truncateSync(file, 0); },
  'without one of its tables': () => rmSync(tables()[0]),
  'with its bits flipped': () => {
    for (const file of tables()) {
      const bytes = readFileSync(file);
      for (let i = 0; i < bytes.length; i += 509) bytes[i] ^= 0x55;
      writeFileSync(file, bytes);
    }
  },
};

for (const [how, harm] of Object.entries(harms)) {
  test(`an index ${how} is made anew at the next start`, { timeout: 120_000 }, async () => {
    await assertMends(await desk.start(), how);
    await desk.end('SIGTERM');
    harm();
    await assertMends(await desk.start(), how);
    await desk.end('SIGTERM');
  });

  test(`an index ${how} under the running server is made anew`, { timeout: 120_000 }, async () => {
    const client = await desk.start();
    await assertMends(client, how);
    harm();
    // Whoever saves finds out.
    const { etag } = await client.read('a1');
    assert.equal((await client.save('a1', `# Article 1\n\nAbout ${wordOf(1)}. ${how}\n`, etag)).status, 200);
    await assertMends(client, how);
    await desk.end('SIGTERM');
  });
}

test('an index of another version is made anew', { timeout: 120_000 }, async () => {
  await desk.start();
  await desk.end('SIGTERM');
  const file = join(generation(), 'full', 'iamglass');
  const bytes = readFileSync(file);
  bytes.write('IAMCHERT', 4, 'latin1');
  writeFileSync(file, bytes);
  await assertMends(await desk.start(), 'another format');
  await desk.end('SIGTERM');
});

test('an index that another process writes to is served, and taken over when that ends', { timeout: 120_000 }, async () => {
  await desk.start();
  await desk.end('SIGTERM');
  const holder = spawn('flock', [join(index(), 'lock'), 'sleep', '600'], { stdio: 'ignore', detached: true });
  await until(() => { try { execFileSync('flock', ['-n', join(index(), 'lock'), 'true']); return false; } catch { return true; } }, 'the lock is held');
  const client = await desk.start();
  assert.deepEqual(await client.find(wordOf(3)), ['a3']);
  const { etag } = await client.read('a3');
  const saved = await client.save('a3', `# Article 3\n\nAbout ${wordOf(3)} takenover.\n`, etag);
  assert.equal(saved.status, 200);
  assert.equal(JSON.parse(saved.text).searchable, false);
  process.kill(-holder.pid);
  await until(async () => (await client.find('takenover')).includes('a3'), 'the save is found');
  await desk.end('SIGTERM');
});
