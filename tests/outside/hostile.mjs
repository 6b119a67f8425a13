// SPDX-License-Identifier: GPL-3.0-or-later
// Requests that are to confuse whoever stands behind a proxy about where one ends.

/** {what, bytes, ends}: each of them alone on its connection, of HTTP/1.1; `ends` where the bytes
 *  break off and nobody should wait for the rest. */
export function hostileRequests(host) {
  const get = (...lines) => ['GET /healthz HTTP/1.1', `Host: ${host}`, ...lines, '', ''].join('\r\n');
  const post = (body, ...lines) => ['POST /api/v1/session HTTP/1.1', `Host: ${host}`, 'Content-Type: application/json', ...lines, '', body].join('\r\n');
  const broken = 'a body that never comes whole';
  const hidden = `GET /smuggled HTTP/1.1\r\nHost: ${host}\r\n\r\n`;
  const length = `Content-Length: ${hidden.length}`;
  const chunk = (text) => `${text.length.toString(16)}\r\n${text}\r\n`;
  return Object.entries({
    'GET with a request as its body': get(length) + hidden,
    'GET with a request in chunks': get('Transfer-Encoding: chunked') + chunk(hidden) + chunk(''),
    'DELETE with a request as its body': get(length).replace('GET', 'DELETE') + hidden,
    'OPTIONS with a request as its body': get(length).replace('GET', 'OPTIONS') + hidden,
    'HEAD with a request as its body': get(length).replace('GET', 'HEAD') + hidden,
    'length and chunks': post(chunk('') + hidden, 'Content-Length: 5', 'Transfer-Encoding: chunked'),
    'two lengths': post(hidden, 'Content-Length: 0', length),
    'length below what comes': post(hidden, 'Content-Length: 0'),
    [broken]: post('{"name":', 'Content-Length: 9000'),
    'a negative length': post(hidden, 'Content-Length: -1'),
    'a length with a plus': post(hidden, `Content-Length: +${hidden.length}`),
    'chunks of a strange coding': post(chunk('') + hidden, 'Transfer-Encoding: identity, chunked'),
    'a chunk that lies about its length': post(`2\r\n${hidden}`, 'Transfer-Encoding: chunked'),
    'a tab before chunked': post(chunk('') + hidden, 'Transfer-Encoding:\tchunked'),
    'space before the colon': get(`Content-Length : ${hidden.length}`) + hidden,
    'a folded header': get('X-Long: a', ' b'),
    'encoded line breaks': get('X-Value: a%0d%0aContent-Length: 5'),
    'line breaks in the path': get().replace('/healthz', '/a%0d%0aHost:%20elsewhere'),
    'headers of the library': get('REMOTE_ADDR: 127.0.0.1', 'LOCAL_PORT: 1'),
    'many ranges': get(`Range: bytes=${'0-1,'.repeat(1500)}5-6`).replace('/healthz', '/openapi.json'),
    'many headers': get(...Array.from({ length: 100 }, (_, i) => `X-${i}: 1`)),
    'a header of 7 KB': get(`X-Long: ${'a'.repeat(7000)}`),
    'a header of 20 KB': get(`X-Long: ${'a'.repeat(20_000)}`),
    'a long address': get().replace('/healthz', `/${'a'.repeat(8100)}`),
    'a compressed body': post('\u001f\u008b', 'Content-Encoding: gzip', 'Content-Length: 2'),
    'a body of another type': post('a=b', 'Content-Length: 3').replace('application/json', 'application/x-www-form-urlencoded'),
    'a body over the limit': post('a'.repeat(100_000), 'Content-Length: 100000'),
    'an unknown method': get().replace('GET', 'BREW'),
    'CONNECT': `CONNECT ${host}:443 HTTP/1.1\r\nHost: ${host}\r\n\r\n`,
    'an absolute address of another host': get().replace('/healthz', 'http://elsewhere.example/healthz'),
    'Upgrade to HTTP/2 in clear': get('Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c', 'HTTP2-Settings: AAMAAABkAAQAAP__'),
    'Expect': post('', 'Expect: 100-continue', 'Content-Length: 3000'),
    'Connection that names headers': get('Connection: close, X-Forwarded-For, Host'),
    'no Host': 'GET /healthz HTTP/1.1\r\n\r\n',
    'HTTP/1.0 without Host': 'GET /healthz HTTP/1.0\r\n\r\n',
    'two of them at once': get() + get('Connection: close') + hidden,
  }).map(([what, bytes]) => ({ what, bytes, ends: what === broken }));
}
