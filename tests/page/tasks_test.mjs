// SPDX-License-Identifier: GPL-3.0-or-later
// What else is done about articles: begun in two keys, found right, flagged, put away, listed; and
// what everybody is told. The server stands in (writers_desk.mjs).
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { assertAccessible, LOOKS } from './axe.mjs';
import { closePage, openPage, startBrowser, startFixture } from './browser.mjs';
import { WritersDesk } from './writers_desk.mjs';

let server;
let browser;
let page = null;
let desk;

before(async () => {
  server = await startFixture('accounts');
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});
afterEach(async () => {
  const closing = page;
  page = null;
  await closePage(closing, /status of (403|404|409|412)/);
});

async function open(path, { as = 'olga', set = () => {}, ...options } = {}) {
  desk = new WritersDesk();
  set(desk);
  page = await openPage(browser, server.url, 'about:blank', { extraHTTPHeaders: { 'X-User': as }, ...options });
  await desk.serve(page);
  page.on('dialog', (dialog) => void dialog.accept());
  await page.goto(path);
}

const heading = (name) => page.getByRole('heading', { name });
const dialog = (name) => page.getByRole('dialog', { name });
const toast = (words) => page.locator('.toast').getByText(words).waitFor();
const written = () => page.evaluate(() => [...document.querySelectorAll('.cm-line')].map((line) => line.textContent).join('\n'));

/** On the article, with its keys. */
async function read(more = {}) {
  await open('/a/refund-late', more);
  await heading('Refund is late').waitFor();
  await page.locator('#ap-article').focus();
}

test('a new article takes two keys, and its file follows its title', async () => {
  await open('/a/refund-late');
  await heading('Refund is late').waitFor();
  await page.locator('#ap-article').focus();
  await page.keyboard.press('a');
  await heading('New article').waitFor();
  await page.locator('.kind').first().waitFor();
  await page.keyboard.press('o');
  await page.locator('.cm-content').waitFor();
  assert.equal(new URL(page.url()).pathname, '/new/policy');
  await page.waitForFunction(() => document.activeElement?.classList.contains('cm-content'));
  await page.keyboard.type('Fees for große Pakete');
  assert.match(await written(), /^---\ntitle: "Fees for große Pakete"\nkind: policy\n/);
  const path = page.getByLabel('File');
  assert.equal(await path.inputValue(), 'fees-for-grosse-pakete.md');
  await path.fill('payments/parcel-fees.md');
  await page.keyboard.press('Control+s');
  await page.getByText('Saved, and found from now on.').first().waitFor();
  await page.waitForURL('**/edit/payments-parcel-fees');
  const [method, asked, , headers] = desk.changes[0];
  assert.deepEqual([method, asked, headers['if-none-match']], ['PUT', '/articles/payments-parcel-fees', '*']);
  assert.equal(desk.articles.get('payments-parcel-fees').path, 'payments/parcel-fees.md');
  await page.waitForFunction(() => document.activeElement?.classList.contains('cm-content'));
  await page.keyboard.type('!');
  await page.keyboard.press('Control+s');
  await page.waitForFunction(() => document.querySelector('.save-state').textContent === 'Nothing unsaved');
  assert.match(desk.articles.get('payments-parcel-fees').markdown, /Pakete!"/, 'and goes on where it was');
});

test('Enter takes the first kind', async () => {
  await open('/new');
  await page.waitForFunction(() => document.activeElement?.classList.contains('kind'));
  await page.keyboard.press('Enter');
  await page.waitForURL('**/new/procedure');
  await page.locator('.cm-content').waitFor();
});

test('what was searched for and not found is what the new article is to answer', async () => {
  await open('/');
  await page.getByRole('combobox').fill('zebra stripes');
  await page.getByText('No article answers this').waitFor();
  await page.getByRole('button', { name: 'Write the article' }).click();
  await page.getByText('It is to answer: “zebra stripes”.').waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.cm-content').waitFor();
  assert.match(await written(), /title: "Zebra stripes"\nkind: procedure\ntest_queries:\n {2}- "zebra stripes"\n/);
});

test('a new article that is not saved is found again', async () => {
  await open('/new/tip');
  await page.locator('.cm-content').waitFor();
  await page.keyboard.type('Half a title');
  await page.goto('/lists/drafts');
  await page.getByRole('link', { name: /^Half a title/ }).click();
  await page.getByRole('button', { name: 'Go on with them' }).click();
  await page.locator('.cm-content').waitFor();
  assert.match(await written(), /title: "Half a title"/);
});

test('an id that is taken is said, and nothing is overwritten', async () => {
  await open('/new/tip');
  await page.locator('.cm-content').waitFor();
  await page.getByLabel('File').fill('late-fee.md');
  await page.keyboard.press('Control+s');
  await page.getByRole('alert').getByText('There is an article of that id already.').waitFor();
});

test('one key says that an article is still right', async () => {
  await read();
  await page.keyboard.press('y');
  await toast('Thank you: the article is right as of today.');
  assert.deepEqual(desk.changes.map(([method, path]) => [method, path]), [['POST', '/articles/refund-late/reviewed']]);
});

test('anybody on the phone flags an article with a reason, and it stands on the article until it is mended', async () => {
  await read({ as: 'ana', set: (one) => { one.may = { save: false, review: false, publish: false }; } });
  await page.keyboard.press('g');
  await dialog('What is wrong with this article?').waitFor();
  await page.getByRole('button', { name: 'Flag it' }).click();
  await page.getByText('Say what is wrong.').waitFor();
  await page.keyboard.type('It takes <b>twelve</b> days now');
  await page.keyboard.press('Enter');
  await page.getByRole('region', { name: 'Something is wrong with this article' }).getByText('It takes <b>twelve</b> days now').waitFor();
  await page.getByText(/^Flagged by Olga Berg, /).waitFor();
  assert.equal(await page.getByRole('button', { name: /^It is mended/ }).count(), 0);
  desk.may = { save: true, review: true, publish: true };
  await page.reload();
  await page.getByRole('button', { name: /^It is mended/ }).click();
  await toast('The flags are gone.');
  assert.equal(await page.getByRole('region', { name: 'Something is wrong with this article' }).count(), 0);
});

test('an article is archived and restored, moved, and deleted only after asking', async () => {
  await read();
  const more = () => page.getByRole('button', { name: 'More…' }).click();
  await more();
  await page.getByRole('button', { name: 'Archive' }).click();
  await page.getByText('This article is archived: it may no longer be right.').waitFor();
  await more();
  await page.getByRole('button', { name: 'Restore' }).click();
  await toast('Restored: it is found again.');
  await more();
  await page.getByRole('button', { name: 'Move or rename…' }).click();
  await dialog('Move or rename the file').getByLabel('File').fill('refunds/late.md');
  await page.keyboard.press('Enter');
  await toast('Moved.');
  await page.locator('.article-foot').getByText('refunds/late.md').waitFor();
  await more();
  await page.getByRole('button', { name: 'Delete…' }).click();
  await dialog('Delete this article?').getByRole('button', { name: 'Cancel' }).click();
  assert.ok(desk.articles.has('refund-late'));
  await more();
  await page.getByRole('button', { name: 'Delete…' }).click();
  await dialog('Delete this article?').getByRole('button', { name: 'Delete' }).click();
  await toast('Deleted.');
  assert.ok(!desk.articles.has('refund-late'));
  assert.match(desk.changes.at(-1)[3]['if-match'], /-md"$/, 'of the version that was seen');
});

test('what cannot be done is said', async () => {
  await read();
  desk.next.push(() => ({ status: 403, contentType: 'application/problem+json', body: JSON.stringify({ type: '/problems/forbidden', title: 'No', status: 403, detail: 'This article is of another department.' }) }));
  await page.keyboard.press('y');
  await dialog('That could not be done').getByText('This article is of another department.').waitFor();
  await page.keyboard.press('Escape');
  assert.equal(await page.getByRole('dialog').count(), 0);
});

test('history is one click away from the article', async () => {
  await read();
  await page.getByRole('button', { name: 'More…' }).click();
  await page.getByRole('button', { name: 'History' }).click();
  await heading('History of “Refund is late”').waitFor();
});

test('owners find what is to be done, theirs first, and say there that it is right', async () => {
  await open('/');
  await page.getByRole('link', { name: 'To do' }).click();
  await heading('Review overdue').waitFor();
  const asked = page.waitForRequest((request) => request.url().includes('standing=overdue') && !request.url().includes('owner='));
  await page.getByLabel('Mine only').uncheck();
  await asked;
  await page.getByRole('button', { name: '“Refund is late” is still right' }).click();
  await toast('“Refund is late” is right as of today.');
  desk.articles.get('late-fee').flags.push({ by: 'Ana', at: '2026-01-10T14:05:00Z', reason: 'The fee has changed.' });
  await page.getByRole('link', { name: 'Flagged' }).click();
  await page.getByText('The fee has changed.').waitFor();
  assert.equal(await page.getByRole('row').count(), 2, 'a head and an article');
  await page.getByRole('link', { name: 'Waive a late fee' }).click();
  await heading('Waive a late fee').waitFor();
});

test('a draft is gone on with, published and thrown away in its list', async () => {
  const set = (one) => {
    one.drafts.set('late-fee', { markdown: '---\ntitle: Fees, anew\n---\nTwice a year.\n', etag: '"d1"', author: 'ben' });
    one.drafts.set('parcel', { markdown: '---\ntitle: Parcels\n---\nNew.\n', etag: '"d2"', author: 'olga' });
  };
  await open('/lists/drafts', { set });
  await page.getByRole('link', { name: 'Parcels' }).waitFor();
  await page.getByLabel('Mine only').uncheck();
  await page.getByRole('button', { name: 'Publish “Fees, anew”' }).click();
  await toast('“Fees, anew” is published, and found from now on.');
  assert.equal(desk.changes.at(-1)[3]['if-match'], '"d1"');
  await page.getByRole('button', { name: 'Throw away: the draft of “Fees, anew”' }).click();
  await dialog('Throw the draft away?').getByRole('button', { name: 'Throw them away' }).click();
  await page.getByRole('link', { name: 'Fees, anew' }).waitFor({ state: 'detached' });
  await page.getByRole('link', { name: 'Parcels' }).click();
  await page.locator('.cm-content').waitFor();
  assert.match(await written(), /title: Parcels/);
});

test('a lead writes a notice, sees it as all will, and publishes it', async () => {
  await open('/notices', { as: 'ben' });
  await page.getByRole('button', { name: 'Write a notice' }).click();
  await page.getByLabel('In a few words').fill('Payments are down');
  await page.getByLabel('What to know and to say').fill('Say that we know, and call back at five.');
  await page.getByLabel('Above the hits for (optional)').fill('refund, card');
  await page.getByRole('button', { name: 'Next: see it' }).click();
  await page.getByText('This is how everybody will see it.').waitFor();
  assert.equal(desk.notices[0].state, 'draft', 'nobody sees it yet');
  assert.deepEqual(desk.notices[0].queries, ['refund', 'card']);
  await page.waitForFunction(() => document.activeElement?.textContent === 'Publish');
  await page.keyboard.press('Enter');
  await toast('Published: everybody sees it from now on.');
  assert.equal(desk.notices[0].state, 'published');
  await page.getByRole('button', { name: 'Payments are down' }).click();
  await page.getByRole('button', { name: 'End it' }).click();
  await dialog('End this notice?').getByRole('button', { name: 'End it' }).click();
  await toast('Ended: nobody sees it any more.');
});

test('notices stand above what is found, and at the start', async () => {
  const notice = { id: 'n1', title: 'Payments are <b>down</b>', text: 'Say that we know.', expires: '2030-01-10T14:05:00Z' };
  await open('about:blank', { as: 'ana', set: (one) => { one.notices.push(notice); } });
  await page.route('**/api/v1/search?*', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...await response.json(), notices: [notice] } });
  });
  await page.goto('/');
  await page.locator('.start .notice').getByText('Say that we know.').waitFor();
  await page.getByRole('combobox').fill('refund');
  await page.locator('.hit').first().waitFor();
  assert.equal(await page.locator('.notices ~ .hits').count(), 1, 'above the hits');
  assert.equal(await heading('Payments are <b>down</b>').count(), 1);
});

const VIEWS = [
  ['kinds of new articles', '/new', () => page.locator('.kind').first().waitFor()],
  ['a list', '/lists/overdue', async () => { await page.getByLabel('Mine only').uncheck(); await page.getByRole('row').nth(1).waitFor(); }],
  ['drafts', '/lists/drafts', () => page.getByRole('row').nth(1).waitFor()],
  ['notices', '/notices', async () => { await page.getByRole('button', { name: 'Payments are down' }).click(); await page.getByText('This is how everybody sees it.').waitFor(); }],
  ['an article with flags', '/a/late-fee', () => page.locator('.flags').waitFor()],
  ['a flag', '/a/refund-late', async () => { await heading('Refund is late').waitFor(); await page.getByRole('button', { name: /^Flag/ }).click(); await page.getByRole('dialog').waitFor(); }],
  ['what else can be done', '/a/refund-late', async () => { await heading('Refund is late').waitFor(); await page.getByRole('button', { name: 'More…' }).click(); await page.getByRole('dialog').waitFor(); }],
];

const setAll = (one) => {
  one.drafts.set('late-fee', { markdown: '---\ntitle: Fees, anew\n---\nTwice a year.\n', etag: '"d1"', author: 'olga' });
  one.articles.get('late-fee').flags.push({ by: 'Ana', at: '2026-01-10T14:05:00Z', reason: 'The fee has changed.' });
  one.notices.push({ id: 'n1', title: 'Payments are down', text: 'Say that we know.', audience: 'internal', queries: ['refund'], starts: null, expires: '2030-01-10T14:05:00Z', state: 'published', author: 'ben' });
};

for (const { name, options, dir } of LOOKS) {
  test(`everybody can use all of it: ${name}`, async () => {
    await open('about:blank', { set: setAll, ...options });
    for (const [view, path, wait] of VIEWS) {
      await page.goto(path);
      await wait();
      await assertAccessible(page, { dir, about: view });
    }
  });
}

test('all of it fits on a phone', async () => {
  await open('about:blank', { set: setAll, viewport: { width: 320, height: 700 } });
  for (const [view, path, wait] of VIEWS) {
    await page.goto(path);
    await wait();
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), view);
  }
});
