// SPDX-License-Identifier: GPL-3.0-or-later
// Reading an article and acting on it, by keyboard, over articles that the real indexer has made.
// Whatever is internal in them has a word that begins with "secret".
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { assertAccessible, LOOKS } from './axe.mjs';
import { closePage, openPage, search, startBrowser, startFixture } from './browser.mjs';

const PARCEL = '/a/secretdesk-parcel-secretplan';
const PIXEL = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

let server;
let browser;
let page = null;

before(async () => {
  server = await startFixture('reading');
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});
afterEach(async () => {
  const closing = page;
  page = null;
  // The browser writes down every 404: a lost picture, an article of which customers see nothing.
  await closePage(closing, /status of 404/);
});

const title = () => page.locator('.article-title');
const arrived = (words) => title().getByText(words).waitFor();
const PARCEL_TITLE = 'A parcel is lost, what now';

/** The article, open, with the focus in its pane. */
async function open(path = PARCEL, { script, words = PARCEL_TITLE, routes = () => {}, ...options } = {}) {
  page = await openPage(browser, server.url, '/healthz', { permissions: ['clipboard-read', 'clipboard-write'], ...options });
  await page.route(/\/files\//, (route) => (route.request().url().endsWith('way.png')
    ? route.fulfill({ contentType: 'image/png', body: PIXEL }) : route.fulfill({ status: 404 })));
  await page.evaluate(() => navigator.clipboard.writeText(''));
  await routes();
  if (script) await page.addInitScript(script);
  await page.goto(path);
  if (words) await arrived(words);
  await page.evaluate(() => document.getElementById('ap-article').focus());
  return page;
}
const press = async (...keys) => { for (const key of keys) await page.keyboard.press(key); };
const focused = () => page.evaluate(() => document.activeElement.id || document.activeElement.className);
const toast = (words) => page.locator('.toast').getByText(words).waitFor();
const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
const select = (what) => page.evaluate((selector) => getSelection().selectAllChildren(document.querySelector(selector)), what);
const until = (what, argument) => page.waitForFunction(what, argument);

/** All that is in the page and around it: text, attributes, fields, title, address. */
const everything = () => page.evaluate(() => [document.documentElement.outerHTML, document.title, location.href,
  ...[...document.querySelectorAll('input, textarea')].map(({ value }) => value)].join('\n'));
const secretsIn = (text) => [...text.matchAll(/.{0,40}secret.{0,20}/gi)].map(([match]) => match);

// The order on the screen

test('what to say stands first, then what to act by, each with its key and its audience in a word', async () => {
  await open();

  const names = await page.locator('.card-title').allTextContents();
  assert.deepEqual(names, ['Say first', 'Answer', 'You may promise', 'Exceptions', 'Hand over to']);
  assert.deepEqual(await page.locator('.actions .card-head kbd').allTextContents(), ['p', 'x', 'o']);
  assert.match(await page.locator('#ap-card-promise').innerText(), /a new parcel within 2 working days[^]*Internal[^]*90 EUR/);
  assert.match(await page.locator('#ap-card-exceptions').innerText(), /Internal/);
  assert.match(await page.locator('#ap-answer').innerText(), /Customer/);
  const tops = await page.evaluate(() => ['.article-title', '.badges', '#ap-say-first', '#ap-answer', '.actions', '#ap-body']
    .map((what) => document.querySelector(`main ${what}`).getBoundingClientRect().top));
  assert.deepEqual(tops, [...tops].sort((a, b) => a - b));
});

test('customer and internal text differ by the style of a line, not by colour alone', async () => {
  await open();
  const style = (what) => page.locator(what).first().evaluate((element) => getComputedStyle(element).borderInlineStartStyle);
  for (const what of ['#ap-answer', '.said', '.audience-customer', '.audience-say']) assert.equal(await style(what), 'solid', what);
  for (const what of ['.inside', '.audience-internal']) assert.equal(await style(what), 'dashed', what);
});

test('p, x and o lead to their cards, and the same key leads back', async () => {
  await open(PARCEL, { viewport: { width: 1000, height: 300 } });
  await page.locator('main.article').evaluate((pane) => { pane.scrollTop = 900; });
  const before = await page.locator('main.article').evaluate((pane) => pane.scrollTop);
  for (const [key, id] of [['p', 'ap-card-promise'], ['x', 'ap-card-exceptions'], ['o', 'ap-card-handoff']]) {
    await press(key);
    assert.equal(await focused(), id);
    assert.ok(await page.locator(`#${id} h2`).isVisible());
  }
  await press('o');
  assert.equal(await focused(), 'ap-article');
  assert.equal(await page.locator('main.article').evaluate((pane) => pane.scrollTop), before);
});

test('a card that the article does not have is said to be missing', async () => {
  await open('/a/opening-hours', { words: 'When the parcel shop is open' });
  await press('p');
  await toast('This article names nothing that you may promise.');
});

// Copying

test('c copies the answer, and says so', async () => {
  await open();
  await press('c');
  await toast('Copied: A new parcel leaves today and is with you on Thursday.');
  assert.equal(await clipboard(), 'A new parcel leaves today and is with you on Thursday.');
});

test('c copies the customer text that has the focus', async () => {
  await open();
  await press('p', 'c');
  await toast('Copied: a new parcel within 2 working days');
  assert.equal(await clipboard(), 'a new parcel within 2 working days');
  await press('o', 'c');
  await toast('Copied: A colleague will call you by tonight.');
  await page.getByRole('button', { name: 'Copy for the customer: Say first' }).focus();
  await press('c');
  await toast('Copied: I know how annoying a lost parcel is.');
});

test('each customer text has a button that copies it, lists as lists', async () => {
  await open();
  await page.locator('.audience-customer .copy').focus();
  await press('Enter');
  await toast(/^Copied: We send a new parcel today/);
  assert.equal(await clipboard(), 'We send a new parcel today.\n\n- It is free.\n- It comes by courier.');
});

test('c copies a selection that lies in customer text', async () => {
  await open();
  await select('.audience-customer li');
  await press('c');
  await toast('Copied: It is free.');
  await select('.audience-say');
  await press('c');
  await toast('Copied: “It is on its way.”');
  assert.equal(await clipboard(), '“It is on its way.”');
});

test('a selection that holds internal text is not copied by c, not even in part', async () => {
  await open();
  await press('c');
  await toast('Copied: A new parcel');
  for (const what of ['.audience-internal', '#ap-body', '#ap-card-promise', '.cards', '#ap-body > ol']) {
    await select(what);
    await press('c');
    await toast('This holds internal text; nothing was copied.');
    assert.match(await clipboard(), /^A new parcel leaves/, what);
  }
});

test('what the server does not show to customers is not copied, whatever the page says of it', async () => {
  await open();
  await page.evaluate(() => { document.querySelector('.audience-customer p:not(.alert-title)').textContent = 'The secretbatch runs at night.'; });
  await page.locator('.audience-customer .copy').click();
  await toast('Customers do not see these words; nothing was copied.');
  page.expected = [/ERR_FAILED/];
  await page.route(/view=customer/, (route) => route.abort());
  await press('c');
  await toast('It could not be asked whether customers may see this; nothing was copied.');
  assert.equal(await clipboard(), '');
});

test('an article without customer text looks internal and gives nothing to copy', async () => {
  await open('/a/parcel-fee', { words: 'Secretfee' });
  assert.equal(await page.locator('main .copy').count(), 0);
  assert.match(await page.locator('#ap-answer').innerText(), /Internal/);
  await press('c');
  await toast('Customers see nothing of this article; nothing was copied.');
  assert.equal(await clipboard(), '');
});

test('of an article for customers the whole text can be copied, without what is internal in it', async () => {
  await open('/a/opening-hours', { words: 'When the parcel shop is open' });
  await page.getByRole('button', { name: 'Copy for the customer: the text' }).focus();
  await press('Enter');
  await toast(/^Copied: Hours/);
  assert.equal(await clipboard(), 'Hours\n\nThe parcel shop is open from nine to eight.\n\nGetting in\n\n1. Ring the bell.\n2. Wait for the parcel clerk.\n3. Show your card.\n\nSee lost and abroad.\n\n1. Any card will do.');
});

test('copying works without a secure context, and the focus and the selection stay', async () => {
  await open(PARCEL, { script: () => Object.defineProperty(navigator, 'clipboard', { value: undefined }) });
  await select('.audience-customer li');
  await press('c');
  await toast('Copied: It is free.');
  assert.equal(await page.evaluate(() => getSelection().toString().trim()), 'It is free.');
  assert.equal(await focused(), 'ap-article');
  await press('/', 'Control+v');
  assert.equal(await page.locator('#ap-box').inputValue(), 'It is free.');
});

test('the browser’s own copying is left alone, and said to hold internal text when it does', async () => {
  await open();
  await select('.audience-internal');
  await press('Control+c');
  await toast('What you have copied holds internal text.');
  assert.match(await clipboard(), /secretbatch/);
});

test('code and tables are copied as they are, and said to be internal', async () => {
  await open();
  await page.getByRole('button', { name: 'Copy the code' }).focus();
  await press('Enter');
  await toast('Copied as it is. It is internal: not for customers.');
  assert.equal(await clipboard(), 'secrettool --send parcel');
  await page.getByRole('button', { name: 'Copy the table' }).focus();
  await press('Enter');
  await until(async () => (await navigator.clipboard.readText()).startsWith('Carrier'));
  assert.equal(await clipboard(), 'Carrier\tDays\tSecretprice\nPost\t2\t5\nCourier\t1\t9');
});

// Sharing the screen

test('h takes all that is internal off the screen in the same frame, before anything is answered', async () => {
  await open(`${PARCEL}#secretissue`);
  await press('/');
  await search(page, 'parcel');
  await press('Enter');
  await until(() => document.activeElement.id === 'ap-article');
  await page.locator('.hit').first().waitFor();
  assert.ok(secretsIn(await everything()).length > 10);
  await page.route(/view=customer/, () => {}); // no answer comes
  const seen = await page.evaluate(() => new Promise((resolve) => {
    document.dispatchEvent(new KeyboardEvent('keydown', { key: 'h', bubbles: true, cancelable: true }));
    requestAnimationFrame(() => resolve(`${document.documentElement.outerHTML}\n${document.title}\n${location.href}`));
  }));
  assert.deepEqual(secretsIn(seen), []);
});

test('while sharing no road leads to an internal word: text, titles, attributes, address, live regions', async () => {
  await open(PARCEL);
  await press('h');
  await page.getByText('Screen share: only what customers may see is shown.').first().waitFor();
  await arrived(PARCEL_TITLE);
  assert.deepEqual(secretsIn(await everything()), []);
  assert.match(page.url(), /\/a\/a-[0-9a-f]{16}$/);
  assert.equal(await page.locator('.audience-internal, .inside').count(), 0);

  for (const words of ['parcel', 'secret', 'secretdesk']) {
    await press('/', 'Control+a', 'Delete');
    await search(page, words);
    await press('ArrowDown', 'Enter');
    await page.waitForTimeout(100);
    const seen = await everything();
    assert.deepEqual(secretsIn(seen.replaceAll(words, '')).filter((text) => !/value|q=/.test(text)), [], words);
  }
  await page.locator('#ap-box').fill('');
  await page.locator('#ap-list:not([data-query])').waitFor();
  await press('Escape');
  for (const keys of ['t', 'w', 'p', 'm', 'f']) {
    await page.evaluate(() => document.activeElement.blur());
    await press(keys);
    assert.deepEqual(secretsIn(await everything()), [], keys);
  }
  await page.goto('/browse/secretdesk');
  await page.waitForTimeout(200);
  assert.deepEqual(secretsIn(await everything()), []);
});

test('a filter, a folder, a file and steps that are the house’s own go too, and come back', async () => {
  await open('/a/parcel-fee', { words: 'Secretfee' });
  await press('t', ' ');
  for (const address of ['/?q=parcel&department=secretdepartment&open=parcel-fee', '/browse/secretdesk?open=lost-abroad', '/p/secretdesk/none.md']) {
    await page.goto(address);
    await page.locator('.page:not([data-starting])').waitFor();
    await until(() => document.title !== '');
    await page.evaluate(() => document.activeElement.blur());
    await press('h');
    await page.locator('.sharing-band').waitFor();
    await press('w');
    await toast('No steps were worked on in this call.');
    assert.deepEqual(secretsIn(await everything()), [], address);
    await press('h');
    await page.locator('.sharing-band').waitFor({ state: 'detached' });
    assert.equal(page.url(), server.url + address);
  }
});

test('links are followed as a customer’s while sharing', async () => {
  await open('/a/opening-hours', { words: 'When the parcel shop is open' });
  await press('h');
  await page.locator('.sharing-band').waitFor();
  const addresses = [];
  page.on('framenavigated', () => addresses.push(page.url()));
  await page.getByRole('link', { name: 'abroad' }).press('Enter');
  await page.getByRole('heading', { name: 'Nothing of this article is for customers' }).waitFor();
  await press('Escape');
  await page.goto('/a/opening-hours');
  await page.getByRole('link', { name: 'Footnote 1' }).press('Enter');
  await until(() => document.querySelector('.here')?.id === 'fn:1');
  assert.match(page.url(), /#fn/);
  await page.getByRole('link', { name: 'lost', exact: true }).press('Enter');
  await arrived(PARCEL_TITLE);
  assert.deepEqual(secretsIn(addresses.join('\n')), [], 'not even for a moment');
  assert.deepEqual(secretsIn(await everything()), []);
});

test('sharing outlives a reload', async () => {
  await open(PARCEL);
  await press('h');
  await arrived(PARCEL_TITLE);
  await until(() => /\/a\/a-/.test(location.pathname));
  await page.reload();
  await arrived(PARCEL_TITLE);
  await page.locator('.sharing-band').waitFor();
  assert.deepEqual(secretsIn(await everything()), []);
});

test('ending it brings back what was there, its place included', async () => {
  await open(`${PARCEL}#secretissue`);
  const before = page.url();
  await press('h');
  await until(() => /\/a\/a-/.test(location.pathname));
  await page.locator('.sharing-band').getByRole('button', { name: 'End' }).focus();
  await press('Enter');
  await page.locator('.audience-internal').waitFor();
  assert.equal(page.url(), before);
  await until(() => document.querySelector('.here')?.id === 'secretissue');
  assert.equal(await page.locator('.sharing-band').count(), 0);
});

test('an article without customer text is said to have none, and comes back afterwards', async () => {
  await open('/a/parcel-fee', { words: 'Secretfee' });
  await press('h');
  await page.getByRole('heading', { name: 'Nothing of this article is for customers' }).waitFor();
  assert.deepEqual(secretsIn(await everything()), []);
  assert.ok(!page.url().includes('parcel-fee'));
  await press('h');
  await arrived('Secretfee');
  assert.match(page.url(), /\/a\/parcel-fee$/);
});

test('what was asked for before the switch does not arrive after it', async () => {
  const held = [];
  await open('/', { words: null });
  await page.locator('.page:not([data-starting])').waitFor();
  await page.route(/\/api\/v1\/(search|articles|suggest)/, (route) => {
    if (route.request().url().includes('view=customer')) route.continue();
    else held.push(route);
  });
  await page.evaluate(() => { history.pushState(null, '', '/?q=parcel&open=secretdesk-parcel-secretplan'); dispatchEvent(new PopStateEvent('popstate')); });
  while (held.length < 2) await page.waitForTimeout(20); // the list and the article
  await page.evaluate(() => document.activeElement.blur());
  await press('h');
  for (const route of held) await route.continue().catch(() => {}); // dropped, so aborted
  await arrived(PARCEL_TITLE);
  await page.waitForTimeout(200);
  assert.deepEqual(secretsIn(await everything()), []);
  assert.equal(await page.locator('.audience-internal').count(), 0);
});

test('going back while sharing shows the customers’ form of what was open before', async () => {
  await open(PARCEL);
  await page.goto('/a/parcel-fee');
  await arrived('Secretfee');
  await page.evaluate(() => document.getElementById('ap-article').focus());
  await press('h');
  await page.getByRole('heading', { name: 'Nothing of this article' }).waitFor();
  await page.goBack();
  await arrived(PARCEL_TITLE);
  await until(() => /\/a\/a-/.test(location.pathname));
  assert.deepEqual(secretsIn(await everything()), []);
});

test('going back while sharing has no internal name in the address, not even until the answer', async () => {
  await open(PARCEL);
  await page.goto('/a/parcel-fee');
  await arrived('Secretfee');
  await page.evaluate(() => document.getElementById('ap-article').focus());
  await press('h');
  await page.getByRole('heading', { name: 'Nothing of this article' }).waitFor();
  await page.route(/view=customer/, () => {}); // no answer comes
  await page.goBack();
  await page.locator('.page:not([data-starting])').waitFor();
  await until(() => location.pathname === '/');
  assert.deepEqual(secretsIn(await everything()), []);
});

test('an article that customers know by the same id keeps its address', async () => {
  await open('/a/opening-hours', { words: 'When the parcel shop is open' });
  await press('h');
  await page.locator('.sharing-band').waitFor();
  await arrived('When the parcel shop is open');
  await until(() => location.pathname === '/a/opening-hours');
});

// Steps

const place = () => page.locator('#ap-step-place').textContent();
const stepText = () => page.locator('.step .step-text').innerText();

test('t shows the steps one at a time; Space, Enter and the arrow tick and go on', async () => {
  await open();
  await press('t');
  assert.equal(await place(), 'Step 1 of 5');
  assert.match(await stepText(), /^Look up the secretorder/);
  await press(' ');
  assert.equal(await place(), 'Step 2 of 5');
  assert.match(await stepText(), /Ask for the address[^]*We send a new parcel today/, 'what stands between two steps belongs to the first');
  await press('Enter', 'ArrowRight');
  assert.equal(await place(), 'Step 4 of 5');
  assert.equal(await page.locator('[aria-current="step"]').count(), 1);
  assert.deepEqual(await page.locator('.step-mark').evaluateAll((all) => all.map((one) => one.ariaLabel)),
    ['Step 1, done', 'Step 2, done', 'Step 3, done', 'Step 4', 'Step 5']);
  assert.match(await page.locator('.step-next').innerText(), /^Next: step 5\s+Close the secretcase/);
  await press('ArrowLeft', 'Backspace');
  assert.equal(await place(), 'Step 2 of 5 ✓ done');
  await press('5');
  assert.equal(await place(), 'Step 5 of 5');
  await press(' ');
  await toast('That was the last step; one is not ticked.');
  await press('4', ' ');
  await press('Escape');
  assert.equal(await focused(), 'ap-article');
  assert.ok(await page.locator('#ap-body').isVisible());
});

test('t leaves the steps as well, and they stay where they were', async () => {
  await open();
  await press('t', ' ', 't');
  await page.getByText('You were at step 2 of 5.').waitFor();
  await press('t');
  assert.equal(await place(), 'Step 2 of 5');
});

test('the steps under the passage that is open are meant, else the longest', async () => {
  await open(`${PARCEL}#returned`);
  await press('t');
  assert.equal(await place(), 'Step 1 of 2');
  await page.getByRole('button', { name: /^Resolution/ }).focus();
  await press('Enter');
  assert.equal(await place(), 'Step 1 of 5');
});

test('an article without steps says so', async () => {
  await open(PARCEL);
  await page.evaluate(() => getSelection().removeAllRanges());
  await press('h');
  await until(() => /\/a\/a-/.test(location.pathname));
  await press('t');
  await toast('This article has no numbered steps.');
});

test('a link in a step is a branch, with a way back to the step', async () => {
  await open();
  await press('t');
  await page.locator('.step a').focus();
  await press('Enter');
  await arrived('Secretfee');
  await page.getByText('You came from step 1 of “A parcel is lost, what now”.').waitFor();
  await press('t');
  assert.equal(await place(), 'Step 1 of 2');
  await press('Backspace');
  await arrived(PARCEL_TITLE);
  assert.equal(await place(), 'Step 1 of 5');
  await press(' ');
  await page.locator('.step a').first().focus();
  await press('Enter');
  await page.getByText('You came from step 2').waitFor();
  assert.equal(await page.locator('.here').getAttribute('id'), 'secretissue');
  await page.evaluate(() => document.getElementById('ap-article').focus());
  await press('r');
  assert.equal(await place(), 'Step 2 of 5');
});

test('the place outlives closing the article, a reload and an interruption', async () => {
  await open();
  await press('t', ' ', ' ', ' ');
  assert.equal(await place(), 'Step 4 of 5');
  await page.reload();
  await page.locator('#ap-step-place').waitFor();
  assert.equal(await place(), 'Step 4 of 5');
  await press('Escape', 'Escape');
  await page.getByText('An answer before the caller').waitFor();
  await page.goto(PARCEL);
  await page.getByText('You were at step 4 of 5.').waitFor();
  await page.goto('/a/opening-hours');
  await arrived('When the parcel shop is open');
  await page.evaluate(() => document.getElementById('ap-article').focus());
  await press('w');
  await arrived(PARCEL_TITLE);
  assert.equal(await place(), 'Step 4 of 5');
  assert.equal(await page.locator('.step-mark[data-done]').count(), 3);
});

test('the next call begins anew: an empty box, no ticks, nothing to go back to', async () => {
  await open();
  await press('/');
  await search(page, 'parcel');
  await press('Enter');
  await until(() => document.activeElement.id === 'ap-article');
  await press('t', ' ', 'Escape', 'v');
  await toast('Next call: the box is empty, and ticks begin anew.');
  assert.equal(await focused(), 'ap-box');
  assert.equal(await page.locator('#ap-box').inputValue(), '');
  await page.goto(PARCEL);
  await arrived(PARCEL_TITLE);
  assert.equal(await page.locator('.trail').count(), 0);
  await page.evaluate(() => document.getElementById('ap-article').focus());
  await press('w');
  await toast('No steps were worked on in this call.');
});

test('signing out forgets where anybody was', async () => {
  const accounts = await startFixture('accounts');
  try {
    page = await openPage(browser, accounts.url, '/a/refund-debit-card');
    page.expected = [/status of 401/];
    await page.getByLabel('Name', { exact: true }).fill('ana');
    await page.getByLabel('Password', { exact: true }).fill('the right words');
    await press('Enter');
    await arrived('Refund to a debit card');
    await page.evaluate(() => document.getElementById('ap-article').focus());
    await press('t', ' ');
    const kept = () => page.evaluate(() => ['places', 'stepping'].map((name) => sessionStorage.getItem(`aplomb.${name}`)));
    assert.match((await kept()).join(), /refund-debit-card/);
    await page.getByRole('button', { name: 'Account: Ana Ito' }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    assert.deepEqual(await kept(), ['[]', 'null']);
  } finally {
    await accounts.stop();
  }
});

// Finding

test('f finds words in the article; Enter goes on, Shift+Enter back, Esc closes', async () => {
  await open();
  await press('f');
  assert.equal(await focused(), 'ap-find');
  await page.keyboard.type('cafe');
  const count = page.locator('.find-count');
  assert.equal(await count.textContent(), '1 of 2', 'accents and case do not count');
  await press('Enter');
  assert.equal(await count.textContent(), '2 of 2');
  await press('Enter');
  assert.equal(await count.textContent(), '1 of 2');
  await press('Shift+Enter');
  assert.equal(await count.textContent(), '2 of 2');
  assert.deepEqual(await page.evaluate(() => [...CSS.highlights.get('ap-found-here')].map(String)), ['CAFE']);
  await press('Control+a');
  await page.keyboard.type('nowhere at all');
  assert.equal(await count.textContent(), 'not found');
  await press('Escape');
  assert.equal(await focused(), 'ap-article');
  assert.equal(await page.evaluate(() => CSS.highlights.size), 0);
});

test('finding marks also where the browser cannot paint, and leaves the text as it was', async () => {
  await open(PARCEL, { script: () => { delete window.Highlight; } });
  const before = await page.locator('#ap-body').innerHTML();
  await press('f');
  await page.keyboard.type('parcel today. It');
  await press('Control+a');
  await page.keyboard.type('a new parcel');
  assert.equal(await page.locator('.find-count').textContent(), '1 of 3');
  assert.deepEqual(await page.locator('mark').allTextContents(), ['A new parcel', 'a new parcel', 'a new parcel']);
  await press('Enter', 'Enter', 'Escape');
  assert.equal(await page.locator('mark').count(), 0);
  assert.equal(await page.locator('#ap-body').innerHTML(), before);
  assert.match(await page.locator('#ap-answer').innerText(), /A new parcel leaves today and is with you on Thursday\./);
});

test('what is found far down is brought into view', async () => {
  await open(PARCEL, { viewport: { width: 900, height: 400 } });
  await press('f');
  await page.keyboard.type('secretfootnote');
  const top = await page.evaluate(() => [...CSS.highlights.get('ap-found-here')][0].getBoundingClientRect().top);
  assert.ok(top > 60 && top < 400, `it stands at ${top} px`);
});

// Similar articles, pictures, tables

test('similar articles stand at the end, and m leads to them', async () => {
  await open();
  await page.getByRole('heading', { name: 'Similar articles' }).waitFor();
  const first = await page.locator('.similar .hit-title').first().textContent();
  await press('m', 'Enter');
  await arrived(first);
});

test('where no similar articles are known, nothing is shown', async () => {
  await open(PARCEL, { routes: () => page.route(/\/similar/, (route) => route.fulfill({ status: 404, json: {} })) });
  await press('m');
  await toast('No similar articles are known.');
  assert.equal(await page.locator('.similar').count(), 0);
});

test('a picture opens large by Enter, and one that is lost says what it would have shown', async () => {
  await open();
  await page.getByText('The picture cannot be shown: A lost picture').waitFor();
  await page.getByRole('button', { name: 'Enlarge: The way of a parcel' }).focus();
  await press('Enter');
  await page.getByRole('dialog', { name: 'The way of a parcel' }).waitFor();
  await press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
});

test('an article that runs from right to left does so, cards and steps included', async () => {
  await open('/a/hebrew-parcel', { words: 'חבילה' });
  const direction = (what) => page.locator(what).first().evaluate((element) => getComputedStyle(element).direction);
  for (const what of ['.article-title', '.cards', '#ap-body']) assert.equal(await direction(what), 'rtl', what);
  await press('t', ' ');
  assert.equal(await place(), 'Step 2 of 2');
  assert.equal(await direction('.step-text'), 'rtl');
});

test('on paper stand the article and who may hear what, and no buttons', async () => {
  await open();
  await page.emulateMedia({ media: 'print' });
  for (const what of ['.bar', '.list', '.copy', '.ways', '.toast']) assert.ok(!await page.locator(what).first().isVisible(), what);
  for (const what of ['.article-title', '#ap-answer', '.label-internal', '.label-customer', '.audience-internal > .alert-title']) assert.ok(await page.locator(what).first().isVisible(), what);
});

test('every key stands in the help', async () => {
  await open();
  await press('?');
  const keys = await page.locator('#ap-keys-dialog kbd').allTextContents();
  for (const key of ['c', 't', 'p', 'x', 'o', 'f', 'm', 'h', 'v', 'w', 'r', 'g']) assert.ok(keys.includes(key), key);
  for (const key of ['s', 'n', 'e']) assert.ok(!keys.includes(key), `${key} is for those who write`);
});

// Accessibility

test('the way past the bar leads into the article, and leaves its address alone', async () => {
  await open();
  const before = page.url();
  await page.locator('.skip').focus();
  await press('Enter');
  assert.equal(await focused(), 'ap-article');
  assert.equal(page.url(), before);
});

const VIEWS = {
  article: [],
  steps: ['t', ' '],
  find: ['f'],
  share: ['h'],
};
for (const [view, keys] of Object.entries(VIEWS))
  for (const { name, options, dir } of LOOKS)
    test(`axe finds nothing to complain about: ${view}, ${name}`, async () => {
      await open(PARCEL, options);
      await page.locator('.similar').waitFor();
      await press(...keys);
      if (view === 'find') await page.keyboard.type('parcel');
      if (view === 'share') await until(() => /\/a\/a-/.test(location.pathname));
      await assertAccessible(page, { dir });
    });
