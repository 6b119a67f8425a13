// SPDX-License-Identifier: GPL-3.0-or-later
// HTTP by hand: a client library would hide headers, mend what is malformed and follow redirects.
import { connect } from 'node:net';

/** Sends the bytes and reads until the server closes. */
function send(port, bytes) {
  return new Promise((resolve, reject) => {
    const chunks = [];
    const socket = connect({ port, host: '127.0.0.1' }, () => socket.write(bytes));
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('end', () => resolve(Buffer.concat(chunks)));
    socket.on('error', (error) => (chunks.length > 0 ? resolve(Buffer.concat(chunks)) : reject(error)));
    socket.setTimeout(30_000, () => socket.destroy(new Error('no answer within 30 seconds')));
  });
}

function parse(bytes) {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) throw new Error(`no answer: ${JSON.stringify(bytes.toString())}`);
  const [first, ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n');
  const headers = new Map();
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    headers.set(name, headers.has(name) ? `${headers.get(name)}, ${value}` : value);
  }
  return { status: Number(first.split(' ')[1]), headers, body: bytes.subarray(end + 4) };
}

/** `headers` is a list of pairs, so that one may come twice; `body` is a text or bytes. */
export async function exchange(port, { method = 'GET', target, host = `127.0.0.1:${port}`, headers = [], body, version = '1.1' }) {
  const lines = [`${method} ${target} HTTP/${version}`, `Host: ${host}`, 'Connection: close'];
  for (const [name, value] of headers) lines.push(`${name}: ${value}`);
  if (body !== undefined) lines.push(`Content-Length: ${Buffer.byteLength(body)}`);
  return parse(await send(port, Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), Buffer.from(body ?? '')])));
}
