// SPDX-License-Identifier: GPL-3.0-or-later
// Pages of another system, which hold the panel in a frame.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const EXAMPLE = readFileSync(join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'docs', 'examples', 'panel.html'), 'utf8');

/** {origins, show, stop}: serves the example of docs/examples on a free port, by two names of this
 *  machine. To a browser 127.0.0.1 and localhost are two sites, and two ports of one are two origins. */
export async function startCrm() {
  let aplomb = '';
  let attributes = '';
  const server = createServer((request, response) => {
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.end(request.url === '/' ? EXAMPLE.replaceAll('https://kb.example.com', aplomb).replace('<iframe ', `<iframe ${attributes} `) : '<!doctype html><title>Another</title>');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  return {
    cross: `http://localhost:${port}`,
    same: `http://127.0.0.1:${port}`,
    /** Where the panel is from, and what else stands at the frame. */
    hold: (url, more = '') => { aplomb = url; attributes = more; },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
