// SPDX-License-Identifier: GPL-3.0-or-later
// Makes the pictures of the documentation anew, from the articles that come with the program:
//
//   APLOMB=build/release/cli/aplomb node tests/page/pictures.mjs [FOLDER [NAME...]]
//
// else all of them into docs/images.
import { execFileSync } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PASSWORD, startAplomb, STARTER } from './aplomb.mjs';
import { startBrowser } from './browser.mjs';

const WIDE = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };
const REFUND = ['type:refund not come', 'Enter'];

// Name, viewport, where to begin, what to press, and the scheme.
const PICTURES = [
  ['page', WIDE, '/', REFUND],
  ['page-phone', PHONE, '/', REFUND],
  ['hits-phone', PHONE, '/', ['type:refund not come']],
  ['start', WIDE, '/', []],
  ['no-answer', WIDE, '/', ['type:xqzzyv blorptel']],
  ['browse', WIDE, '/browse/billing', []],
  ['steps', WIDE, '/', [...REFUND, 't', 'Space'], 'dark'],
  ['steps-phone', PHONE, '/', [...REFUND, 't', 'Space']],
  ['sharing', WIDE, '/', [...REFUND, 'h']],
  ['panel', { width: 360, height: 640 }, '/panel', REFUND],
];

// The same by somebody who writes, who is signed in first.
const WRITING = [
  ['editor', WIDE, '/edit/billing-gift-card', ['type:You can use up to three for [one order](one-order.md).\n\n', 'Control+Home']],
  ['history', WIDE, '/a/billing-gift-card/history', []],
];

// The same by somebody who takes calls, who has promised, starred and noted something.
const DESK = [
  ['ledger', WIDE, '/desk/promises', ['click:.row-open']],
  ['own', WIDE, '/?q=gift+card&open=billing-gift-card', []],
];

const folder = process.argv[2] ?? join(fileURLToPath(new URL('../../docs/images', import.meta.url)));
const isWanted = ([name]) => process.argv.length <= 3 || process.argv.includes(name, 3);

const browser = await startBrowser();

async function press(page, keys) {
  for (const key of keys) {
    if (key.startsWith('type:')) await page.keyboard.type(key.slice(5), { delay: 20 });
    else if (key.startsWith('click:')) await page.locator(key.slice(6)).first().click();
    else await page.keyboard.press(key);
    await page.waitForLoadState('networkidle');
    await page.waitForTimeout(400);
  }
}

/** A folder of articles with a history, of which the last change is by that person. */
async function articlesOf({ display }) {
  const articles = await mkdtemp(join(tmpdir(), 'aplomb-articles-'));
  await cp(STARTER, articles, { recursive: true });
  const git = (...what) => execFileSync('git', ['-C', articles, '-c', `user.name=${display}`, '-c', 'user.email=edda@example.org', ...what]);
  git('init', '--quiet');
  git('add', '.');
  git('commit', '--quiet', '-m', 'Begin');
  execFileSync('sed', ['-i', 's/Cards don.t expire\\./Cards bought since 2024 never expire; older ones after three years./', join(articles, 'billing', 'gift-card.md')]);
  git('commit', '--quiet', '-a', '-m', 'Say which cards expire');
  return articles;
}

async function signIn(page, { name }) {
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByLabel('Password', { exact: true }).press('Enter');
}

const HOUR_MS = 3_600_000;
const NOTE = 'The stationery shop at the station sells cards of ours without a code on them: send those callers back to the shop.';

/** What somebody has promised, one of it for the next hour, and what is theirs. */
async function fillDesk(page) {
  const send = async (method, path, data) => {
    const answer = await page.request.fetch(`/api/v1${path}`, { method, data, headers: { Origin: new URL(page.url()).origin } });
    if (!answer.ok()) throw new Error(`${path}: ${await answer.text()}`);
  };
  const due = new Date(Date.now() + HOUR_MS).toISOString().replace(/\.\d+Z$/, 'Z');
  await send('POST', '/promises', { article: 'billing-refund-late', case: 'C-20431', amount: '40 EUR' });
  await send('POST', '/promises', { article: 'billing-refund-late', case: 'C-20417', amount: '120 EUR', due });
  await send('PUT', '/me/stars/billing-gift-card');
  await send('POST', '/me/notes', { article: 'billing-gift-card', text: NOTE });
}

async function takeDesk() {
  const person = { name: 'ana', role: 'agent', display: 'Ana Ito' };
  const server = await startAplomb(STARTER, [], [person]);
  const page = await (await browser.newContext({ viewport: WIDE, locale: 'en-GB', baseURL: server.url })).newPage();
  await page.goto('/');
  await signIn(page, person);
  await page.getByRole('link', { name: /^My desk/ }).waitFor();
  await fillDesk(page);
  for (const [name, , path, keys] of DESK.filter(isWanted)) {
    await page.goto(path);
    await page.waitForLoadState('networkidle');
    await press(page, keys);
    await page.screenshot({ path: join(folder, `${name}.png`) });
  }
  await server.stop();
}

async function takeWriting() {
  const person = { name: 'edda', role: 'editor', display: 'Edda Holm' };
  const articles = await articlesOf(person);
  const server = await startAplomb(articles, [], [person]);
  for (const [name, viewport, path, keys] of WRITING.filter(isWanted)) {
    const page = await (await browser.newContext({ viewport, locale: 'en-GB' })).newPage();
    await page.goto(server.url + path);
    await signIn(page, person);
    await page.locator('.preview-title, .difference').first().waitFor();
    await press(page, keys);
    await page.waitForTimeout(1500);
    await page.screenshot({ path: join(folder, `${name}.png`) });
    await page.context().close();
  }
  await server.stop();
  await rm(articles, { recursive: true });
}

const server = await startAplomb();
for (const [name, viewport, path, keys, colorScheme = 'light'] of PICTURES.filter(isWanted)) {
  const context = await browser.newContext({ viewport, colorScheme, locale: 'en-GB' });
  const page = await context.newPage();
  await page.goto(server.url + path);
  await page.waitForLoadState('networkidle');
  await press(page, keys);
  if (name === 'sharing') await page.waitForTimeout(4500); // what has just been said goes by itself
  await page.screenshot({ path: join(folder, `${name}.png`) });
  await context.close();
}
await server.stop();
await takeWriting();
await takeDesk();
await browser.close();
