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

/** {url, stop, restart}: a server that reads for anybody as an agent. `restart` starts it again at the
 *  same address after `stop`. */
export async function startAplomb(articles = STARTER, options = []) {
  assert.ok(process.env.APLOMB, 'set APLOMB to the program');
  const data = await mkdtemp(join(tmpdir(), 'aplomb-page-'));
  let child;
  const start = async (listen) => {
    child = spawn(process.env.APLOMB, ['serve', '--articles', articles, '--data', data, '--listen', listen,
      '--anonymous', 'agent', '--limit-anonymous', '0', ...options], { stdio: ['ignore', 'pipe', 'pipe'], env: OWN_ENVIRONMENT });
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
