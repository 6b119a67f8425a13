// SPDX-License-Identifier: GPL-3.0-or-later
// The real program over a few articles, with people and tokens of every role.
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const program = process.env.CONTRACT_PROGRAM;
if (!program) throw new Error('CONTRACT_PROGRAM must name the program; ctest -L contract sets it');

export const roles = ['customer', 'agent', 'lead', 'editor', 'admin'];
export const password = 'correct horse battery';
export const pictures = ['form.pdf', 'a.avif', 'a.gif', 'a.jpg', 'ledger.png', 'a.svg', 'a.webp'];

/** A folder with articles, and one for what the program keeps; both go with the test. */
export function makePlaces() {
  const root = mkdtempSync(join(tmpdir(), 'aplomb-contract-'));
  process.on('exit', () => rmSync(root, { recursive: true, force: true }));
  const places = { articles: join(root, 'articles'), data: join(root, 'data') };
  cpSync(fileURLToPath(new URL('articles', import.meta.url)), places.articles, { recursive: true });
  for (const name of pictures) writeFileSync(join(places.articles, 'payments', name), 'bytes');
  mkdirSync(places.data);
  return places;
}

/** Git in the articles folder, without the settings of whoever runs the tests; what it said. */
export function git(places, ...words) {
  const own = ['-c', 'user.name=Gita Rao', '-c', 'user.email=gita@example.org', '-c', 'init.defaultBranch=main'];
  return execFileSync(process.env.CONTRACT_GIT ?? 'git', [...own, ...words], {
    cwd: places.articles, encoding: 'utf8', env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' },
  });
}

/** Commits everything that lies in the articles folder, which becomes a repository where it is none. */
export function commitAll(places, message) {
  git(places, 'init', '--quiet');
  git(places, 'add', '--all');
  git(places, 'commit', '--quiet', '--message', message);
}

/** Runs `aplomb ARGUMENTS… --data …` to its end; what it printed. */
export function run(places, words, input = '') {
  return execFileSync(program, [...words, '--data', places.data], { input, encoding: 'utf8', stdio: ['pipe', 'pipe', 'ignore'] });
}

export function addUser(places, name, role) {
  run(places, ['user', 'add', name, '--role', role, '--password-stdin'], `${password}\n`);
}

/** The secret of a new token. */
export function addToken(places, role) {
  return run(places, ['token', 'new', '--role', role, '--name', `tool ${role}`]).trim().split('\n').at(-1);
}

/** Each folder and each server clears up after itself. */
process.setMaxListeners(64);

const running = new Set();

/** Ends the servers that a test that failed has left. */
export const stopAll = () => Promise.all([...running].map((stop) => stop()));

/** Starts the server, which follows the articles where there are any in `places`; `until` is what it must have said, with the port as its only group. */
export function serve({ articles, data }, options = [], until = /ready at http:\/\/127\.0\.0\.1:(\d+)\//) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, ['serve', ...(articles ? ['--articles', articles] : []), '--data', data,
      '--listen', '127.0.0.1:0', ...options], { stdio: ['ignore', 'pipe', 'pipe'] });
    const kill = () => child.kill('SIGKILL');
    process.on('exit', kill);
    let said = '';
    const hear = (chunk) => {
      said += chunk;
      const found = until.exec(said);
      if (found) resolve({ port: Number(found[1]), url: `http://127.0.0.1:${found[1]}`, said: () => said, stop });
    };
    const ended = new Promise((done) => { child.on('exit', done); });
    const stop = async () => {
      child.kill('SIGTERM');
      await ended;
      process.off('exit', kill);
      running.delete(stop);
    };
    running.add(stop);
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.on('exit', (code) => reject(new Error(`aplomb serve ended with ${code}:\n${said}`)));
  });
}
