// SPDX-License-Identifier: GPL-3.0-or-later
// The real program over a folder with a history, killed and started again at will.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';

const program = process.env.DURABILITY_PROGRAM;
if (!program) throw new Error('DURABILITY_PROGRAM must name the program; ctest -L durability sets it');

/** Requests of the program's API with an editor's token, or as a person. */
export class Client {
  constructor(url, token, shows = { authorization: `Bearer ${token}` }) {
    this.url = url;
    this.token = token;
    this.shows = shows;
  }

  /** The same as somebody whom a proxy has signed in, from a page of ours. */
  as(name) {
    return new Client(this.url, this.token, { 'x-user': name, 'sec-fetch-site': 'same-origin' });
  }

  /** {status, etag, text}; throws where the connection breaks. */
  async ask(method, path, { headers = {}, body } = {}) {
    const response = await fetch(`${this.url}/api/v1${path}`, {
      method, body, headers: { ...this.shows, ...headers },
    });
    return { status: response.status, etag: response.headers.get('etag'), text: await response.text() };
  }

  read(id) {
    return this.ask('GET', `/articles/${id}`, { headers: { accept: 'text/markdown' } });
  }

  save(id, body, etag, query = '') {
    const condition = etag ? { 'if-match': etag } : { 'if-none-match': '*' };
    return this.ask('PUT', `/articles/${id}${query}`, { body, headers: { 'content-type': 'text/markdown', ...condition } });
  }

  /** The ids of what a word finds. */
  async find(word) {
    const { status, text } = await this.ask('GET', `/search?exact=1&limit=20&q=${encodeURIComponent(word)}`);
    if (status !== 200) return [];
    const { hits, nearest } = JSON.parse(text);
    return [...hits, ...nearest].map(({ id }) => id);
  }
}

/** Waits until `holds` does; after half a minute it says what did not. */
export async function until(holds, what) {
  for (const end = Date.now() + 30_000; Date.now() < end;) {
    if (await holds()) return;
    await new Promise((resolve) => { setTimeout(resolve, 10); });
  }
  throw new Error(`not within half a minute: ${what}`);
}

/** A word that the article of that number has, and no other: of letters, so that it has no parts, and
 *  with an end that no stemmer takes away. */
export const wordOf = (number) => `number${[...String(number)].map((digit) => 'abcdefghij'[digit]).join('')}x`;

/** A folder of `count` articles in a repository, beside it a data folder with a token. */
export class Desk {
  constructor(root, count, { history = true } = {}) {
    this.articles = join(root, 'articles');
    this.data = join(root, 'data');
    mkdirSync(this.articles, { recursive: true });
    mkdirSync(this.data, { recursive: true });
    for (let i = 0; i < count; ++i) this.write(`a${i}.md`, `# Article ${i}\n\nAbout ${wordOf(i)}.\n`);
    if (history) this.run('init', '--articles', this.articles);
    this.token = this.run('token', 'new', '--role', 'editor', '--name', 'test', '--data', this.data).trim().split('\n').at(-1);
  }

  run(...words) {
    return execFileSync(program, words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  }

  git(...words) {
    return execFileSync('git', ['-c', 'safe.directory=*', '-C', this.articles, ...words], { encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'pipe'] });
  }

  write(path, text) {
    const file = join(this.articles, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  read(path) {
    return readFileSync(join(this.articles, path), 'utf8');
  }

  /** What a write that was cut off has left in the folder. */
  leftOver() {
    return readdirSync(this.articles, { recursive: true }).map(String).filter((path) => /(^|\/)\.aplomb-/.test(path));
  }

  /** Starts the server; resolves when it is ready and in step. */
  async start(more = []) {
    const child = spawn(program, ['serve', '--articles', this.articles, '--data', this.data, '--listen', '127.0.0.1:0',
      '--limit-anonymous', '0', '--limit-token', '0', '--access-log', 'off', ...more], { stdio: ['ignore', 'pipe', 'pipe'] });
    const said = [];
    for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', (line) => said.push(line));
    this.child = child;
    this.said = said;
    const url = () => said.join('\n').match(/ready at (http:\/\/[\d.:[\]]+)/)?.[1];
    await until(() => {
      if (child.exitCode !== null || child.signalCode !== null) throw new Error(`aplomb ended: ${said.join('\n')}`);
      return url();
    }, 'the server is ready').catch((error) => { throw new Error(`${error.message}; it said: ${said.join('\n')}`); });
    return new Client(url(), this.token);
  }

  async end(signal) {
    const ended = once(this.child, 'exit');
    this.child.kill(signal);
    await ended;
  }
}
