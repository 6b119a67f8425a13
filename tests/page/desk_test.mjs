// SPDX-License-Identifier: GPL-3.0-or-later
// What the desk remembers, by keyboard alone: what solved a call, what nothing answers, what was
// promised, and each agent's own. The server stands in (callers_desk.mjs).
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, afterEach, before, test } from 'node:test';
import { assertAccessible, LOOKS } from './axe.mjs';
import { closePage, openPage, search, startBrowser, startFixture } from './browser.mjs';
import { CallersDesk, problem, timeIn } from './callers_desk.mjs';

const PARCEL = 'secretdesk-parcel-secretplan';
const TITLE = 'A parcel is lost, what now';
const PERMISSIONS = ['clipboard-read', 'clipboard-write'];

let server;
let browser;
let page = null;
let desk;

before(async () => {
  server = await startFixture('panel');
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});
afterEach(async () => {
  const closing = page;
  page = null;
  await closePage(closing, /status of (401|403|404|422|503)/);
});

async function open(path, { as = 'ana', set = () => {}, ...options } = {}) {
  desk = new CallersDesk();
  set(desk);
  page = await openPage(browser, server.url, 'about:blank', { extraHTTPHeaders: { 'X-User': as }, permissions: PERMISSIONS, ...options });
  await desk.serve(page);
  await page.goto(path);
}

const press = async (...keys) => { for (const key of keys) await page.keyboard.press(key); };
const heading = (name) => page.getByRole('heading', { name });
const dialog = (name) => page.getByRole('dialog', { name });
const button = (name) => page.getByRole('button', { name });
const toast = (words) => page.locator('.toast').getByText(words).waitFor();
const until = (what, argument) => page.waitForFunction(what, argument);
const sent = (method, path) => desk.sent.filter(([one, where]) => one === method && where.startsWith(path));
const onScreen = () => page.evaluate(() => document.body.innerText + document.title + [...document.querySelectorAll('input, textarea')].map(({ value }) => value).join('\n'));
const focusedText = () => page.evaluate(() => document.activeElement.textContent);

/** Tab until what has the focus says so. */
async function tabTo(words) {
  for (let i = 0; i < 60; ++i) {
    const said = await page.evaluate(() => document.activeElement.getAttribute('aria-label') ?? document.activeElement.labels?.[0]?.textContent ?? document.activeElement.textContent);
    if (words instanceof RegExp ? words.test(said) : said.trim() === words) return;
    await page.keyboard.press('Tab');
  }
  assert.fail(`no way by Tab to ${words}`);
}

/** On the article, with its keys. */
async function read(more = {}) {
  await open(`/a/${PARCEL}`, more);
  await heading(TITLE).waitFor();
  await page.locator('#ap-article').focus();
}

const ask = (words) => search(page, words);

/** At the start, with the keys. */
async function begin(more = {}, path = '/') {
  await open(path, more);
  await page.getByRole('link', { name: /^My desk/ }).waitFor();
  await page.locator('#ap-article').focus();
}

// What solved a call

test('one key says that the article solved it, with the words that led there and the call; again takes it back', async () => {
  await open('/');
  await ask('parcel lost');
  await press('Enter');
  await heading(TITLE).waitFor();
  await until(() => document.activeElement.id === 'ap-article');
  await press('u');
  await toast('Solved: thank you. These words lead here from now on.');
  await page.getByText('You said that this solved it.').waitFor();
  const [, , use] = sent('POST', '/uses')[0];
  assert.deepEqual({ ...use, call: typeof use.call }, { call: 'string', query: 'parcel lost', article: PARCEL, outcome: 'solved' });
  await press('u');
  await toast('Taken back.');
  assert.equal(desk.uses.length, 0);
  assert.equal(await page.getByText('You said that this solved it.').count(), 0);
});

test('the second choice says that it did not, or was wrong, in place of what was said before', async () => {
  await read();
  await press('u');
  await toast('Solved: thank you.');
  await press('U');
  await dialog('What came of it?').waitFor();
  assert.equal(await focusedText(), 'It did not solve it');
  await press('Tab', 'Enter');
  await toast('Noted: it is wrong.');
  await page.getByText('You said that this was wrong.').waitFor();
  assert.deepEqual(desk.uses.map(({ outcome }) => outcome), ['wrong']);
});

test('with the next call nothing is said of the article any more, and the server knows that the call has ended', async () => {
  await read();
  await press('u');
  await page.getByText('You said that this solved it.').waitFor();
  const { call } = desk.uses[0];
  await press('v');
  await toast('Next call');
  assert.deepEqual(sent('POST', '/calls/').map(([, path]) => path), [`/calls/${encodeURIComponent(call)}/end`]);
  await page.goBack();
  await heading(TITLE).waitFor();
  assert.equal(await page.getByText('You said that this solved it.').count(), 0);
});

test('a use that the server refuses is said', async () => {
  await read();
  desk.next.push(() => problem(403, 'forbidden', 'That cannot be recorded now.'));
  await press('u');
  await toast('That cannot be recorded now.');
});

test('searches and what is opened of them tell their call', async () => {
  await open('/');
  const asked = [];
  page.on('request', (request) => { if (/[?&]q=[^&]/.test(request.url()) || request.url().includes(`articles/${PARCEL}`)) asked.push(new URL(request.url())); });
  await ask('parcel lost');
  await press('Enter');
  await heading(TITLE).waitFor();
  const calls = (path) => asked.filter(({ pathname }) => pathname === path).map(({ searchParams }) => searchParams.get('call'));
  const [call] = calls('/api/v1/search');
  assert.match(call, /^local-/);
  assert.ok([...calls('/api/v1/search'), ...calls(`/api/v1/articles/${PARCEL}`)].every((one) => one === call));
  await press('h');
  await page.getByText('Screen share:').first().waitFor();
  asked.length = 0;
  await press('/');
  await ask('parcel');
  assert.ok(asked.every(({ searchParams }) => !searchParams.has('call')), 'a customer has none');
});

// What nothing answers

test('what nothing answers is recorded by one key after Enter, and shows how often, whose and until when', async () => {
  await open('/');
  await ask('zebra stripes');
  await page.getByText('No article answers this').waitFor();
  await press('Enter');
  await until(() => document.activeElement.id === 'ap-no-answer');
  await press('g');
  await toast('Recorded: asked once today · payments-kb · due');
  await page.locator('.gap-standing').getByText(/^asked once today · payments-kb · due /).waitFor();
  await page.getByText('I will ask payments and call you back by three.').waitFor();
  const [, , { question, call }] = sent('POST', '/gaps')[0];
  assert.equal(question, 'zebra stripes');
  assert.match(call, /^local-/);
  await press('g');
  await toast('Recorded. You are told when it is answered.');
  assert.equal(sent('POST', '/gaps').length, 1, 'and not twice');
  await press('ArrowUp');
  await until(() => document.activeElement.id === 'ap-box');
});

test('what was asked before says so, and is raised by the same key', async () => {
  await open('about:blank', { set: (one) => one.gaps.push(one.gapOf('zebra stripes', { asked: { today: 3, total: 9, people: 2 } })) });
  await page.route('**/api/v1/search?*', async (route) => {
    const response = await route.fetch();
    const answer = await response.json();
    await route.fulfill({ response, json: answer.query === 'zebra stripes' ? { ...answer, gap: desk.gaps[0] } : answer });
  });
  await page.goto('/');
  await ask('zebra stripes');
  await page.locator('.gap-standing').getByText(/^asked 3 times today · payments-kb · due /).waitFor();
  await press('Enter', 'g');
  await page.locator('.gap-standing').getByText(/^asked 4 times today · payments-kb · due /).waitFor();
});

test('a weak answer can be recorded as well, from the hits and from the article that did not help', async () => {
  await open('about:blank');
  await page.route('**/api/v1/search?*', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...await response.json(), certainty: 'weak' } });
  });
  await page.goto('/');
  await ask('parcel lost');
  await page.locator('.gap-line').waitFor();
  await press('Enter');
  await heading(TITLE).waitFor();
  await until(() => document.activeElement.id === 'ap-article');
  await press('U');
  await dialog('What came of it?').waitFor();
  await press('Tab', 'Tab', 'Enter');
  await toast('Recorded: asked once today');
  assert.deepEqual(desk.uses.map(({ outcome }) => outcome), ['not_solved']);
  assert.deepEqual(desk.gaps.map(({ question }) => question), ['parcel lost']);
});

test('on an article the same key says that something is wrong with it', async () => {
  await open(`/?q=zebra+stripes&open=${PARCEL}`);
  await page.getByText('No article answers this').waitFor();
  await heading(TITLE).waitFor();
  await page.locator('#ap-article').focus();
  await press('g');
  assert.equal(sent('POST', '/gaps').length, 0);
});

test('what was asked and is answered now is told once', async () => {
  const set = (one) => one.news.push({ id: 5, kind: 'gap_closed', at: timeIn(0), gap: 3, question: 'zebra stripes', article: { id: 'opening-hours', title: 'When the parcel shop is open', url: '/a/opening-hours' } });
  await open('/', { set });
  await page.getByRole('status').getByText('“zebra stripes” is answered now: When the parcel shop is open').waitFor();
  await tabTo('When the parcel shop is open');
  await press('Enter');
  await heading('When the parcel shop is open').waitFor();
  assert.equal(await page.locator('.news').isVisible(), false);
  assert.deepEqual(desk.news, []);
});

test('gaps are listed, and one becomes an article', async () => {
  await open('/desk/gaps', { as: 'olga', set: (one) => one.gaps.push(one.gapOf('zebra <b>stripes</b>', { also: ['stripes of a zebra'], nearest: [{ id: 'opening-hours', title: 'When the parcel shop is open', url: '/a/opening-hours' }] })) });
  await button('zebra <b>stripes</b>').waitFor();
  await tabTo('zebra <b>stripes</b>');
  await press('Enter');
  await page.getByText('“stripes of a zebra”').waitFor();
  await tabTo('Write the article');
  await press('Enter');
  await page.waitForURL('**/edit/late-fee');
  assert.equal(sent('POST', '/gaps/1/article').length, 1);
});

test('a lead gives a gap to somebody else, and dismisses it with a reason', async () => {
  await open('/desk/gaps', { as: 'ben', set: (one) => one.gaps.push(one.gapOf('zebra stripes')) });
  await button('zebra stripes').waitFor();
  await tabTo('zebra stripes');
  await press('Enter');
  assert.equal(await button('Write the article').count(), 0, 'leads do not write');
  await tabTo('Owner and date…');
  await press('Enter');
  await tabTo('Owner');
  await press('Control+a');
  await page.keyboard.type('cards-kb');
  await press('Enter');
  await toast('Changed.');
  assert.equal(desk.gaps[0].owner, 'cards-kb');
  await tabTo('Dismiss…');
  await press('Enter');
  await tabTo('Why');
  await page.keyboard.type('Nobody has zebras');
  await press('Enter');
  await page.getByText('Nobody has zebras').waitFor();
  assert.deepEqual([desk.gaps[0].state, desk.gaps[0].reason], ['dismissed', 'Nobody has zebras']);
});

// What was promised

test('from the article’s card a promise is made for a case, with its due date in words', async () => {
  await read();
  await press('p');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'ap-card-promise');
  await press('p');
  await dialog('Promise').waitFor();
  await page.getByText(/^a new parcel · by (Mon|Tue|Wed|Thu|Fri|Sat|Sun)/).waitFor();
  await page.locator('dialog[open]').getByText('90 EUR', { exact: true }).waitFor();
  await page.getByText('A new parcel is with you by Thursday.').waitFor();
  await until(() => document.activeElement.name === 'case');
  await press('Enter');
  await page.getByText('Say which case it is for.').waitFor();
  await page.keyboard.type('C-4711');
  await press('Tab');
  await page.keyboard.type('90 EUR');
  await press('Enter');
  await toast('Promised: a new parcel, due');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'ap-card-promise', 'back at the card');
  const [, , promise] = sent('POST', '/promises')[0];
  assert.deepEqual([promise.article, promise.case, typeof promise.call, promise.amount], [PARCEL, 'C-4711', 'string', '90 EUR']);
});

test('who may not promise it is told who can, before and after they try', async () => {
  await read({ set: (one) => { one.may = false; } });
  await press('p', 'p');
  await dialog('Promise').getByText('You may not promise this. Who may: lead.').waitFor();
  assert.equal(await page.getByLabel('Case reference').count(), 0);
  await press('Escape');
  desk.may = true;
  desk.next.push(() => problem(403, 'forbidden', 'This is beyond the limit of 90 EUR; a lead can promise it.'));
  await press('p');
  await until(() => document.activeElement.name === 'case');
  await page.keyboard.type('C-1');
  await press('Tab');
  await page.keyboard.type('500 EUR');
  await press('Enter');
  await dialog('Promise').getByText('This is beyond the limit of 90 EUR; a lead can promise it.').waitFor();
});

test('a case that says who somebody is is refused at its field', async () => {
  await read();
  desk.next.push(() => problem(422, 'invalid', 'The body has faults.', { errors: [{ pointer: '/case', detail: 'a case reference names nobody' }] }));
  await press('p', 'p');
  await until(() => document.activeElement.name === 'case');
  await page.keyboard.type('Ana Ito');
  await press('Tab');
  await page.keyboard.type('90 EUR');
  await press('Enter');
  await page.getByText('A case reference names nobody.').waitFor();
  await until(() => document.activeElement.name === 'case');
});

const ledger = (one) => {
  one.promises.push(
    one.promiseOf({ case: 'C-1', what: 'a new parcel', standing: 'late', due: timeIn(-2) }), one.promiseOf({ case: 'C-2', what: 'a call back', standing: 'soon' }),
    one.promiseOf({ case: 'C-3', what: 'a letter', standing: 'ok', due: timeIn(60), by: { name: 'ben', display_name: 'Ben Okafor' } }),
  );
};

test('the bar counts promises that are soon due or late, and one key leads to the ledger', async () => {
  await open('/', { set: ledger });
  await page.getByRole('link', { name: /My desk.*1 promise is late, 1 promise is due soon/ }).waitFor();
  assert.equal(await page.locator('.bar .count').innerText(), '2');
  await page.locator('#ap-article').focus();
  await press('l');
  await heading('Promises').waitFor();
  await page.getByRole('row', { name: /C-1.*Late/ }).waitFor();
  await page.getByRole('row', { name: /C-2.*Due soon/ }).waitFor();
  assert.equal(await page.getByRole('row', { name: /C-3/ }).count(), 0, 'it is Ben’s');
  await tabTo('My team’s');
  await press('Enter');
  await page.getByRole('row', { name: /C-3.*Ben Okafor/ }).waitFor();
});

test('a promise is kept, moved with a reason, and broken, and the words for giving notice are copied', async () => {
  await open('/desk/promises', { set: ledger });
  await button('a new parcel').waitFor();
  await tabTo('a new parcel');
  await press('ArrowDown', 'Enter');
  await heading('a call back').waitFor();
  await tabTo(/^Copy: Giving notice/);
  await press('Enter');
  await toast('Copied.');
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), 'The parcel will be a day late; I am sorry.');
  await tabTo('Move…');
  await press('Enter');
  await tabTo('Why');
  await press('Enter');
  await page.getByText('Say why.').waitFor();
  await page.keyboard.type('No stock');
  await press('Enter');
  await toast('Moved. Tell the caller.');
  await page.getByText(/^From .*: No stock$/).waitFor();
  await tabTo('Kept');
  await press('Enter');
  await toast('Kept.');
  assert.equal(desk.promises[1].state, 'kept');
  await press('Escape');
  await until(() => document.activeElement !== document.body && !document.querySelector('.admin-panel'));
  await tabTo('a new parcel');
  await press('Enter');
  await tabTo('Break…');
  await press('Enter');
  await tabTo('Why');
  await page.keyboard.type('It was lost again');
  await press('Enter');
  await toast('Broken.');
  assert.deepEqual([desk.promises[0].state, desk.promises[0].reason], ['broken', 'It was lost again']);
  await until(() => !document.querySelector('.bar .count'));
});

// Each agent's own

test('a star is given and taken with one key, and marks the hit as mine', async () => {
  await open('/');
  await ask('parcel lost');
  await press('Enter');
  await heading(TITLE).waitFor();
  await until(() => document.activeElement.id === 'ap-article');
  await press('s');
  await toast('Starred: it is in your bank.');
  await page.locator(`#ap-hit-${PARCEL}`).getByText('★ Mine').waitFor();
  await press('s');
  await toast('The star is gone.');
  assert.deepEqual(desk.stars, []);
  assert.equal(await page.getByText('★ Mine').count(), 0);
});

test('a note on the article stands on it, marked as mine, and is found beside the hits', async () => {
  await read();
  await press('n');
  await dialog(`Your note on ${TITLE}`).waitFor();
  await until(() => document.activeElement.tagName === 'TEXTAREA');
  await page.keyboard.type('Ask for the <b>depot</b> first');
  await press('Control+Enter');
  await toast('Saved, for you only.');
  const note = page.getByRole('region', { name: 'Your own notes' });
  await note.getByText('Ask for the <b>depot</b> first').waitFor();
  await note.getByText('Mine · only you see it').waitFor();
  assert.deepEqual(sent('POST', '/me/notes')[0][2], { article: PARCEL, text: 'Ask for the <b>depot</b> first' });
  await press('n');
  await until(() => document.activeElement.tagName === 'TEXTAREA');
  await press('Control+End');
  await page.keyboard.type('!');
  await press('Control+Enter');
  await note.getByText('Ask for the <b>depot</b> first!').waitFor();
  assert.equal(desk.notes.length, 1, 'one note goes on');
  await press('/');
  await ask('depot');
  await page.locator('.completion-mine').getByText('Ask for the <b>depot</b> first!').waitFor();
  await press('ArrowUp');
  await until(() => document.activeElement.classList.contains('completion-mine'));
  await press('Enter');
  await heading(TITLE).waitFor();
});

test('what was written of a note and not saved is there again', async () => {
  await read();
  await press('n');
  await until(() => document.activeElement.tagName === 'TEXTAREA');
  await page.keyboard.type('half a thought');
  await press('Escape', 'n');
  await until(() => document.activeElement.tagName === 'TEXTAREA');
  assert.equal(await page.getByRole('textbox', { name: 'Note' }).inputValue(), 'half a thought');
});

test('who has no notes does not ask for them with each letter', async () => {
  await open('/');
  await ask('parcel lost');
  assert.equal(desk.asked.filter(([, path]) => path.startsWith('/me/search')).length, 0);
});

const bank = (one) => {
  one.notes.push(one.noteOf('Call before five', { title: 'Depots' }), one.noteOf('Ask twice', { article: { id: PARCEL, title: TITLE, url: `/a/${PARCEL}` } }));
  one.stars.push({ id: 'opening-hours', title: 'When the parcel shop is open', url: '/a/opening-hours', starred: timeIn(-1) });
  one.recent.push({ id: PARCEL, title: TITLE, url: `/a/${PARCEL}`, at: timeIn(-1) });
  one.shortcuts.push({ short: 'dd', text: 'direct debit' });
};

test('the bank is searched, a note changed, offered and deleted, and all of it taken along', async () => {
  await begin({ set: bank });
  await press('b');
  await heading('My bank').waitFor();
  await button('Depots').waitFor();
  await page.getByRole('link', { name: 'When the parcel shop is open' }).waitFor();
  await tabTo('Search your notes and stars');
  await page.keyboard.type('twice');
  await until(() => !document.querySelector('main').innerText.includes('Depots'));
  await button('Ask twice').waitFor();
  await press('Escape');
  await button('Depots').waitFor();
  await tabTo('Depots');
  await press('Enter');
  await tabTo('Change');
  await press('Enter');
  await dialog('A note of your own').waitFor();
  await press('Tab');
  await press('Control+End');
  await page.keyboard.type(', not after');
  await press('Control+Enter');
  await page.locator('.admin-panel').getByText('Call before five, not after').waitFor();
  await tabTo('Offer it to the editors');
  await press('Enter');
  await toast('The editors have a copy as a draft, with your name.');
  await tabTo('Delete…');
  await press('Enter');
  await dialog('Delete the note?').waitFor();
  await press('Tab', 'Enter');
  await toast('Deleted.');
  assert.deepEqual(desk.notes.map(({ text }) => text), ['Ask twice']);
  const [download] = await Promise.all([page.waitForEvent('download'), (async () => { await tabTo('Take along'); await press('Enter'); })()]);
  assert.equal(download.suggestedFilename(), 'aplomb-notes.md');
  assert.equal(await readFile(await download.path(), 'utf8'), '# Notes\n');
});

test('a free note takes one key anywhere', async () => {
  await begin({}, '/browse');
  await press('n');
  await dialog('A note of your own').waitFor();
  await page.keyboard.type('Canteen');
  await press('Tab');
  await page.keyboard.type('Closed on Fridays');
  await press('Control+Enter');
  await toast('Saved, for you only.');
  assert.deepEqual(sent('POST', '/me/notes')[0][2], { title: 'Canteen', text: 'Closed on Fridays' });
});

test('shortcuts are written and removed', async () => {
  await open('/desk/shortcuts', { set: bank });
  await page.getByRole('row', { name: /dd.*direct debit/ }).waitFor();
  await tabTo('Short form');
  await page.keyboard.type('pu');
  await press('Tab');
  await page.keyboard.type('pick-up point');
  await press('Enter');
  await toast('“pu” is searched for from now on.');
  await page.getByRole('row', { name: /pu.*pick-up point/ }).waitFor();
  await tabTo('Remove “dd”');
  await press('Enter');
  await toast('“dd” is gone.');
  assert.deepEqual(desk.shortcuts, [{ short: 'pu', text: 'pick-up point' }]);
});

test('since the last shift shows what has changed in words, until it is seen', async () => {
  const set = (one) => one.changes.push({
    article: { id: 'opening-hours', title: 'When the parcel shop is open', url: '/a/opening-hours' }, what: 'changed', why: ['starred', 'used'], at: timeIn(-3),
    difference: [{ text: 'Open until ', op: 'same' }, { text: 'eight', op: 'removed' }, { text: 'nine', op: 'added' }],
  });
  await begin({ set });
  await press('i');
  await heading('Since my last shift').waitFor();
  await page.getByText(/^One change since /).waitFor();
  await page.locator('del').getByText('eight').waitFor();
  await page.locator('ins').getByText('nine').waitFor();
  await page.getByText('starred, used').waitFor();
  await tabTo('I have seen it');
  await press('Enter');
  await toast('From now on you see what changes later.');
  await page.getByText(/^0 changes since /).waitFor();
  assert.match(sent('PUT', '/me/since')[0][2].at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
});

test('a session that has ended covers nothing that is being read, until something is done', async () => {
  await read();
  const ended = { status: 401, contentType: 'application/problem+json', body: JSON.stringify({ type: '/problems/unauthorized', title: 'Sign in.', status: 401 }) };
  await page.route(/promises\/summary|me\/news/, (route) => route.fulfill(ended));
  const answered = Promise.all([page.waitForResponse(/promises\/summary/), page.waitForResponse(/me\/news/)]);
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await answered;
  await page.evaluate(() => new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(resolve)); }));
  assert.equal(await page.locator('#ap-entry').count(), 0);
  assert.ok(await heading(TITLE).isVisible());
});

// For those who write and lead

test('what callers also say becomes a symptom with one key, or is removed', async () => {
  const set = (one) => one.learned.push(
    { id: 1, text: 'my box never came', people: 4, uses: 9, last: '2026-01-10T14:05:00Z' }, { id: 2, text: 'it is gone', people: 1, uses: 1, last: '2026-01-10T14:05:00Z' },
  );
  await open('about:blank', { as: 'olga', set });
  await page.route(`**/api/v1/articles/${PARCEL}?*`, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...await response.json(), may: { save: true, review: true }, flags: [] } });
  });
  await page.goto(`/a/${PARCEL}`);
  await page.getByText('“my box never came”').waitFor();
  await page.locator('#ap-article').focus();
  await press('d');
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute('aria-label')), 'Make it a symptom: my box never came');
  await press('Enter');
  await toast('“my box never came” is a symptom of the article now.');
  assert.equal(sent('POST', `/articles/${PARCEL}/learned/1/symptom`).length, 1);
  await page.getByText('“my box never came”').waitFor({ state: 'detached' });
  await until(() => document.activeElement.getAttribute('aria-label') === 'Make it a symptom: it is gone');
  await press('Tab', 'Enter');
  await toast('“it is gone” does not lead here any more.');
  await until(() => document.activeElement.id === 'ap-article');
});

test('agents do not see what callers also say', async () => {
  await read({ set: (one) => one.learned.push({ id: 1, text: 'my box never came', people: 4, uses: 9, last: '2026-01-10T14:05:00Z' }) });
  assert.equal(desk.asked.filter(([, path]) => path.includes('/learned')).length, 0);
});

test('proposals of synonyms are copied for the file, and removed', async () => {
  await open('/desk/synonyms', { as: 'olga', set: (one) => one.proposals.push({ id: 1, word: 'handy', with: 'mobile phone', people: 5, uses: 8, articles: ['opening-hours'] }) });
  await page.getByRole('row', { name: /handy → mobile phone/ }).waitFor();
  await tabTo('Copy for synonyms.yaml: handy → mobile phone');
  await press('Enter');
  await toast('Copied.');
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), '  - {from: ["handy"], to: ["mobile phone"]}');
  await tabTo('Remove: handy → mobile phone');
  await press('Enter');
  await toast('The proposal is gone.');
  await page.getByText('There is no proposal.').waitFor();
});

const numbers = (one) => {
  one.numbers.topics.push({ topic: 'payments', questions: 1200, strong: 900, weak: 200, unanswered: 100, solved: 700, not_solved: 20, wrong: 4, seconds_to_answer: { p50: 9, p90: 31 }, gaps_opened: 5, gaps_closed: 3, promises_made: 40, promises_kept: 38, promises_late: 1 });
  one.numbers.questions.push({ question: 'refund not there', people: 6, asked: 12, strong: 0, weak: 2, unanswered: 10 });
};

test('leads see the first numbers and take them along as CSV', async () => {
  await open('/desk/numbers', { as: 'ben', set: numbers });
  await page.getByRole('row', { name: /payments.*1,200.*900.*200.*100/ }).waitFor();
  const [download] = await Promise.all([page.waitForEvent('download'), (async () => { await tabTo('CSV'); await press('Enter'); })()]);
  assert.match(download.suggestedFilename(), /^aplomb-topics-.*\.csv$/);
  assert.match(await readFile(await download.path(), 'utf8'), /^topic,questions/);
  await tabTo('Questions');
  await press('Enter');
  await page.getByRole('row', { name: /refund not there.*6.*12/ }).waitFor();
});

test('what is not for an agent is closed to them, and what is not for anybody without a name', async () => {
  await open('/desk/numbers');
  await heading('This is for those who take calls').waitFor();
  await page.goto('/desk/nonsense');
  await heading('This is for those who take calls').waitFor();
  await page.close();
  await open('/desk/promises', { as: 'carla' });
  await heading('This is for those who take calls').waitFor();
  assert.equal(desk.asked.length, 0);
});

// Nobody else's

test('a shared screen holds nothing of it, in no view', async () => {
  const set = (one) => {
    bank(one);
    ledger(one);
    one.news.push({ id: 5, kind: 'gap_closed', at: timeIn(0), gap: 3, question: 'zebra stripes', article: null });
  };
  const own = /Mine|Ask twice|Call before five|C-1|C-2|zebra stripes|My desk|Solved|Star\b/;
  await read({ set });
  await page.getByText('Ask twice').waitFor();
  await press('u');
  await page.getByText('You said that this solved it.').waitFor();
  await press('h');
  await page.getByText('Screen share:').first().waitFor();
  assert.doesNotMatch(await onScreen(), own);
  desk.asked.length = 0;
  await page.reload();
  await page.locator('.page:not([data-starting])').waitFor(); // the band is there before it is known who asks
  await page.getByText('Screen share:').first().waitFor();
  await page.locator('#ap-article').focus();
  await press('u', 's', 'n', 'l', 'b', 'i');
  assert.doesNotMatch(await onScreen(), own);
  assert.equal(desk.asked.length, 0, 'and asks for nothing of it');
  await press('h');
  await page.getByText('Ask twice').waitFor();
  for (const path of ['/desk/promises', '/desk/bank']) {
    await page.goto(path);
    await page.locator('.admin-view .row-open').first().waitFor();
    await page.locator('main').focus();
    await press('h');
    await page.getByText('Screen share:').first().waitFor();
    assert.doesNotMatch(await onScreen(), own);
    await press('h');
    await page.getByText('Screen share:').first().waitFor({ state: 'hidden' });
  }
});

test('nothing of it is left after signing out, nor in the browser', async () => {
  await open(`/a/${PARCEL}`, { set: bank, extraHTTPHeaders: {} });
  await page.getByLabel('Name').fill('ana');
  await page.getByLabel('Password', { exact: true }).fill('the right words');
  await press('Enter');
  await page.getByText('Ask twice').waitFor();
  await page.locator('#ap-article').focus();
  await press('n');
  await until(() => document.activeElement.tagName === 'TEXTAREA');
  await page.keyboard.type(' nor three times');
  await press('Escape');
  await tabTo('Account: Ana Ito');
  await press('Enter');
  await tabTo('Sign out');
  await press('Enter');
  await page.getByLabel('Password', { exact: true }).waitFor();
  const left = await page.evaluate(() => document.documentElement.outerHTML + JSON.stringify({ ...localStorage }) + JSON.stringify({ ...sessionStorage }));
  assert.doesNotMatch(left, /Ask twice|three times|Depots|C-1/);
});

test('a dialog that is open is gone when the screen is shared', async () => {
  await read({ set: bank });
  await press('p', 'p');
  await dialog('Promise').waitFor();
  await page.locator('dialog[open] .button').last().focus();
  await press('h');
  await page.getByText('Screen share:').first().waitFor();
  assert.equal(await page.getByRole('dialog').count(), 0);
});

const all = (one) => {
  bank(one);
  ledger(one);
  numbers(one);
  one.gaps.push(one.gapOf('zebra stripes', { nearest: [{ id: 'opening-hours', title: 'When the parcel shop is open', url: '/a/opening-hours' }] }));
  one.proposals.push({ id: 1, word: 'handy', with: 'mobile phone', people: 5, uses: 8, articles: ['opening-hours'] });
  one.learned.push({ id: 1, text: 'my box never came', people: 4, uses: 9, last: '2026-01-10T14:05:00Z' });
  one.changes.push({ article: { id: 'opening-hours', title: 'When the parcel shop is open', url: '/a/opening-hours' }, what: 'changed', why: ['starred'], at: timeIn(-3), difference: [{ text: 'Open until ', op: 'same' }, { text: 'eight', op: 'removed' }, { text: 'nine', op: 'added' }] });
  one.news.push({ id: 5, kind: 'gap_closed', at: timeIn(0), gap: 3, question: 'zebra stripes', article: { id: 'opening-hours', title: 'When the parcel shop is open', url: '/a/opening-hours' } });
};

const onArticle = async (...keys) => {
  await heading(TITLE).waitFor();
  await page.locator('#ap-article').focus();
  await press(...keys);
};
const VIEWS = [
  ['an article with a note', `/a/${PARCEL}`, async () => { await onArticle('u'); await page.locator('.used').waitFor(); await page.locator('.learned').waitFor(); }],
  ['a note', `/a/${PARCEL}`, async () => { await onArticle('n'); await page.locator('dialog textarea').waitFor(); }],
  ['a promise', `/a/${PARCEL}`, async () => { await onArticle('p', 'p'); await page.getByLabel('Case reference').waitFor(); }],
  ['an outcome', `/a/${PARCEL}`, async () => { await onArticle('U'); await dialog('What came of it?').waitFor(); }],
  ['nothing answers', '/?q=zebra+stripes', async () => { await page.locator('.no-answer').waitFor(); await page.locator('.no-answer').focus(); await press('g'); await page.locator('.gap-standing').waitFor(); }],
  ['the ledger', '/desk/promises', async () => { await button('a new parcel').click(); await page.locator('.desk-words').waitFor(); }],
  ['moving a promise', '/desk/promises', async () => { await button('a new parcel').click(); await button('Move…').click(); await page.getByLabel('Why').waitFor(); }],
  ['gaps', '/desk/gaps', async () => { await button('zebra stripes').click(); await page.locator('.admin-panel').waitFor(); }],
  ['since', '/desk/since', () => page.locator('.words-difference').waitFor()],
  ['the bank', '/desk/bank', async () => { await button('Depots').click(); await page.locator('.admin-panel').waitFor(); }],
  ['shortcuts', '/desk/shortcuts', () => page.getByRole('row').nth(1).waitFor()],
  ['synonyms', '/desk/synonyms', () => page.getByRole('row').nth(1).waitFor()],
  ['numbers', '/desk/numbers', () => page.getByRole('row').nth(1).waitFor()],
];

const NARROW = { name: 'narrow', options: { viewport: { width: 320, height: 700 }, bypassCSP: true } };

for (const { name, options, dir } of [...LOOKS, NARROW]) {
  test(`everybody can use all of it: ${name}`, async () => {
    await open('about:blank', { as: 'olga', set: all, ...options });
    for (const [view, path, wait] of VIEWS) {
      await page.goto(path);
      await wait();
      await assertAccessible(page, { dir, about: view });
      if (name === 'narrow') assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), view);
    }
  });
}

test('it speaks German', async () => {
  await open('/desk/promises', { set: ledger, locale: 'de-DE' });
  await heading('Zusagen').waitFor();
  await page.getByRole('row', { name: /C-1.*Überfällig/ }).waitFor();
});
