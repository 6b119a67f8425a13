// SPDX-License-Identifier: GPL-3.0-or-later
// The panel in a page of another system: the example of docs/examples, on a site of its own. Whatever
// is internal in the articles has a word that begins with "secret".
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { assertAccessible } from './axe.mjs';
import { startBrowser, startFixture } from './browser.mjs';
import { startCrm } from './crm.mjs';

const PASSWORD = 'the right words'; // of everybody in the fixture
const PARCEL = 'secretdesk-parcel-secretplan';
const PARCEL_TITLE = 'A parcel is lost, what now';
const PIXEL = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
const ANSWER = 'A new parcel leaves today and is with you on Thursday.';

let crm; // of an origin that may hold the panel
let stranger; // of one that may not
let people; // the server where people sign in
let anybody; // the one that anybody may read
let browser;
let context = null;
let page = null;
let complaints = [];

before(async () => {
  [crm, stranger] = await Promise.all([startCrm(), startCrm()]);
  [people, anybody] = await Promise.all(['panel', 'reading'].map((door) => startFixture(door, [crm.cross, crm.same])));
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  for (const server of [people, anybody, crm, stranger]) await server?.stop();
});
afterEach(async () => {
  const said = complaints;
  await context?.close();
  context = null;
  complaints = [];
  assert.deepEqual(said.filter((text) => !/status of (401|404|409)|favicon/.test(text)), []);
});

/** The system's page, with the panel of `server` in its frame, which is loaded. */
async function open(server = people, { from = crm, at = from.cross, attributes = '', prepare = () => {}, isHeld = true, ...options } = {}) {
  from.hold(server.url, attributes);
  context = await browser.newContext({ viewport: { width: 1000, height: 800 }, ...options });
  page = await context.newPage();
  page.on('console', (message) => { if (message.type() === 'error') complaints.push(message.text()); });
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.addInitScript(() => { // what the panel has sent, in the system's page
    globalThis.heard = [];
    if (parent === window) addEventListener('message', ({ data }) => { if (data?.aplomb === 1) heard.push(data); });
  });
  await prepare();
  await page.goto(at);
  if (isHeld) await untilHeard('ready');
  return page;
}

const panel = () => page.frameLocator('#panel');
const frame = () => page.frames().find((one) => one.url().includes('/panel'));
const box = () => panel().getByRole('combobox');
const signInButton = () => panel().getByRole('button', { name: 'Sign in' });
const hits = () => panel().locator('.hit');
const articleTitle = () => panel().locator('.article-title');
const toast = (words) => panel().locator('.toast').getByText(words).waitFor();
const reply = () => page.locator('#reply').inputValue();
const heard = (type) => page.evaluate((wanted) => heard.filter((one) => !wanted || one.type === wanted), type);
const send = (message) => page.evaluate((one) => {
  document.querySelector('#panel').contentWindow.postMessage(one, '*');
}, message);
const order = (type, body = {}) => send({ aplomb: 1, type, ...body });
const until = (what, argument) => page.waitForFunction(what, argument);
const untilHeard = (type, times = 1) => until(([wanted, n]) => heard.filter((one) => one.type === wanted).length >= n, [type, times]);

async function signInAt(where, name = 'ana') {
  await where.getByLabel('Name', { exact: true }).fill(name);
  await where.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await where.keyboard.press('Enter').catch((error) => {
    if (!where.isClosed()) throw error; // the window closes by itself
  });
}

/** A session of theirs on our own origin, in this browser. */
async function signInBefore(name = 'ana') {
  const response = await context.request.post(`${people.url}/api/v1/session`, { data: { name, password: PASSWORD }, headers: { 'Sec-Fetch-Site': 'same-origin' } });
  assert.equal(response.status(), 201);
}
const endSession = () => context.request.delete(`${people.url}/api/v1/session`, { headers: { 'Sec-Fetch-Site': 'same-origin' } });

/** A token as the system's own server would get one. */
async function tokenOf() {
  await signInBefore();
  const response = await context.request.post(`${people.url}/api/v1/session/panel`, { headers: { 'Sec-Fetch-Site': 'same-origin' } });
  return response.json();
}

/** In, as Ana, by a token from the surrounding page. */
async function openSignedIn(options) {
  await open(people, options);
  await signInButton().waitFor();
  const token = await tokenOf();
  await order('token', token);
  await signInButton().waitFor({ state: 'hidden' });
  return token;
}

async function readParcel() {
  await order('open', { id: PARCEL });
  await articleTitle().getByText(PARCEL_TITLE).waitFor();
}

/** The pane of the article has the focus, as after Enter. */
const focusArticle = () => panel().locator('#ap-article').focus();

// Coming in

test('from signing in to an inserted answer by keyboard alone, on a site that gets no cookies', async () => {
  await open();
  await signInButton().focus();
  const opening = page.waitForEvent('popup');
  await page.keyboard.press('Enter');
  const popup = await opening;
  const closed = popup.waitForEvent('close');
  await popup.getByRole('heading', { name: 'Sign in', exact: true }).waitFor();
  assert.equal(new URL(popup.url()).origin, people.url);
  await signInAt(popup);
  await closed;

  await signInButton().waitFor({ state: 'hidden' });
  await box().focus();
  await page.keyboard.type('parcel lost');
  await hits().first().getByText(PARCEL_TITLE).waitFor();
  await page.keyboard.press('Enter');
  await articleTitle().getByText(PARCEL_TITLE).waitFor();
  await page.keyboard.press('i');
  await until((text) => document.querySelector('#reply').value === text, ANSWER);
  await page.keyboard.press('l');
  await page.locator('#links a').getByText(PARCEL_TITLE).waitFor();
  assert.equal(await page.locator('#links a').getAttribute('href'), `${people.url}/a/${PARCEL}`);
  await page.keyboard.press('Escape');
  await hits().first().waitFor();
  assert.equal(new URL(frame().url()).pathname, '/panel', 'the frame stays where it is');
});

test('the window closes by itself where they are signed in already', async () => {
  await open();
  await signInBefore();
  await signInButton().waitFor();
  const closed = page.waitForEvent('popup').then((popup) => popup.waitForEvent('close'));
  await signInButton().click();
  await closed;
  await signInButton().waitFor({ state: 'hidden' });
  assert.equal((await heard('token-wanted')).length, 1);
});

test('a page of the same site needs no token', async () => {
  await open(people, { at: crm.same, prepare: () => signInBefore() });
  await order('search', { q: 'parcel lost' });
  await hits().first().waitFor();
  assert.equal(await signInButton().count(), 0);
});

test('where reading is open nobody has to sign in', async () => {
  await open(anybody);
  await order('search', { q: 'parcel lost' });
  await hits().first().waitFor();
  assert.equal(await signInButton().count(), 0);
});

test('a page of an origin that is not named holds no panel', async () => {
  await open(anybody, { from: stranger, isHeld: false });
  await page.waitForTimeout(500);
  assert.equal(await panel().locator('.page').count(), 0);
  assert.deepEqual(await heard(), []);
  complaints = complaints.filter((text) => !/frame-ancestors/.test(text));
});

test('a token that does not hold is refused, and the panel stays as it was', async () => {
  await open();
  await signInButton().waitFor();
  await order('token', { token: 'aplombp_wrong', expires: '2099-01-01T00:00:00Z' });
  await panel().getByText('The server does not know this sign-in any more.').waitFor();
  await untilHeard('error');
  assert.ok(await signInButton().isVisible());

  const { token, expires } = await tokenOf();
  await order('token', { token, expires });
  await signInButton().waitFor({ state: 'hidden' });
  await order('token', { token: 'aplombp_wrong' });
  await untilHeard('error', 2);
  await order('search', { q: 'parcel lost' });
  await hits().first().waitFor();
});

test('a token is renewed before it expires, and once it is gone the screen stays and the button comes back', async () => {
  await open(people, { prepare: () => page.clock.install() });
  await signInButton().waitFor();
  const first = await tokenOf();
  await order('token', first);
  await signInButton().waitFor({ state: 'hidden' });
  await readParcel();

  const renewed = page.waitForResponse((response) => response.url().endsWith('/session/panel'));
  await page.clock.fastForward('14:01');
  const response = await renewed;
  assert.equal(response.status(), 201);
  assert.equal(response.request().headers().authorization, `Bearer ${first.token}`);

  await endSession();
  await box().fill('fee');
  await signInButton().waitFor();
  await panel().getByText('You were signed out.').waitFor();
  assert.equal(await box().inputValue(), 'fee');
  await until(() => heard.some(({ type }) => type === 'token-wanted'));
  await order('token', await tokenOf());
  await signInButton().waitFor({ state: 'hidden' });
  await hits().getByText('Secretfee').first().waitFor(); // what was typed meanwhile is answered
});

test('where reading is open, a token that is gone leaves a reader without one', async () => {
  await open(anybody);
  const request = { headers: { 'Sec-Fetch-Site': 'same-origin' } };
  await context.request.post(`${anybody.url}/api/v1/session`, { data: { name: 'ana', password: PASSWORD }, ...request });
  const issued = await context.request.post(`${anybody.url}/api/v1/session/panel`, request);
  const taken = page.waitForResponse((response) => response.url().endsWith('/api/v1/session') && 'authorization' in response.request().headers());
  await order('token', await issued.json());
  await taken;
  await context.request.delete(`${anybody.url}/api/v1/session`, request);
  await order('search', { q: 'parcel lost' });
  await hits().first().waitFor();
  assert.equal(await signInButton().count(), 0);
});

test('the panel in a window of its own is a page as any other', async () => {
  context = await browser.newContext({ viewport: { width: 390, height: 800 } });
  page = await context.newPage();
  await page.goto(`${people.url}/panel?q=parcel+lost`);
  await page.getByRole('heading', { name: 'Sign in', exact: true }).waitFor();
  await signInAt(page);
  await page.locator('.hit').first().waitFor();
  assert.equal(await page.getByRole('button', { name: 'Insert answer' }).count(), 0);
});

test('whom a proxy signs in is told plainly that it goes no further', async () => {
  await open(people, {
    prepare: () => context.route(/\/api\/v1\/session/, (route) => {
      const fromWindow = route.request().frame().page() !== page;
      return route.continue({ headers: { ...route.request().headers(), ...fromWindow && { 'x-user': 'ana' } } });
    }),
  });
  const opening = page.waitForEvent('popup');
  await signInButton().click();
  const popup = await opening;
  await popup.getByText('You are signed in by your organisation’s sign-in service.').waitFor();
  await page.close();
});

test('a frame that may open no window says so', async () => {
  await open(people, { attributes: 'sandbox="allow-scripts allow-same-origin"' });
  await signInButton().click();
  await panel().getByText('The browser lets the panel open no window.').waitFor();
  complaints = complaints.filter((text) => !/Blocked opening/.test(text));
});

test('the window alone signs nobody in to anything', async () => {
  await open();
  await signInBefore();
  await page.goto(`${people.url}/panel/connect`);
  await page.getByText('There is no panel to sign in.').waitFor();
});

test('a token from anybody but the window that the panel opened counts for nothing', async () => {
  await open();
  await signInButton().waitFor();
  const token = await tokenOf();
  await send({ type: 'aplomb:panel-token', ...token });
  await frame().evaluate((one) => window.postMessage({ type: 'aplomb:panel-token', ...one }, '*'), token);
  await page.waitForTimeout(300);
  assert.ok(await signInButton().isVisible());
});

test('pictures come with the token, which browsers do not send for them', async () => {
  const asked = [];
  await openSignedIn({
    prepare: () => context.route(/\/files\//, async (route) => {
      const { authorization } = await route.request().allHeaders();
      asked.push(authorization ?? null);
      await (authorization && route.request().url().endsWith('way.png')
        ? route.fulfill({ contentType: 'image/png', body: PIXEL }) : route.fulfill({ status: authorization ? 404 : 401 }));
    }),
  });
  await readParcel();
  await frame().waitForFunction(() => document.querySelector('.article-body img[src^="data:image/png"]')?.naturalWidth === 1);
  await panel().locator('.picture-broken').waitFor(); // of the other there is none
  assert.ok(asked.includes(null) && asked.some((one) => one?.startsWith('Bearer aplombp_')));
});

// The messages

test('the panel says that it is there, what was searched and what is open', async () => {
  await open(anybody);
  await untilHeard('ready');
  assert.deepEqual((await heard('ready'))[0], { aplomb: 1, type: 'ready', version: 1 });
  await order('search', { q: 'parcel lost' });
  await untilHeard('searched');
  const [searched] = await heard('searched');
  assert.equal(searched.q, 'parcel lost');
  assert.ok(['strong', 'weak'].includes(searched.certainty) && searched.total > 0);
  assert.equal(await box().inputValue(), 'parcel lost');
  await readParcel();
  await untilHeard('opened');
  assert.deepEqual(await heard('opened'), [{ aplomb: 1, type: 'opened', id: PARCEL, title: PARCEL_TITLE, url: `${anybody.url}/a/${PARCEL}` }]);
  await order('search', { q: 'parcel', filters: { kind: ['policy'] } });
  await hits().getByText('Secretfee').first().waitFor();
  assert.equal(await panel().locator('.chip[aria-pressed=true]').innerText().then((text) => text.split(' ')[0]), 'Policy');
});

test('what is asked for before anybody is there is done in its order, the last of each kind', async () => {
  await open();
  await signInButton().waitFor();
  await order('open', { id: 'parcel-fee' });
  await order('search', { q: 'parcel lost' });
  await order('open', { id: PARCEL });
  await order('token', await tokenOf());
  await articleTitle().getByText(PARCEL_TITLE).waitFor();
  assert.equal(await box().inputValue(), 'parcel lost');
});

test('a token that does not hold is asked with by nobody, and takes no place', async () => {
  await openSignedIn();
  const asked = [];
  page.on('request', (request) => { if (request.headers().authorization === 'Bearer aplombp_wrong') asked.push(new URL(request.url()).pathname); });
  let answer;
  await context.route(/\/api\/v1\/session$/, async (route) => {
    await new Promise((resolve) => { answer = resolve; });
    await route.continue();
  });
  const looking = page.waitForRequest((request) => request.headers().authorization === 'Bearer aplombp_wrong');
  await order('token', { token: 'aplombp_wrong' });
  await looking;
  await order('search', { q: 'parcel lost' }); // meanwhile
  await hits().first().waitFor();
  answer();
  await untilHeard('error');
  assert.deepEqual(asked, ['/api/v1/session']);
  assert.equal(await signInButton().count(), 0);
});

test('an order takes the focus from nobody', async () => {
  await open(anybody);
  await page.locator('#reply').focus();
  await order('search', { q: 'parcel lost' });
  await hits().first().waitFor();
  await readParcel();
  await page.keyboard.type('Dear caller');
  assert.equal(await reply(), 'Dear caller');
});

test('a call begins in the panel, narrowed to its product', async () => {
  await open(anybody);
  await order('call', { call: '4711', queue: 'cards', product: 'Parcels', q: 'lost' });
  await panel().getByText('Call 4711').waitFor();
  await hits().first().getByText(PARCEL_TITLE).waitFor();
  assert.deepEqual(await panel().locator('.call-part').allTextContents(), ['Call 4711', 'Queue cards', 'Product Parcels']);
  assert.match(frame().url(), /\/panel\?q=lost&product=parcels$/);
});

test('"back" in the system\'s page is not the panel\'s', async () => {
  await open(anybody);
  const before = await page.evaluate(() => history.length);
  await order('search', { q: 'parcel lost' });
  await hits().first().click();
  await articleTitle().waitFor();
  await panel().getByRole('button', { name: 'Back to the results' }).click();
  await hits().first().waitFor();
  assert.equal(await page.evaluate(() => history.length), before);
});

test('insert never takes internal text', async () => {
  await open(anybody);
  await readParcel();
  const select = (what) => frame().evaluate((selector) => getSelection().selectAllChildren(document.querySelector(selector)), what);
  for (const what of ['.audience-internal', '#ap-body', '.article-foot', '#ap-article']) {
    await focusArticle();
    await select(what);
    await page.keyboard.press('i');
    await toast(/internal|customer/i);
    await panel().getByRole('button', { name: 'Insert answer' }).click();
  }
  await select('.audience-customer');
  await panel().getByRole('button', { name: 'Insert answer' }).click();
  await until(() => document.querySelector('#reply').value !== '');
  assert.match(await reply(), /^We send a new parcel today\./);
  await order('open', { id: 'parcel-fee' });
  await articleTitle().getByText('Secretfee').waitFor();
  await focusArticle();
  await page.keyboard.press('i');
  await toast(/customer/i);
  assert.doesNotMatch(JSON.stringify((await heard('insert')).map(({ text }) => text)), /secret/i);
});

test('where the page shows more than the server gives to customers, the server counts', async () => {
  await open(anybody, {
    prepare: () => context.route(/\/api\/v1\/articles\/[^?]*$/, async (route) => {
      const response = await route.fetch();
      const article = await response.json();
      await route.fulfill({ response, json: { ...article, answer: 'A secret answer.' } });
    }),
  });
  await readParcel();
  await focusArticle();
  await page.keyboard.press('i');
  await toast(/customer/i);
  assert.equal(await reply(), '');
});

test('whoever is not the parent is not heard', async () => {
  await open(anybody);
  await untilHeard('ready');
  const attack = { aplomb: 1, type: 'search', q: 'parcel' };
  await page.evaluate((message) => { // a frame beside the panel, and a window of the same page
    const beside = document.createElement('iframe');
    document.body.append(beside);
    beside.contentWindow.eval(`top.document.querySelector('#panel').contentWindow.postMessage(${JSON.stringify(message)}, '*')`);
  }, attack);
  await frame().evaluate((message) => window.postMessage(message, '*'), attack);
  await page.waitForTimeout(300);
  assert.equal(await box().inputValue(), '');
  assert.deepEqual(await heard('searched'), []);
});

/** Malformed in every way that comes to mind, by a generator that always makes the same. */
function* malformed(count) {
  let state = 7;
  const random = (n) => { state = (state * 1103515245 + 12345) % 2147483648; return Math.floor(state / 65536) % n; };
  const long = 'x'.repeat(100_000);
  const values = [null, undefined, 0, -1, 1.5, true, '', long, [], [[]], {}, { q: {} }, ['a'], new Date(0), { toString: 'x' }, '\u0000', '<img src=x onerror=alert(1)>'];
  const value = () => values[random(values.length)];
  const types = ['search', 'open', 'call', 'token', 'error', 'ready', '__proto__', 'constructor', 'toString'];
  const fields = { search: ['filters'], open: ['id'], call: ['queue'], token: ['token'] };
  for (let i = 0; i < count; ++i) {
    const type = types[random(types.length)];
    const body = { aplomb: random(4) === 0 ? value() : 1, type: random(4) === 0 ? value() : type, [['q', 'id', 'filters', '__proto__', 'anchor'][random(5)]]: value() };
    for (const field of Object.hasOwn(fields, type) ? fields[type] : []) body[field] = [7, long, [{}], { kind: long }, { nonsense: ['x'] }, { kind: [7] }][random(6)];
    yield random(8) === 0 ? value() : body;
  }
}

test('a hundred malformed messages change nothing', async () => {
  await open(anybody);
  await order('search', { q: 'parcel lost' });
  await hits().first().waitFor();
  await readParcel();
  const shown = () => frame().evaluate(() => [document.querySelector('#ap-app').innerHTML, location.href, document.title]);
  await page.waitForTimeout(300);
  const before = await shown();
  for (const message of malformed(100)) await send(message);
  await page.waitForTimeout(500);
  assert.deepEqual(await shown(), before);
  const errors = await heard('error');
  assert.ok(errors.length > 10, String(errors.length));
  for (const { of, message } of errors) assert.ok(['search', 'open', 'call', 'token'].includes(of) && message.length < 200);
  await order('search', { q: 'fee' });
  await hits().getByText('Secretfee').first().waitFor();
});

test('what comes in is shown as text', async () => {
  await open(anybody);
  const attack = '<img src=x onerror="document.title=\'owned\'">';
  await order('call', { call: attack, queue: attack, product: attack, q: attack });
  await panel().getByText(/^No article is about/).waitFor();
  assert.equal(await panel().locator('.bar img').count(), 0);
  assert.equal(await box().inputValue(), attack);
  await order('open', { id: '../../<script>', anchor: '"],*' });
  await panel().getByText('There is no such article').waitFor();
  assert.equal(await panel().locator('.panes img, .panes script').count(), 0);
});

// How it looks

const VIEWS = {
  door: () => open().then(() => signInButton().waitFor()),
  start: () => open(anybody).then(() => panel().locator('.start-all').waitFor()),
  hits: async () => { await open(anybody); await order('call', { call: '4711', queue: 'cards', product: 'nonsense', q: 'parcel lost' }); await hits().first().waitFor(); },
  article: async () => { await open(anybody); await readParcel(); },
};
for (const [view, show] of Object.entries(VIEWS))
  test(`at 320 pixels nothing is wider than the panel and axe finds nothing to complain about: ${view}`, async () => {
    await show();
    await page.locator('#panel').evaluate((element) => { element.style.width = '320px'; element.style.border = '0'; });
    for (const look of ['light', 'dark', 'rtl']) {
      await page.emulateMedia({ colorScheme: look === 'dark' ? 'dark' : 'light' });
      await frame().evaluate((dir) => { document.documentElement.dir = dir; }, look === 'rtl' ? 'rtl' : 'ltr');
      await page.waitForTimeout(150);
      const widths = await frame().evaluate(() => [document.documentElement, ...document.querySelectorAll('.bar, .list, main, .panel-actions')]
        .filter((element) => element.scrollWidth > element.clientWidth + 1).map(({ className, scrollWidth }) => `${className} ${scrollWidth}`));
      assert.deepEqual(widths, [], look);
      await assertAccessible(frame(), { about: look });
    }
  });

test('the help names the keys of the panel', async () => {
  await open(anybody);
  await readParcel();
  await focusArticle();
  await page.keyboard.press('?');
  const keys = await panel().locator('#ap-keys-dialog kbd').allTextContents();
  for (const key of ['i', 'l', 'c', 'v']) assert.ok(keys.includes(key), key);
});

test('one pane at a time, however wide the frame is', async () => {
  await open(anybody, { viewport: { width: 1800, height: 800 } });
  await page.locator('#panel').evaluate((element) => { element.style.width = '1200px'; });
  await readParcel();
  assert.ok(await panel().locator('.list').isHidden());
  await panel().getByRole('button', { name: 'Back to the results' }).click();
  assert.ok(await panel().locator('.list').isVisible());
  assert.ok(await panel().locator('main.article').isHidden());
});
