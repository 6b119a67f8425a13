// SPDX-License-Identifier: GPL-3.0-or-later
// A client made by openapi-typescript from the description: it type-checks, and it works.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { addToken, addUser, makePlaces, password, serve, stopAll } from './server.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'aplomb-client-'));
const tool = (name) => createRequire(import.meta.url).resolve(name);

/** Runs a node program in the folder; what it printed. */
function node(...words) {
  try {
    return execFileSync(process.execPath, words, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    return assert.fail(`${words.join(' ')}:\n${error.stdout}${error.stderr}`);
  }
}

let server;
let token;

before(async () => {
  mkdirSync(join(folder, 'generated'));
  symlinkSync(join(here, 'node_modules'), join(folder, 'node_modules'));
  for (const name of ['client_program.ts', 'tsconfig.json']) copyFileSync(join(here, name), join(folder, name));
  // Node's own types are a package of their own; the program needs no more of them than this.
  writeFileSync(join(folder, 'process.d.ts'), 'declare const process: { argv: string[] };\n');
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n');
  const places = makePlaces();
  token = addToken(places, 'agent');
  addUser(places, 'boss', 'admin');
  server = await serve(places);
});
after(async () => {
  await stopAll();
  rmSync(folder, { recursive: true, force: true });
});

test('a generated client type-checks and works', () => {
  const generator = join(dirname(tool('openapi-typescript')), '..', 'bin', 'cli.js');
  node(generator, join(here, '..', '..', 'http', 'openapi.json'), '--output', join(folder, 'generated', 'aplomb.ts'));
  node(tool('typescript/bin/tsc'), '--project', folder);

  const learned = JSON.parse(node('client_program.js', server.url, token, 'boss', password));

  assert.deepEqual(learned, { saved: 'late-refund.md', there: '# Late refund\n', id: 'refund-debit-card', promised: '10 working days', problem: '/problems/not-found', signedIn: 'boss', token: 'CRM', who: 'token' });
});
