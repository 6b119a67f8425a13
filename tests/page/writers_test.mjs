// SPDX-License-Identifier: GPL-3.0-or-later
// Two editors at the real program, over a folder of their own: what is written is found, and nobody
// loses anything.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { promisify } from 'node:util';
import { PASSWORD, startAplomb, STARTER } from './aplomb.mjs';
import { assertAccessible, LOOKS } from './axe.mjs';
import { closePage, openPage, search, startBrowser } from './browser.mjs';

const PEOPLE = [
  { name: 'edda', role: 'editor', display: 'Edda Holm' },
  { name: 'timo', role: 'editor', display: 'Timo Aalto' },
  { name: 'ben', role: 'lead', display: 'Ben Okafor' },
  { name: 'ana', role: 'agent', display: 'Ana Ito' },
];

let articles;
let server;
let browser;
let pages = [];

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
  for (const page of closing) await closePage(page, /status of (401|404|409|412|415|422)/);
});

async function signIn(page, name) {
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByLabel('Password', { exact: true }).press('Enter');
}

/** At that address as that person. */
async function openAs(name, path, options = {}) {
  const page = await openPage(browser, server.url, path, options);
  pages.push(page);
  page.on('dialog', (dialog) => void dialog.accept());
  await signIn(page, name);
  await page.locator('#ap-entry').waitFor({ state: 'detached' });
  return page;
}

const text = (page) => page.locator('.cm-content');
const source = (path) => readFile(join(articles, path), 'utf8');
const ready = (page) => page.locator('.preview-title').first().waitFor();
const save = (page) => page.keyboard.press('Control+s');
const saved = (page) => page.locator('.editor-saved').getByText(/^Saved[,;]/).waitFor();
const preview = (page, who) => page.getByRole('region', { name: `What ${who} see` });
const written = (page) => page.evaluate(() => [...document.querySelectorAll('.cm-line')].map((line) => line.textContent).join('\n'));

/** At the end of the line that holds those words. */
async function goToEndOf(page, words) {
  await page.locator('.cm-line').filter({ hasText: words }).first().click();
  await page.keyboard.press('End');
}

test('an article is written, looked at by both, found wrong, mended, saved and found', async () => {
  const page = await openAs('edda', '/a/account-account-locked');
  await page.getByRole('heading', { name: 'The account is locked' }).waitFor();
  await page.locator('#ap-article').focus();
  await page.keyboard.press('e');
  await ready(page);
  await page.keyboard.press('Control+End');
  await page.keyboard.type('\n> [!CUSTMER]\nThe zebrafish lock opens by itself.');
  const findings = page.getByRole('region', { name: /^Findings/ });
  await findings.getByText('no word known here').waitFor();
  assert.equal(await preview(page, 'customers').getByText('zebrafish').count(), 0, 'in doubt it is internal');
  await goToEndOf(page, '[!CUSTMER]');
  await page.keyboard.press('Backspace');
  for (let i = 0; i < 3; ++i) await page.keyboard.press('Backspace');
  await page.keyboard.type('OMER]');
  await preview(page, 'customers').getByText('The zebrafish lock opens by itself.').waitFor();
  assert.equal(await findings.getByText('no word known here').count(), 0);
  await save(page);
  await saved(page);
  assert.match(await source('account/account-locked.md'), /> \[!CUSTOMER\]\n> The zebrafish lock opens by itself\./);
  await page.getByRole('link', { name: 'Back to the article' }).click();
  await page.locator('#ap-body').getByText('The zebrafish lock opens by itself.').waitFor();
  await search(page, 'zebrafish lock');
  assert.match(await page.locator('.hit').first().textContent(), /The account is locked/);
});

test('a session that ends in the middle loses nothing', async () => {
  const page = await openAs('edda', '/edit/billing-invoice-copy');
  await ready(page);
  await page.keyboard.type('Written before. ');
  await preview(page, 'agents').getByText('Written before.').waitFor();
  await page.request.delete('/api/v1/session', { headers: { 'Sec-Fetch-Site': 'same-origin' } });
  await save(page);
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByLabel('Password', { exact: true }).press('Enter');
  await saved(page);
  assert.match(await source('billing/invoice-copy.md'), /Written before\. /);
  await page.waitForFunction(() => document.activeElement?.classList.contains('cm-content'));
});

test('two editors at different places: one key saves both', async () => {
  const [one, other] = [await openAs('edda', '/edit/billing-gift-card'), await openAs('timo', '/edit/billing-gift-card')];
  await ready(one);
  await ready(other);
  await one.keyboard.type('Edda was here.\n\n');
  await save(one);
  await saved(one);
  await other.keyboard.press('Control+End');
  await other.keyboard.type('\n\nTimo was here.\n');
  await save(other);
  await other.getByRole('heading', { name: 'Somebody has saved this article while you wrote' }).waitFor();
  await other.getByRole('region', { name: 'What they changed' }).getByText('Edda was here.').waitFor();
  await save(other);
  await saved(other);
  assert.match(await source('billing/gift-card.md'), /Edda was here\.[^]*Timo was here\./);
  assert.match(await written(other), /Edda was here\.[^]*Timo was here\./);
});

test('two editors at the same place: each chooses, and no mark is saved', async () => {
  const [one, other] = [await openAs('edda', '/edit/billing-charged-twice'), await openAs('timo', '/edit/billing-charged-twice')];
  await ready(one);
  await ready(other);
  for (const [page, words] of [[one, 'Edda'], [other, 'Timo']]) {
    await page.keyboard.press('End');
    await page.keyboard.type(` ${words} says so.`);
  }
  await save(one);
  await saved(one);
  await save(other);
  await other.getByRole('button', { name: 'Show the places' }).click();
  await other.getByRole('button', { name: /^Both, line \d+$/ }).click();
  await save(other);
  await saved(other);
  const bytes = await source('billing/charged-twice.md');
  assert.match(bytes, /Edda says so\./);
  assert.match(bytes, /Timo says so\./);
  assert.doesNotMatch(bytes, /[<>]{7}/);
});

test('a picture is stored beside the article and seen in it', async () => {
  const page = await openAs('edda', '/edit/billing-payment-declined');
  await ready(page);
  const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
  await page.locator('input[type=file]').setInputFiles({ name: 'Red dot.png', mimeType: 'image/png', buffer: png });
  await text(page).getByText('![](images/red-dot.png)').waitFor();
  await page.keyboard.type('A red dot');
  await preview(page, 'agents').getByRole('img', { name: 'A red dot' }).waitFor();
  assert.deepEqual(await readFile(join(articles, 'billing', 'images', 'red-dot.png')), png);
  await page.locator('input[type=file]').setInputFiles({ name: 'liar.png', mimeType: 'image/png', buffer: Buffer.from('no picture at all') });
  await page.getByRole('alert').getByText(/^liar\.png: /).waitFor();
  await save(page);
  await saved(page);
});

test('what was changed is in the history, with who and why, and can be had back', async () => {
  const page = await openAs('timo', '/edit/billing-hardship-payment-plan');
  await ready(page);
  const before = await source('billing/hardship-payment-plan.md');
  await page.keyboard.type('A change that will go. ');
  await page.getByLabel('What for (optional)').fill('Try a change');
  await page.keyboard.press('Enter');
  await saved(page);
  await page.getByRole('link', { name: 'Back to the article' }).click();
  await page.getByRole('button', { name: 'More…' }).click();
  await page.getByRole('button', { name: 'History' }).click();
  await page.locator('.revision').getByRole('heading', { name: 'Try a change' }).waitFor();
  assert.match(await page.locator('.revision').textContent(), /Timo Aalto/);
  await page.locator('.difference ins').getByText('A change that will go.').waitFor();
  await page.getByRole('navigation', { name: 'Versions' }).getByRole('link', { name: /^Begin/ }).click();
  await page.getByRole('button', { name: 'Go back to this version' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Go back to this version' }).click();
  await page.locator('.toast').getByText(/^The article is again as it was on /).waitFor();
  assert.equal(await source('billing/hardship-payment-plan.md'), before);
});

test('an article is reviewed, archived, restored and moved', async () => {
  const page = await openAs('edda', '/a/connection-no-internet');
  await page.getByRole('button', { name: 'More…' }).waitFor();
  await page.locator('#ap-article').focus();
  await page.keyboard.press('y');
  await page.locator('.toast').getByText('Thank you: the article is right as of today.').waitFor();
  const more = async (name) => {
    await page.getByRole('button', { name: 'More…' }).click();
    await page.getByRole('button', { name }).click();
  };
  await more('Archive');
  await page.getByText('This article is archived: it may no longer be right.').waitFor();
  await more('Restore');
  await page.getByText('This article is archived: it may no longer be right.').waitFor({ state: 'detached' });
  await more('Move or rename…');
  await page.getByRole('dialog').getByLabel('File').fill('connection/no-internet-at-all.md');
  await page.keyboard.press('Enter');
  await page.locator('.article-foot').getByText('connection/no-internet-at-all.md').waitFor();
  await page.goto('/a/connection-no-internet');
  await page.locator('.article-foot').getByText('connection/no-internet-at-all.md').waitFor();
});

test('an article is deleted after asking, and found no more', async () => {
  const page = await openAs('edda', '/a/devices-tab-battery');
  await page.getByRole('button', { name: 'More…' }).click();
  await page.getByRole('button', { name: 'Delete…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await page.locator('.toast').getByText('Deleted.').waitFor();
  await assert.rejects(source('devices/tab-battery.md'), { code: 'ENOENT' });
  await page.goto('/a/devices-tab-battery');
  await page.getByRole('heading', { name: 'There is no such article' }).waitFor();
});

test('a new article takes two keys, and is found by what it was begun with', async () => {
  const page = await openAs('edda', '/');
  await search(page, 'quokka subscription');
  await page.getByRole('button', { name: 'Write the article' }).click();
  await page.getByText('It is to answer: “quokka subscription”.').waitFor();
  await page.keyboard.press('Enter');
  await ready(page);
  assert.match(await written(page), /test_queries:\n {2}- "quokka subscription"/);
  await page.getByLabel('File').fill('plus/quokka-subscription.md');
  await save(page);
  await saved(page);
  await page.waitForURL('**/edit/plus-quokka-subscription');
  assert.match(await source('plus/quokka-subscription.md'), /^---\ntitle: "Quokka subscription"\n/);
  await page.getByRole('link', { name: 'Back to the article' }).click();
  await page.getByRole('heading', { name: 'Quokka subscription' }).waitFor();
  await search(page, 'quokka subscription');
  assert.match(await page.locator('.hit').first().textContent(), /Quokka subscription/);
});

test('an archived article stands in its list, and is opened from there', async () => {
  const page = await openAs('edda', '/a/delivery-christmas-hours');
  await page.getByRole('button', { name: 'More…' }).click();
  await page.getByRole('button', { name: 'Archive' }).click();
  await page.getByText('This article is archived: it may no longer be right.').waitFor();
  await page.getByRole('link', { name: 'To do' }).click();
  await page.getByRole('link', { name: 'Archived' }).click();
  await page.getByText('There is none of yours.').waitFor();
  await page.getByLabel('Mine only').uncheck();
  await page.getByRole('row').getByRole('link', { name: /Christmas/ }).click();
  await page.getByText('This article is archived: it may no longer be right.').waitFor();
});

test('a draft is kept on the server, and gone on with by another', async () => {
  const page = await openAs('edda', '/edit/billing-change-payment-method');
  await ready(page);
  await page.keyboard.type('A first thought. ');
  await page.getByRole('button', { name: /^Save as a draft/ }).click();
  await page.locator('.toast').getByText(/^Saved as a draft/).waitFor();
  assert.doesNotMatch(await source('billing/change-payment-method.md'), /A first thought/);
  const other = await openAs('timo', '/lists/drafts');
  await other.getByLabel('Mine only').uncheck();
  await other.getByRole('row').getByRole('link').first().click();
  await ready(other);
  assert.match(await written(other), /A first thought\./);
});

test('a notice is written, seen, published, and stands above what everybody finds', async () => {
  const page = await openAs('ben', '/notices');
  await page.getByRole('button', { name: 'Write a notice' }).click();
  await page.getByLabel('In a few words').fill('Card payments are down');
  await page.getByLabel('What to know and to say').fill('Say that we know,\nand call back at five.');
  await page.getByLabel('Above the hits for (optional)').fill('refund not come');
  await page.getByRole('button', { name: 'Next: see it' }).click();
  await page.getByText('This is how everybody will see it.').waitFor();
  const agent = await openAs('ana', '/?q=refund+not+come');
  await agent.locator('.hit').first().waitFor();
  assert.equal(await agent.locator('.notice').count(), 0);
  await page.getByRole('button', { name: 'Publish' }).click();
  await page.locator('.toast').getByText('Published: everybody sees it from now on.').waitFor();
  await agent.reload();
  await agent.getByRole('heading', { name: 'Card payments are down' }).waitFor();
  await agent.goto('/');
  await agent.locator('.start .notice').getByText('and call back at five.').waitFor();
});

test('agents read on as ever', async () => {
  const page = await openAs('ana', '/a/billing-refund-late');
  await page.locator('#ap-body').waitFor();
  assert.equal(await page.getByRole('button', { name: /^(Edit|More…)/ }).count(), 0);
  assert.equal(await page.getByRole('link', { name: 'To do' }).count(), 0);
});

for (const { name, options, dir } of LOOKS) {
  test(`axe finds nothing wrong with an article that is written: ${name}`, async () => {
    const page = await openAs('edda', '/edit/billing-refund-late', options);
    await ready(page);
    await assertAccessible(page, { dir });
  });
}
