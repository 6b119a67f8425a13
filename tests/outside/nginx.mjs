// SPDX-License-Identifier: GPL-3.0-or-later
// Real nginx with docs/examples/nginx.conf, unprivileged, in a folder of its own.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

export const name = 'kb.example.com';
const { OUTSIDE_NGINX: nginx, OUTSIDE_OPENSSL: openssl } = process.env;
if (!nginx || !openssl) throw new Error('OUTSIDE_NGINX and OUTSIDE_OPENSSL must name programs; ctest -L outside sets them');

const example = readFileSync(new URL('../../docs/examples/nginx.conf', import.meta.url), 'utf8');

/** Ports that were free a moment ago: nginx cannot be asked to choose one. */
async function freePorts(count) {
  const servers = await Promise.all(Array.from({ length: count }, () => new Promise((resolve, reject) => {
    const server = createServer().on('error', reject).listen(0, '127.0.0.1', () => resolve(server));
  })));
  const ports = servers.map((server) => server.address().port);
  await Promise.all(servers.map((server) => new Promise((resolve) => { server.close(resolve); })));
  return ports;
}

function replaced(text, from, to) {
  if (!text.includes(from)) throw new Error(`the example does not hold "${from}" any more`);
  return text.replaceAll(from, to);
}

/** The example with our ports and paths, and nothing else changed. */
function site(folder, { https, http }, upstream) {
  let text = example.replaceAll(/^ *listen \[::\].*\n/gm, '');
  text = replaced(text, 'listen 443 ', `listen 127.0.0.1:${https} `);
  text = replaced(text, 'listen 80;', `listen 127.0.0.1:${http};`);
  text = replaced(text, 'server 127.0.0.1:8080;', `server ${upstream};`);
  text = replaced(text, `/etc/ssl/${name}/`, `${folder}/`);
  return replaced(text, '/var/log/nginx/', `${folder}/`);
}

function main(folder) {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((what) => `  ${what}_temp_path ${folder}/${what};`);
  // as root it would give its workers to somebody who may not enter the folder
  const user = process.getuid() === 0 ? `user ${userInfo().username};\n` : '';
  return `${user}daemon off;\nworker_processes 1;\npid ${folder}/nginx.pid;\nerror_log ${folder}/error.log;\n`
    + `events { worker_connections 256; }\nhttp {\n${temporary.join('\n')}\n  include ${folder}/site.conf;\n}\n`;
}

function makeCertificate(folder) {
  execFileSync(openssl, ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2',
    '-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`,
    '-keyout', join(folder, 'privkey.pem'), '-out', join(folder, 'fullchain.pem')], { stdio: 'ignore' });
}

const pause = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

// Ends nginx when it hears no more from us, whatever has ended us, and itself when nginx has ended.
const keeper = '{ "$@"; kill $$; } & read -r _; kill "$(cat "$PIDFILE")"; wait';

/** Runs it until it listens. Undefined when a port was taken meanwhile. */
async function launch(words, folder) {
  const pidfile = join(folder, 'nginx.pid');
  rmSync(pidfile, { force: true }); // nginx -t leaves one
  const child = spawn('sh', ['-c', keeper, 'sh', nginx, ...words], { stdio: ['pipe', 'ignore', 'ignore'], env: { ...process.env, PIDFILE: pidfile } });
  const ended = new Promise((resolve) => { child.on('exit', () => resolve(true)); });
  const isOver = () => child.exitCode !== null || child.signalCode !== null;
  while (!isOver() && !existsSync(pidfile)) await pause(20); // it writes it when its ports are open
  if (!isOver()) {
    return async () => {
      child.stdin.end();
      await ended;
    };
  }
  const said = readFileSync(join(folder, 'error.log'), 'utf8');
  if (!said.includes('Address already in use')) throw new Error(`nginx ended:\n${said}`);
  return undefined;
}

/** Starts nginx in front of `upstream`, "127.0.0.1:8080" or "unix:/…". */
export async function startNginx(upstream) {
  const folder = mkdtempSync(join(tmpdir(), 'aplomb-nginx-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  makeCertificate(folder);
  const words = ['-e', join(folder, 'error.log'), '-p', folder, '-c', join(folder, 'nginx.conf')];
  for (let attempt = 0; attempt < 5; ++attempt) {
    const [https, http] = await freePorts(2);
    writeFileSync(join(folder, 'nginx.conf'), main(folder));
    writeFileSync(join(folder, 'site.conf'), site(folder, { https, http }, upstream));
    const { stderr: verdict } = spawnSync(nginx, ['-t', ...words], { encoding: 'utf8' });
    const stop = await launch(words, folder);
    if (stop) return { https, http, folder, verdict, certificate: join(folder, 'fullchain.pem'), stop };
  }
  throw new Error('no free port for nginx');
}
