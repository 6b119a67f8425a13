// SPDX-License-Identifier: GPL-3.0-or-later
// What the desk remembers, at the real program and by keyboard alone: a question that nothing answers
// becomes an article of which who asked is told, a promise is made and kept, and each agent's own
// stays theirs.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { promisify } from 'node:util';
import { PASSWORD, startAplomb, STARTER } from './aplomb.mjs';
import { closePage, openPage, search, startBrowser } from './browser.mjs';

const PEOPLE = [
  { name: 'edda', role: 'editor', display: 'Edda Holm' },
  { name: 'ben', role: 'lead', display: 'Ben Okafor' },
  { name: 'ana', role: 'agent', display: 'Ana Ito' },
  { name: 'noor', role: 'agent', display: 'Noor Aziz' },
];

let articles;
let server;
let browser;
let pages = [];
let page;

before(async () => {
  articles = await mkdtemp(join(tmpdir(), 'aplomb-articles-'));
  await cp(STARTER, articles, { recursive: true });
  const git = (...what) => promisify(execFile)('git', ['-C', articles, '-c', 'user.name=Olga Berg', '-c', 'user.email=olga@example.org', ...what]);
  await git('init', '--quiet');
  await git('add', '.');
  await git('commit', '--quiet', '-m', 'Begin');
  server = await startAplomb(articles, [], PEOPLE);
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await server?.stop();
  if (articles) await rm(articles, { recursive: true });
});
afterEach(async () => {
  const closing = pages;
  pages = [];
  for (const one of closing) await closePage(one, /status of (401|403|404|422)/);
});

/** At that address as that person, with the keys. */
async function openAs(name, path = '/') {
  page = await openPage(browser, server.url, path, { permissions: ['clipboard-read', 'clipboard-write'] });
  pages.push(page);
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.locator('#ap-entry').waitFor({ state: 'detached' });
  await page.getByRole('link', { name: /^My desk/ }).waitFor();
}

const press = async (...keys) => { for (const key of keys) await page.keyboard.press(key); };
const heading = (name) => page.getByRole('heading', { name });
const toast = (words) => page.locator('.toast').getByText(words).waitFor();
const until = (what, argument) => page.waitForFunction(what, argument);
const atArticle = () => until(() => document.activeElement?.id === 'ap-article');

async function tabTo(words) {
  for (let i = 0; i < 80; ++i) {
    const said = await page.evaluate(() => document.activeElement.getAttribute('aria-label') ?? document.activeElement.labels?.[0]?.textContent ?? document.activeElement.textContent);
    if (words instanceof RegExp ? words.test(said) : said.trim() === words) return;
    await page.keyboard.press('Tab');
  }
  assert.fail(`no way by Tab to ${words}`);
}

/** The first hit for the words, open and with the focus. */
async function openFirst(words) {
  await page.getByRole('combobox').focus();
  await search(page, words);
  await press('Enter');
  await atArticle();
}

/** Looks again until it is there: what is taken after a commit comes in its own time. */
async function reloadUntil(what) {
  for (let i = 0; i < 90; ++i) {
    await page.reload();
    await page.getByRole('link', { name: /^My desk/ }).waitFor();
    if (await what().waitFor({ timeout: 1000 }).then(() => true, () => false)) return;
  }
  assert.fail('it never came');
}

const QUESTION = 'blorptel xqzzyv';

test('a question that nothing answers becomes an article, and who asked is told', async () => {
  await openAs('ana');
  await search(page, QUESTION);
  await page.getByText('No article answers this').waitFor();
  await press('Enter');
  await until(() => document.activeElement.id === 'ap-no-answer');
  await press('g');
  await toast('Recorded: asked once today');
  await openAs('noor');
  await search(page, 'xqzzyv blorptel');
  await page.locator('.gap-standing').getByText(/^asked once today/).waitFor();
  await press('Enter', 'g');
  await page.locator('.gap-standing').getByText(/^asked 2 times today/).waitFor();

  await openAs('edda', '/desk/gaps');
  await page.getByRole('button', { name: QUESTION }).waitFor();
  await tabTo(QUESTION);
  await press('Enter');
  await tabTo('Write the article');
  await press('Enter');
  await page.waitForURL('**/edit/**');
  await until(() => document.querySelector('.cm-content'));
  await page.locator('.cm-content').focus();
  await page.evaluate((text) => navigator.clipboard.writeText(text), `---\ntitle: Blorptel xqzzyv\nkind: faq\nconfidence: validated\nsymptoms: ["${QUESTION}"]\nanswer: "The xqzzyv of a blorptel is free."\ntest_queries: ["${QUESTION}"]\n---\n## Answer\nThe xqzzyv of every blorptel is free.\n`);
  await press('Control+a', 'Control+v');
  await press('Control+s');
  await page.getByText(/^Saved, and found from now on/).first().waitFor();

  await openAs('ana');
  await reloadUntil(() => page.locator('.news').getByText(`“${QUESTION}” is answered now: Blorptel xqzzyv`));
  await tabTo('Blorptel xqzzyv');
  await press('Enter');
  await heading('Blorptel xqzzyv').waitFor();
  await page.reload();
  await heading('Blorptel xqzzyv').waitFor();
  assert.equal(await page.locator('.news').isVisible(), false, 'told once');
});

test('what solved a call teaches the search its words, which an editor makes a symptom', async () => {
  await openAs('ana');
  await openFirst('gift card will not go in wobblefish');
  const { pathname, searchParams } = new URL(page.url());
  const article = searchParams.get('open') ?? pathname.split('/').at(-1);
  await press('u');
  await page.getByText('You said that this solved it.').waitFor();
  await openAs('edda', `/a/${article}`);
  await page.locator('.learned').getByText(/wobblefish/).waitFor();
  await page.locator('#ap-article').focus();
  await press('d', 'Enter');
  await toast(/is a symptom of the article now/);
  await page.locator('.article-foot').getByText(/wobblefish/).waitFor();
});

test('a promise is made on a call, counted, moved with a reason and kept', async () => {
  await openAs('ana');
  await openFirst('refund not come');
  await press('p', 'p');
  await page.getByRole('dialog', { name: 'Promise' }).waitFor();
  await until(() => document.activeElement.name === 'case');
  await page.keyboard.type('Ana Ito, ana@example.org');
  await press('Tab');
  await page.keyboard.type('50 EUR');
  await press('Enter');
  await page.locator('dialog .fault:not(:empty)').waitFor();
  await until(() => document.activeElement.name === 'case');
  await press('Control+a');
  await page.keyboard.type('C-20417');
  await press('Enter');
  await toast(/^Promised: /);
  await press('l');
  await page.getByRole('row', { name: /C-20417.*In time/ }).waitFor();
  await until(() => document.querySelector('.admin-table .row-open'));
  await page.locator('#ap-work').focus();
  await press('Tab');
  await tabTo(/refund/);
  await press('Enter');
  await tabTo(/^Copy: Giving notice/);
  await press('Enter');
  await toast('Copied.');
  assert.notEqual(await page.evaluate(() => navigator.clipboard.readText()), '');
  await tabTo('Kept');
  await press('Enter');
  await toast('Kept.');
  await tabTo('Kept');
  await page.keyboard.press('Escape');
});

test('stars, notes and shortcuts are found again by their owner, and by nobody else', async () => {
  await openAs('ana');
  await openFirst('gift card');
  await press('s');
  await toast('Starred');
  await press('n');
  await until(() => document.activeElement.tagName === 'TEXTAREA');
  await page.keyboard.type('The wunderkammer has spare scratch cards');
  await press('Control+Enter');
  await page.getByRole('region', { name: 'Your own notes' }).getByText('wunderkammer').waitFor();
  await press('/');
  await search(page, 'wunderkammer');
  await page.locator('.completion-mine').getByText(/wunderkammer/).waitFor();
  await page.goto('/desk/shortcuts');
  await tabTo('Short form');
  await page.keyboard.type('gcx');
  await press('Tab');
  await page.keyboard.type('gift card');
  await press('Enter');
  await page.getByRole('row', { name: /gcx.*gift card/ }).waitFor();
  await press('/');
  await search(page, 'gcx');
  await page.locator('#ap-notes').getByText(/gift card/).first().waitFor();
  await page.locator('.hit').first().waitFor();
  await page.locator('#ap-list').getByText('★ Mine').first().waitFor();
  await page.goto('/desk/bank');
  await page.getByRole('button', { name: /wunderkammer/ }).waitFor();
  const [download] = await Promise.all([page.waitForEvent('download'), (async () => { await tabTo('Take along'); await press('Enter'); })()]);
  assert.match(await readFile(await download.path(), 'utf8'), /wunderkammer/);

  await openAs('noor');
  await openFirst('gift card');
  assert.equal(await page.getByText('wunderkammer').count(), 0);
  assert.equal(await page.getByText('★ Mine').count(), 0);
  await page.goto('/desk/bank');
  await page.getByText('There is no note.').waitFor();
});

test('what has changed among the starred ones is shown since the last shift', async () => {
  await openAs('ana', '/desk/since');
  await page.locator('.admin-count').getByText(/since/).waitFor();
});

test('leads see the numbers of topics, and agents do not', async () => {
  await openAs('ben', '/desk/numbers');
  await page.getByRole('row').nth(1).waitFor();
  const [download] = await Promise.all([page.waitForEvent('download'), (async () => { await tabTo('CSV'); await press('Enter'); })()]);
  assert.match(await readFile(await download.path(), 'utf8'), /^topic,questions,/);
  await openAs('ana', '/desk/numbers');
  await heading('This is for those who take calls').waitFor();
});
