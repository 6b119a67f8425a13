// SPDX-License-Identifier: GPL-3.0-or-later
// Starts the real program over a folder of articles, on a free port, with a data folder of its own.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const HERE = dirname(fileURLToPath(import.meta.url));

/** The articles that come with the program. */
export const STARTER = join(HERE, '..', '..', 'articles');

/** Without the variables of these tests, which the program would take for its settings. */
const OWN_ENVIRONMENT = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('APLOMB')));

/** Of everybody who is added to a server. */
export const PASSWORD = 'the right words';

async function addPerson(data, { name, role, display }) {
  const child = spawn(process.env.APLOMB, ['user', 'add', name, '--role', role, '--display-name', display, '--password-stdin', '--data', data], { stdio: ['pipe', 'ignore', 'inherit'], env: OWN_ENVIRONMENT });
  child.stdin.end(`${PASSWORD}\n`);
  const [code] = await once(child, 'exit');
  assert.equal(code, 0, `${name} could not be added`);
}

/** {url, stop, restart}: a server that reads for anybody as an agent, or for `people` alone, who sign
 *  in. `restart` starts it again at the same address after `stop`. */
export async function startAplomb(articles = STARTER, options = [], people = []) {
  assert.ok(process.env.APLOMB, 'set APLOMB to the program');
  const data = await mkdtemp(join(tmpdir(), 'aplomb-page-'));
  for (const person of people) await addPerson(data, person);
  const door = people.length > 0 ? [] : ['--anonymous', 'agent', '--limit-anonymous', '0'];
  let child;
  const start = async (listen) => {
    child = spawn(process.env.APLOMB, ['serve', '--articles', articles, '--data', data, '--listen', listen,
      ...door, ...options], { stdio: ['ignore', 'pipe', 'pipe'], env: OWN_ENVIRONMENT });
    const said = [];
    for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', (line) => said.push(line));
    const ended = once(child, 'exit').then(() => { throw new Error(`aplomb ended: ${said.join('\n')}`); });
    ended.catch(() => {});
    const look = async () => {
      while (child.exitCode === null) {
        const url = said.join('\n').match(/http:\/\/[\d.:[\]]+/)?.[0];
        if (url && await fetch(`${url}/readyz`).then(({ ok }) => ok, () => false)) return url;
        await new Promise((resolve) => { setTimeout(resolve, 20); });
      }
    };
    return Promise.race([look(), ended]);
  };
  const end = async () => {
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  };
  const url = await start('127.0.0.1:0');
  return {
    url,
    /** Away, but with its articles and its address kept for restart(). */
    end,
    restart: () => start(new URL(url).host),
    stop: async () => {
      if (child.exitCode === null) await end();
      await rm(data, { recursive: true });
    },
  };
}
