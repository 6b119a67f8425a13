// SPDX-License-Identifier: GPL-3.0-or-later
// Looking after a desk, as an admin does it: by keyboard, with a second admin about, on a phone, and
// with names that somebody typed to do harm.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import * as axe from './axe.mjs';
import { closePage, openPage, startBrowser, startServer } from './browser.mjs';

const PASSWORD = 'the right words'; // of everybody in the fixture
const HOSTILE = '<img src=x onerror="document.title=\'owned\'">';
const VIEWS = ['people', 'tokens', 'config', 'index', 'audit'];

let servers;
let browser;
let page = null;

before(async () => {
  const doors = ['accounts', 'anonymous'];
  servers = Object.fromEntries(await Promise.all(doors.map(async (door) => [door, await startServer(door)])));
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  for (const server of Object.values(servers ?? {})) await server.stop();
});
afterEach(async () => {
  const closing = page;
  page = null;
  // The browser writes down every refusal, and refusals are what is tried here.
  await closePage(closing, /status of (400|401|403|409|412|500)/);
});

async function open(path, { door = 'accounts', ...options } = {}) {
  page = await openPage(browser, servers[door].url, path, options);
}

async function signIn(name = 'olga') {
  await page.locator('#ap-entry input[name=name]').fill(name);
  await page.locator('#ap-entry input[name=password]').fill(PASSWORD);
  await page.keyboard.press('Enter');
}

/** That view, as olga, who is an admin. */
async function openAdmin(view = 'people', options = {}) {
  await open(`/admin/${view}`, options);
  await signIn();
  await page.locator('.admin-table, .admin-cards, .admin-none').first().waitFor();
}

/** What another admin does meanwhile, or this one elsewhere. */
async function api(method, path, data) {
  const answer = await page.request.fetch(path, { method, data, headers: { 'Sec-Fetch-Site': 'same-origin' }, maxRetries: 3 });
  assert.ok(answer.ok(), `${method} ${path}: ${answer.status()}`);
  return answer.status() === 204 ? null : answer.json();
}
const endSession = () => api('DELETE', '/api/v1/session');
const role = (kind, name) => page.getByRole(kind, { name, exact: true });
const heading = (name) => page.getByRole('heading', { level: 1, name });
const rowOf = (name) => page.getByRole('row').filter({ has: role('button', name) });
const label = (name) => page.locator('.admin-panel').getByLabel(name, { exact: true });
const said = (words) => page.locator('.toast').filter({ hasText: words }).waitFor();
const press = async (...keys) => { for (const key of keys) await page.keyboard.press(key); };
const type = (words) => page.keyboard.type(words);
/** What has the focus: a field by its name, else its words. */
const focused = () => page.evaluate(() => document.activeElement.name || document.activeElement.textContent.trim());

/** Goes on with Tab until that has the focus. */
async function tabTo(words) {
  for (let i = 0; i < 40; ++i) {
    if (await focused() === words) return;
    await press('Tab');
  }
  assert.fail(`nothing leads to ${words}; at ${await focused()}`);
}

async function openPerson(name) {
  await role('button', name).click();
  await page.locator('.admin-actions').waitFor();
}

async function confirm(word) {
  await page.getByRole('dialog').getByRole('button', { name: word, exact: true }).click();
}

const assertAccessible = (about) => axe.assertAccessible(page, { about });

const fits = () => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth &&
  [...document.querySelectorAll('.admin-view, .admin-panel, .admin-list')].every((frame) => frame.scrollWidth <= frame.clientWidth));

test('who is no admin is told so, with a way back', async () => {
  await open('/admin/people');
  await signIn('ana');
  await heading('For admins only').waitFor();
  await page.getByText('You are signed in as Ana Ito with the role Agent.').waitFor();
  assert.equal(await page.locator('.admin-table').count(), 0);
  await page.getByRole('link', { name: 'Back to the articles' }).click();
  await page.locator('.panes').waitFor();
  assert.equal(new URL(page.url()).pathname, '/');
  assert.equal(await page.getByRole('link', { name: 'Administration' }).count(), 0);
});

test('where reading is open, an admin can sign in from there', async () => {
  await open('/admin/audit', { door: 'anonymous' });
  await heading('For admins only').waitFor();
  await page.locator('.admin-closed').getByRole('button', { name: 'Sign in' }).click();
  await signIn();
  await heading('Audit log').waitFor();
});

test('a link to a view leads there after signing in, and not into the search box', async () => {
  await openAdmin('tokens');
  await heading('Tokens').waitFor();
  assert.equal(await page.title(), 'Tokens – Administration – Aplomb');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'ap-admin');
});

test('nothing of it is shown while a customer may look at the screen', async () => {
  await openAdmin('tokens');
  await page.evaluate(() => sessionStorage.setItem('aplomb.screen.sharing', 'true'));
  await page.reload();
  await page.locator('.sharing-band').waitFor();
  await page.waitForFunction(() => location.pathname === '/');
  assert.equal(await page.locator('.admin-table, .admin-none, .admin-nav').count(), 0);
  await page.locator('.sharing-band').getByRole('button', { name: 'End' }).click();
  await heading('Tokens').waitFor();
});

test('the views are reached by keyboard, and "back" leads through them', async () => {
  await openAdmin();
  await role('link', 'People').focus();
  await press('Tab', 'Tab', 'Enter');
  await heading('Settings').waitFor();
  assert.equal(await role('link', 'Settings').getAttribute('aria-current'), 'page');
  assert.match(page.url(), /\/admin\/config$/);
  await page.goBack();
  await heading('People').waitFor();
  await page.goto('/admin/nonsense');
  await heading('There is no such view').waitFor();
});

test('the keys of the articles do nothing here, and the search is one key away', async () => {
  await open('/?q=refund&open=refund-debit-card');
  await signIn();
  await page.locator('.article-title').waitFor();
  await page.getByRole('link', { name: 'Administration' }).click();
  await page.locator('.admin-table').waitFor();
  await press('j', 'k', 'c', 's');
  assert.match(page.url(), /\/admin\/?$/);
  await press('/');
  await type('fee');
  await page.locator('.hit-title').filter({ hasText: 'late fee' }).waitFor();
  assert.equal(await page.locator('.article-title').count(), 0, 'nothing of before is left open');
});

test('somebody is added by keyboard, with what is wrong told at each field', async () => {
  await openAdmin();
  await tabTo('Add a person');
  await press('Enter');
  assert.equal(await focused(), 'Add a person', 'the heading of the form');
  await tabTo('name');
  await press('Enter');
  await page.getByText('Type a name.').waitFor();
  assert.equal(await focused(), 'name');
  await type('ana');
  await press('Enter');
  await page.getByText('Somebody is called that already.').waitFor();
  assert.equal(await focused(), 'name');
  await type('nina'); // what was there is selected
  await press('Tab');
  await type('Nina Roth');
  await press('Tab', 'ArrowDown', 'Tab'); // a lead
  await type('Night shift');
  await press('Tab', 'Tab');
  assert.equal(await focused(), 'password');
  await type('short');
  await press('Enter');
  await page.getByText(/^Password is too short/).waitFor();
  assert.equal(await focused(), 'password');
  await type('some good words');
  await press('Enter');
  await said('nina is on the desk.');
  await rowOf('nina').getByText('Night shift').waitFor();
  assert.equal(await focused(), 'nina', 'the heading of what stands of her');
  assert.match(await rowOf('nina').innerText(), /Nina Roth\s+Lead\s+Night shift/);
  assert.equal(await page.locator('input[name=password]').count(), 0);
  const { ok } = await page.evaluate(async () => ({ ok: (await fetch('/api/v1/session', { method: 'POST', credentials: 'omit', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ name: 'nina', password: 'some good words' }) })).ok }));
  assert.ok(ok, 'and she comes in');
});

test('people are found while typing, opened and changed without a mouse', async () => {
  await openAdmin();
  await tabTo('Add a person');
  await press('Shift+Tab');
  await type('LEAD ökafor');
  await page.getByText('1 of').waitFor();
  await press('ArrowDown');
  assert.equal(await focused(), 'ben');
  await press('Enter');
  await page.locator('.admin-actions').waitFor();
  assert.equal(await focused(), 'ben', 'the heading of the panel');
  await tabTo('team');
  await type('Blue');
  await press('Enter');
  await said('ben is saved.');
  await rowOf('ben').getByText('Blue').waitFor();
  assert.equal(await focused(), 'team');
  await tabTo('Set a password');
  assert.equal(await label('Team (optional)').inputValue(), 'Blue');
  await press('Escape');
  assert.equal(await page.locator('.admin-panel').count(), 0);
  assert.equal(await focused(), 'ben', 'back at the row');
});

test('when another admin was faster, what stands now is shown and what was typed is kept', async () => {
  await openAdmin();
  await openPerson('carla');
  await label('Team (optional)').fill('Green');
  await label('Shown as (optional)').fill('Carla Weiss');
  await api('PATCH', '/api/v1/users/carla', { team: 'Red', department: 'Cards' });
  await role('button', 'Save').click();
  await page.getByText('Somebody else has changed this person meanwhile').waitFor();
  await page.getByText('Stands at “Red” now, by somebody else.').waitFor();
  assert.equal(await focused(), 'team');
  assert.equal(await label('Team (optional)').inputValue(), 'Green');
  assert.equal(await label('Department (optional)').inputValue(), 'Cards');
  assert.equal(await label('Shown as (optional)').inputValue(), 'Carla Weiss');
  assert.equal((await api('GET', '/api/v1/users/carla')).team, 'Red', 'nothing was saved');
  await press('Enter');
  await said('carla is saved.');
  const { team, department, display_name: shown } = await api('GET', '/api/v1/users/carla');
  assert.deepEqual([team, department, shown], ['Green', 'Cards', 'Carla Weiss']);
});

test('a password is set, and ends the sessions of who has it', async () => {
  await openAdmin();
  await openPerson('mallory');
  await role('button', 'Set a password').focus();
  await press('Enter');
  assert.equal(await focused(), 'password');
  assert.equal(await page.locator('.admin-actions [autocomplete=username]').inputValue(), 'mallory');
  assert.equal(await label('New password').getAttribute('autocomplete'), 'new-password');
  await label('New password').fill('short');
  await press('Enter');
  await page.getByText(/^Password is too short/).waitFor();
  await label('New password').fill(PASSWORD);
  await press('Enter');
  await said('mallory has a new password.');
  assert.equal(await page.locator('input[type=password]').count(), 0);
  assert.equal(await focused(), 'Set a password');
});

test('what cannot be undone is asked first, and names who is meant', async () => {
  await openAdmin();
  await api('POST', '/api/v1/users', { name: 'tom', role: 'agent', password: PASSWORD });
  await page.reload();
  await openPerson('tom');
  await role('button', 'Sign out everywhere').click();
  await page.getByRole('dialog', { name: 'Sign tom out everywhere?' }).waitFor();
  await confirm('Sign out everywhere');
  await said('tom is signed out everywhere.');

  await role('button', 'Shut out').click();
  await page.getByRole('dialog', { name: 'Shut tom out?' }).waitFor();
  await confirm('Shut out');
  await said('tom is shut out.');
  await rowOf('tom').getByText('Shut out').waitFor();
  await role('button', 'Let in again').click();
  await said('tom may come in again.');
  await rowOf('tom').getByText('Active').waitFor();

  await tabTo('Remove');
  await press('Enter');
  await page.getByRole('dialog', { name: 'Remove tom?' }).waitFor();
  assert.equal(await focused(), 'Cancel', 'who confirms without looking changes nothing');
  await press('Enter');
  assert.equal(await focused(), 'Remove');
  await press('Enter', 'Escape');
  assert.ok(await page.locator('.admin-panel').isVisible(), 'Esc closes the question alone');
  await press('Enter', 'Tab', 'Enter');
  await said('tom is removed.');
  await rowOf('tom').waitFor({ state: 'detached' });
  assert.equal(await page.locator('.admin-panel').count(), 0);
});

test('the last admin cannot be lost, which is said where it was tried', async () => {
  await openAdmin();
  await openPerson('olga');
  await label('Role').selectOption('editor');
  await role('button', 'Save').click();
  await page.locator('.admin-panel .field').filter({ hasText: 'Role' }).getByText('olga is the last active admin. Make somebody else an admin first.').waitFor();
  assert.equal(await focused(), 'role');
  await role('button', 'Shut out').click();
  await page.getByText('This is you.').waitFor();
  await confirm('Shut out');
  await page.locator('.admin-actions').getByText('olga is the last active admin.').waitFor();
});

test('a token is made, shown once, copied, used and revoked', async () => {
  await openAdmin('tokens', { permissions: ['clipboard-read', 'clipboard-write'] });
  await tabTo('New token');
  await press('Enter');
  await tabTo('name');
  await press('Enter');
  await page.getByText('Type what it is for.').waitFor();
  await type('CRM');
  await press('Enter');
  await page.getByText('Copy it now: it is shown this once').waitFor();
  const secret = await label('The token').inputValue();
  assert.match(secret, /^aplomb_/);
  assert.equal(await page.evaluate(() => getSelection().toString()), secret, 'selected, to be copied by hand, too');
  await tabTo('Copy');
  await press('Enter');
  await said('The token is copied.');
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), secret);

  const use = () => page.evaluate(async (mine) => (await fetch('/api/v1/search?q=refund', { credentials: 'omit', headers: { Authorization: `Bearer ${mine}` } })).status, secret);
  assert.equal(await use(), 200);
  await tabTo('I have kept it');
  await press('Enter');
  assert.ok(!(await page.content()).includes(secret));
  const row = page.getByRole('row').filter({ hasText: 'CRM' });
  assert.match(await row.innerText(), /Agent[\s\S]*olga[\s\S]*Active/);
  await page.reload();
  await row.waitFor();
  assert.ok(!(await page.content()).includes(secret), 'and there is no way to see it again');

  await row.getByRole('button', { name: 'Revoke CRM' }).focus();
  await press('Enter');
  await page.getByRole('dialog', { name: 'Revoke CRM?' }).waitFor();
  await press('Tab', 'Enter');
  await said('CRM is revoked.');
  await row.getByText('Revoked').waitFor();
  assert.equal(await row.getByRole('button').count(), 0);
  assert.equal(await page.evaluate(() => document.activeElement.id), 'ap-admin', 'the focus is not lost with the button');
  assert.equal(await use(), 401);
});

test('the settings in force are told, where each is from and how it is changed', async () => {
  await openAdmin('config');
  const setting = (name) => page.getByRole('row').filter({ has: page.locator('th code', { hasText: name }) });
  assert.match(await setting('listen').innerText(), /Addresses and ports[\s\S]*Takes a start of the server[\s\S]*127\.0\.0\.1:8080\s+\[::1\]:8080\s+file \/etc\/aplomb\/aplomb\.toml/);
  assert.match(await setting('log-queries').innerText(), /on\s+variable APLOMB_LOG_QUERIES/);
  assert.match(await setting('limit-anonymous').innerText(), /3000\s+built in/);
  assert.match(await setting('host').innerText(), /none\s+built in/);
  assert.match(await setting('articles').innerText(), /<img src=x/);
  assert.ok(await setting('of-a-later-version').isVisible(), 'also one that this page does not know');
  await page.getByText('systemctl reload aplomb').waitFor();
  await page.getByPlaceholder('Filter settings').fill('requests a minute');
  assert.equal(await page.locator('tbody tr').count(), 1);
});

test('the state is looked at anew while it is shown, in the language of the page', async () => {
  await open('/admin/index', { locale: 'de-DE' });
  let asked = 0;
  await page.clock.install();
  await page.route('**/api/v1/status', async (route) => {
    const json = await (await route.fetch({ maxRetries: 3 })).json();
    ++asked;
    json.index.bytes = 1_234_567;
    json.index.articles = 12_000 + asked;
    await route.fulfill({ json });
  });
  await signIn();
  const card = (name) => page.locator('.card').filter({ has: page.getByRole('heading', { level: 2, name }) });
  assert.match(await card('Index').innerText(), /Artikel\s+12\.001\s[\s\S]*1,2 MB/);
  assert.match(await card('Artikel nach Verlässlichkeit').innerText(), /Geprüft\s+1\s[\s\S]*überfällig\s+1/);
  assert.match(await card('Desk').innerText(), /Personen\s+\d+/);
  await page.clock.runFor(5100);
  await card('Index').getByText(/12\.00[2-9]/).waitFor();
  await page.evaluate(() => Object.defineProperty(document, 'hidden', { value: true, configurable: true }));
  const before = asked;
  await page.clock.runFor(30_000);
  assert.equal(asked, before, 'nobody looks, nobody asks');
});

test('an index that cannot be read is told of, with what to do', async () => {
  await openAdmin('index');
  await page.route('**/api/v1/status', async (route) => {
    const json = await (await route.fetch({ maxRetries: 3 })).json();
    await route.fulfill({ json: { ...json, index: null, articles: null, index_problem: { detail: 'The index is damaged.', hint: 'run `aplomb index`' } } });
  });
  await page.reload();
  await page.getByText('The index is damaged. Run `aplomb index`.').waitFor();
});

test('the audit log is read from the newest on, filtered, and further back', async () => {
  await openAdmin('audit');
  for (let i = 0; i < 101; ++i) await api('PATCH', '/api/v1/users/ben', { team: `Team ${i}` });
  await api('POST', '/api/v1/tokens', { name: 'of the audit', role: 'customer' });
  await role('button', 'Show the latest').click();
  const rows = page.locator('tbody tr');
  await rows.first().getByText('Made a token').waitFor();
  assert.match(await rows.first().innerText(), /olga\s+Made a token\s+\d+ \(of the audit\)\s+role: customer/);
  await page.getByText('100 of the latest 100 entries').waitFor();
  await page.getByLabel('What was done').selectOption({ label: 'Made a token' });
  assert.equal(await rows.count(), 1);
  await page.getByLabel('What was done').selectOption({ label: 'Everything done' });
  await page.getByPlaceholder('Filter what is shown').fill('team 42');
  assert.equal(await rows.count(), 2, 'the one to it and the one from it');
  await page.getByPlaceholder('Filter what is shown').fill('');
  await role('button', 'Show older').click();
  await page.waitForFunction(() => document.querySelectorAll('tbody tr').length > 100);
});

test('hostile names, departments and details are text everywhere', async () => {
  await openAdmin();
  await api('POST', '/api/v1/users', { name: 'eve', display_name: HOSTILE, role: 'agent', department: HOSTILE, team: HOSTILE });
  await api('POST', '/api/v1/tokens', { name: HOSTILE, role: 'agent' });
  const clean = async () => {
    assert.equal(await page.locator('.admin img, dialog img').count(), 0);
    assert.notEqual(await page.title(), 'owned');
  };
  await page.reload();
  await rowOf('eve').getByText(HOSTILE).first().waitFor();
  await openPerson('eve');
  assert.equal(await label('Department (optional)').inputValue(), HOSTILE);
  await clean();
  await page.goto('/admin/tokens');
  await page.getByRole('button', { name: `Revoke ${HOSTILE}` }).click();
  await page.getByRole('dialog', { name: `Revoke ${HOSTILE}?` }).waitFor();
  await clean();
  await press('Escape');
  await page.goto('/admin/audit');
  await page.locator('.admin-detail').filter({ hasText: HOSTILE }).first().waitFor();
  await clean();
  await page.setViewportSize({ width: 320, height: 640 });
  assert.ok(await fits());
  await api('DELETE', '/api/v1/users/eve');
});

test('a session that ends while something is changed: it goes on after signing in', async () => {
  await openAdmin();
  await openPerson('ben');
  await label('Team (optional)').fill('After the break');
  await endSession();
  await role('button', 'Save').click();
  await heading('Sign in').waitFor();
  await page.getByText('You were signed out.').waitFor();
  await page.locator('#ap-entry input[name=password]').fill(PASSWORD);
  await press('Enter');
  await said('ben is saved.');
  assert.equal((await api('GET', '/api/v1/users/ben')).team, 'After the break');
  assert.equal(await label('Team (optional)').inputValue(), 'After the break');

  await endSession();
  await role('button', 'Remove').click();
  await confirm('Remove');
  await heading('Sign in').waitFor();
  await signIn('ana'); // somebody else
  await heading('For admins only').waitFor();
  await page.context().clearCookies();
  await page.goto('/admin/people');
  await signIn();
  await rowOf('ben').waitFor();
});

test('a session that has ended before a view is opened leads to the door, and then there', async () => {
  await openAdmin();
  await endSession();
  await role('link', 'Audit log').click();
  await heading('Sign in').waitFor();
  await page.locator('#ap-entry input[name=password]').fill(PASSWORD);
  await press('Enter');
  await page.locator('.admin-table').waitFor();
  await heading('Audit log').waitFor();
});

test('what cannot be had is said, and can be tried again', async () => {
  await openAdmin('index');
  await page.route('**/api/v1/users', (route) => route.fulfill({ status: 500, contentType: 'application/problem+json', json: { type: '/problems/internal', status: 500, detail: 'The desk does not answer.' } }));
  await role('link', 'People').click();
  await page.getByRole('alert').getByText('The desk does not answer.').waitFor();
  await page.unroute('**/api/v1/users');
  await role('button', 'Try again').click();
  await rowOf('ana').waitFor();
  assert.equal(await page.getByText('The desk does not answer.').count(), 0);
});

for (const [name, options, direction] of [['light', {}, 'ltr'], ['dark', { colorScheme: 'dark' }, 'ltr'], ['right-to-left', {}, 'rtl']]) {
  test(`axe finds nothing in any view, ${name}`, async () => {
    await openAdmin('people', { ...options, bypassCSP: true }); // the checker is a script of ours, not of the page
    const turn = () => page.evaluate((dir) => { document.documentElement.dir = dir; }, direction);
    for (const view of VIEWS) {
      await page.goto(`/admin/${view}`);
      await page.locator('.admin-table, .admin-cards, .admin-none').first().waitFor();
      await turn();
      await assertAccessible(view);
      assert.ok(await fits(), view);
    }
    await page.goto('/admin/people');
    await turn();
    await openPerson('ana');
    await role('button', 'Set a password').click();
    await assertAccessible('a person');
    await role('button', 'Remove').click();
    await assertAccessible('a question');
    await press('Escape');
    await role('button', 'Add a person').click();
    await role('button', 'Add').click();
    await assertAccessible('a form with faults');
    await page.goto('/admin/tokens');
    await turn();
    await role('button', 'New token').click();
    await label('Name').fill('axe');
    await press('Enter');
    await label('The token').waitFor();
    await assertAccessible('a new token');
    await page.context().close();
    await open('/admin/people', { ...options, bypassCSP: true });
    await signIn('ana');
    await heading('For admins only').waitFor();
    await turn();
    await assertAccessible('closed');
  });
}

for (const width of [390, 320]) {
  test(`on a phone of ${width} pixels nothing scrolls sideways, and one thing is shown at a time`, async () => {
    await openAdmin('people', { viewport: { width, height: 720 } });
    for (const view of VIEWS) {
      await page.goto(`/admin/${view}`);
      await page.locator('.admin-table, .admin-cards, .admin-none').first().waitFor();
      assert.ok(await fits(), view);
    }
    await page.goto('/admin/people');
    await openPerson('mallory');
    assert.ok(await fits());
    assert.ok(await page.locator('.admin-list').isHidden());
    await role('button', 'Remove').click();
    assert.ok(await fits());
    await press('Escape');
    await role('button', 'Close').click();
    assert.ok(await page.locator('.admin-list').isVisible());
    assert.equal(await focused(), 'mallory');
    // The way to the administration stands in the account, where there is room for it.
    await page.goto('/');
    await page.getByRole('button', { name: 'Account: Olga Berg' }).click();
    await page.locator('.account-panel').getByRole('link', { name: 'Administration' }).click();
    await page.locator('.admin-table').waitFor();
  });
}
