// SPDX-License-Identifier: GPL-3.0-or-later
// Starts the fixture server and a browser, and watches that a page behaves: nothing leaves the
// origin, nothing is said on the console, no policy is broken.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';

const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** {url, link, refuse, stop}: the server at APLOMB_URL, or one started from APLOMB_FIXTURE with who
 *  may come in (see serve_fixture.cc). `link` is what it printed, on an empty desk the one-time link. */
export async function startServer(door = 'anonymous') {
  if (process.env.APLOMB_URL && door === 'anonymous') return { url: process.env.APLOMB_URL, stop: () => {} };
  return startFixture(door);
}

/** The same, always one of our own: `refuse` has the next `times` requests whose path begins with
 *  `path` turned away as `slug` for that many seconds, and resolves when that holds. Pages of
 *  `panelOrigins` may hold the panel in a frame. */
export async function startFixture(door = 'anonymous', panelOrigins = []) {
  assert.ok(process.env.APLOMB_FIXTURE, 'set APLOMB_FIXTURE to the fixture program, or APLOMB_URL to a running one');
  const server = spawn(process.env.APLOMB_FIXTURE, [door, ...panelOrigins], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: server.stdout })[Symbol.asyncIterator]();
  const { value: line } = await lines.next();
  const link = line.match(/http:\/\/\S+/)[0];
  return {
    url: new URL(link).origin,
    link,
    refuse: async (times, { slug = 'overloaded', seconds = 1, path = '/api/v1/' } = {}) => {
      server.stdin.write(`${times} ${slug} ${seconds} ${path}\n`);
      while ((await lines.next()).value !== 'ok'); // the log stands between
    },
    stop: async () => {
      const ended = once(server, 'exit');
      server.stdin.end(); // it stops by itself then
      await ended;
    },
  };
}

export const startBrowser = () => chromium.launch({
  executablePath: process.env.APLOMB_CHROMIUM ?? '/usr/bin/chromium', args: FLAGS,
});

/** Opens a page of its own; `page.complaints` fills with whatever should not happen. */
export async function openPage(browser, url, path = '/', options = {}) {
  const context = await browser.newContext({ baseURL: url, viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  page.complaints = [];
  const origin = new URL(url).origin;
  page.on('console', (message) => {
    const expected = page.expected?.some((pattern) => pattern.test(message.text()));
    if (['error', 'warning'].includes(message.type()) && !expected) page.complaints.push(message.text());
  });
  page.on('pageerror', (error) => page.complaints.push(String(error)));
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== origin) page.complaints.push(`asked for ${request.url()}`);
  });
  await page.goto(path);
  if (await page.locator('#ap-app').count() > 0) await page.locator('#ap-app > *').first().waitFor({ state: 'attached' }); // it takes keys from then on
  return page;
}

/** Closes the page with all that belongs to it. Fails on whatever should not have happened on it (see
 *  openPage), but for what is `expected`. */
export async function closePage(page, expected) {
  await page?.context().close();
  const complaints = page?.complaints ?? [];
  assert.deepEqual(complaints.filter((text) => !expected?.test(text)), [], 'nothing leaves the origin, nothing is complained about');
}

/** Types into the box as a person does and waits until the list has followed. */
export async function search(page, words) {
  const box = page.getByRole('combobox');
  await box.focus();
  const answered = page.waitForResponse((response) => {
    const { pathname, searchParams } = new URL(response.url());
    return pathname === '/api/v1/search' && searchParams.get('q') === words;
  });
  await page.keyboard.type(words);
  await answered;
  await page.waitForFunction(() => document.querySelector('#ap-status').textContent !== '' || document.querySelector('.no-answer'));
}
