// SPDX-License-Identifier: GPL-3.0-or-later
// The commands in docs/api.md are run against a server, so that they cannot rot.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { addToken, addUser, commitAll, git, makePlaces, password, serve, stopAll } from './server.mjs';

const page = readFileSync(new URL('../../docs/api.md', import.meta.url), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'aplomb-docs-'));
let server;
let env;

before(async () => {
  const places = makePlaces();
  commitAll(places, 'Begin');
  const revision = git(places, 'rev-parse', 'HEAD').trim();
  env = { ...process.env, HOME: folder, TOKEN: addToken(places, 'agent'), ADMIN_TOKEN: addToken(places, 'admin'), PASSWORD: password, REVISION: revision };
  addUser(places, 'anna', 'agent');
  server = await serve(places, ['--cors-origin', 'https://crm.example.com']);
});
after(async () => {
  await stopAll();
  rmSync(folder, { recursive: true, force: true });
});

/** The lines of the page's ```sh blocks; those that end with a backslash go on in the next. */
const commands = [...page.matchAll(/^```sh\n(.*?)^```/gms)]
  .flatMap(([, block]) => block.replaceAll(/\\\n\s*/g, '').split('\n'))
  .filter((line) => line.startsWith('curl '));

test('every curl command of docs/api.md is answered as it says', async () => {
  assert.ok(commands.length >= 15, String(commands.length));
  for (const line of commands) {
    const [command, comment = ''] = line.split(/\s+#\s/);
    const told = /^[1-5]\d\d/.exec(comment)?.[0];
    const asked = command.replaceAll('http://127.0.0.1:8080', server.url).replace(/^curl /, `${process.env.CONTRACT_CURL ?? 'curl'} --silent --show-error --include --max-time 20 `);
    const { stdout } = await promisify(execFile)('sh', ['-ec', asked], { cwd: folder, env });
    const status = /^HTTP\/1\.1 (\d+)/.exec(stdout)?.[1];
    if (told) assert.equal(status, told, `${line}\n${stdout}`);
    else assert.match(status, /^20\d$/, `${line}\n${stdout}`);
  }
});

test('every route of the page is told of', () => {
  const { paths } = JSON.parse(readFileSync(new URL('../../http/openapi.json', import.meta.url), 'utf8'));
  for (const path of Object.keys(paths)) assert.ok(page.includes(path.replace(/\{(folder|path|view)\}/, '{$1…}')), `docs/api.md does not name ${path}`);
});

test('every problem type is told of', () => {
  const { 'x-problem-types': types } = JSON.parse(readFileSync(new URL('../../http/openapi.json', import.meta.url), 'utf8'));
  for (const [slug, { status }] of Object.entries(types)) assert.match(page, new RegExp(`/problems/${slug}\`[^\n]*\\| ${status} \\|`), slug);
});
