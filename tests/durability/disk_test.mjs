// SPDX-License-Identifier: GPL-3.0-or-later
// A disk that is full to its last block while articles are saved and indexed, on a small tmpfs of
// its own. Needs the right to mount; where a user may not, it says so.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, unlinkSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { Desk, until } from './program.mjs';

const MiB = 1 << 20;

/** A small file system; absent where it can't be mounted. */
function mountSmall(mib) {
  const at = mkdtempSync(join(tmpdir(), 'aplomb-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${mib}m`, 'tmpfs', at], { stdio: 'ignore' });
  } catch {
    rmSync(at, { recursive: true });
    return undefined;
  }
  return { at, unmount: () => { execFileSync('umount', ['-l', at]); rmSync(at, { recursive: true }); } };
}

/** Fills the disk to its last block. */
function fill(at) {
  const file = openSync(join(at, 'ballast'), 'a');
  for (let size = MiB; size >= 1; size = Math.floor(size / 2)) {
    try {
      for (;;) writeSync(file, Buffer.alloc(size, 1));
    } catch (error) {
      assert.equal(error.code, 'ENOSPC');
    }
  }
  closeSync(file);
}
const free = (at) => unlinkSync(join(at, 'ballast'));

const textOf = (id, word) => `---\nid: ${id}\n---\n# ${id}\n\n${word}\n\n${'Ask for the order number. '.repeat(400)}\n`;

test('a disk that fills up refuses saves clearly, loses nothing, and goes on when there is room', { timeout: 300_000 }, async (context) => {
  const disk = mountSmall(96);
  if (!disk) return context.skip('mounting a small file system takes root');
  const desk = new Desk(disk.at, 40);
  try {
    const client = await desk.start();
    const kept = new Map();
    const statuses = new Map();
    const note = (status) => statuses.set(status, (statuses.get(status) ?? 0) + 1);
    const save = async (id, word) => {
      const before = await client.read(id);
      const saved = await client.save(id, textOf(id, word), before.status === 200 ? before.etag : undefined);
      note(saved.status);
      if (saved.status === 200 || saved.status === 201) kept.set(id, word);
      else {
        assert.equal(saved.status, 507, `${saved.status} ${saved.text}`);
        assert.equal(JSON.parse(saved.text).type, '/problems/full');
        assert.equal(desk.read(`${id}.md`), before.text, 'what could not be saved left the file as it was');
      }
    };
    for (let round = 0; round < 4; ++round) {
      for (let i = 0; i < 5; ++i) await save(`a${i}`, `before${round}n${i}`);
      fill(disk.at);
      for (let i = 0; i < 20; ++i) await save(`a${i}`, `full${round}n${i}`);
      assert.equal((await client.ask('GET', '/search?q=article')).status, 200, 'searches go on');
      free(disk.at);
      for (let i = 0; i < 5; ++i) await save(`a${20 + i}`, `after${round}n${i}`);
      assert.equal(kept.get('a24'), `after${round}n4`, 'saving works again without a restart');
      for (const [id, word] of kept) {
        assert.equal(desk.read(`${id}.md`), textOf(id, word));
        assert.equal(desk.git('show', `HEAD:${id}.md`), textOf(id, word));
        await until(async () => (await client.find(word)).includes(id), `${id} is found by ${word}`);
      }
    }
    desk.git('fsck', '--strict');
    assert.deepEqual(desk.leftOver(), []);
    assert.ok(statuses.get(507) > 0, 'the disk was full');
    console.log(`# answers: ${JSON.stringify(Object.fromEntries(statuses))}`);
    await desk.end('SIGTERM');
  } finally {
    desk.child?.kill('SIGKILL');
    disk.unmount();
  }
});

test('a disk that fills up while the index is made leaves a server that finishes it later', { timeout: 300_000 }, async (context) => {
  const disk = mountSmall(48);
  if (!disk) return context.skip('mounting a small file system takes root');
  const desk = new Desk(disk.at, 300, { history: false });
  try {
    const client = await desk.start();
    fill(disk.at);
    // Written to places that are there already, so that the files themselves take no room.
    free(disk.at);
    for (let i = 0; i < 300; ++i) desk.write(`a${i}.md`, `# Article ${i}\n\nAbout another${i}.\n`);
    fill(disk.at);
    assert.equal((await client.ask('GET', '/search?q=article')).status, 200, 'searches go on');
    free(disk.at);
    for (const i of [0, 150, 299]) await until(async () => (await client.find(`another${i}`)).includes(`a${i}`), `another${i} is found`);
    await desk.end('SIGTERM');
  } finally {
    desk.child?.kill('SIGKILL');
    disk.unmount();
  }
});
