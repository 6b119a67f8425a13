// SPDX-License-Identifier: GPL-3.0-or-later
// Writing an article: what is seen and found meanwhile, saving it, and losing nothing of anybody's.
// What the server does about it stands in (writers_desk.mjs); writers_test.mjs asks the real one.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { assertAccessible, LOOKS } from './axe.mjs';
import { closePage, openPage, startBrowser, startFixture } from './browser.mjs';
import { LATE, WritersDesk } from './writers_desk.mjs';

const PASSWORD = 'the right words'; // of everybody in the fixture

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
  // The browser writes down every refusal, and refusals are what is tried here.
  await closePage(closing, /status of (400|401|404|409|412|413|507)/);
});

/** At that address as that person, before a desk of its own. */
async function open(path = '/edit/refund-late', { as = 'olga', ...options } = {}) {
  desk = new WritersDesk();
  page = await openPage(browser, server.url, 'about:blank', { ...as && { extraHTTPHeaders: { 'X-User': as } }, ...options });
  await desk.serve(page);
  page.on('dialog', (dialog) => void dialog.accept()); // the browser's own question, of a tab that is closed
  await page.goto(path);
}

const text = () => page.locator('.cm-content');
const written = () => page.evaluate(() => [...document.querySelectorAll('.cm-line')].map((line) => line.textContent).join('\n'));
const state = () => page.locator('.save-state');
const saves = () => desk.changes.filter(([method]) => method === 'PUT');
const stored = (id = 'refund-late') => desk.articles.get(id).markdown;
const preview = (who) => page.getByRole('region', { name: `What ${who} see` });
const heading = (name) => page.getByRole('heading', { name });

/** The editor is there, and what the server says of the text. */
async function ready() {
  await text().waitFor();
  await page.locator('.preview-title').first().waitFor();
}
const save = () => page.keyboard.press('Control+s');
const saved = () => page.getByText('Saved, and found from now on.').first().waitFor();
/** At the end of that line, from 1. */
async function goToEndOf(line) {
  await page.locator('.cm-line').nth(line - 1).click();
  await page.keyboard.press('End');
}

test('e on an article leads into its text, which is saved by one key and read at once', async () => {
  await open('/a/refund-late');
  await heading('Refund is late').waitFor();
  await page.locator('#ap-article').focus();
  await page.keyboard.press('e');
  await ready();
  assert.equal(new URL(page.url()).pathname, '/edit/refund-late');
  assert.ok(await text().evaluate((element) => element === document.activeElement), 'and letters go into it');
  assert.equal(await state().textContent(), 'Nothing unsaved');
  await goToEndOf(11);
  await page.keyboard.type(' It is in the ledger.');
  await page.getByText('Not saved yet').waitFor();
  assert.match(await page.title(), /^• Refund is late – Editing/);
  await preview('agents').getByText('It is in the ledger.').waitFor();
  await save();
  await saved();
  assert.ok(stored().includes('Look at the date. It is in the ledger.\n'));
  const [, , , headers] = saves()[0];
  assert.match(headers['if-match'], /-md"$/);
  assert.match(headers['content-type'], /^text\/markdown/);
  assert.equal(await state().textContent(), 'Nothing unsaved');
  await page.getByRole('link', { name: 'Back to the article' }).click();
  await page.locator('#ap-body').getByText('It is in the ledger.').waitFor();
});

test('letters are letters in the text, and Esc, then Tab leaves it', async () => {
  await open();
  await ready();
  await goToEndOf(11);
  await page.keyboard.type(' ejsgnvh?/');
  assert.match(await written(), /Look at the date\. ejsgnvh\?\/\n/);
  await page.keyboard.press('Tab');
  assert.ok(await text().evaluate((element) => element === document.activeElement), 'Tab alone indents');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  assert.ok(await text().evaluate((element) => element !== document.activeElement));
  await page.keyboard.press('Shift+Tab');
  assert.ok(await text().evaluate((element) => element === document.activeElement), 'and back');
});

test('both hats are shown beside each other as they are written', async () => {
  await open();
  await ready();
  await preview('agents').getByText('The batch runs at night.').waitFor();
  assert.equal(await preview('customers').getByText('The batch runs at night.').count(), 0);
  await goToEndOf(11);
  await page.keyboard.press('Enter');
  await page.getByRole('toolbar').getByRole('button', { name: 'Say' }).click();
  await page.keyboard.type('It is on its way.');
  await preview('customers').getByText('It is on its way.').waitFor();
  assert.match(await written(), /Look at the date\.\n\n> \[!SAY\]\n> It is on its way\.\n\n/);
});

test('what is selected becomes a block that says who may read it', async () => {
  await open();
  await ready();
  await goToEndOf(11);
  await page.keyboard.press('Shift+Home');
  await page.getByRole('toolbar').getByRole('button', { name: 'Customer' }).click();
  assert.match(await written(), /\n\n> \[!CUSTOMER\]\n> Look at the date\.\n\n/);
});

test('a finding stands in its line and in the list, which leads there, and goes when it is mended', async () => {
  await open();
  await ready();
  await goToEndOf(11);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await page.keyboard.type('> [!CUSTMER]', { delay: 0 });
  const findings = page.getByRole('region', { name: /^Findings/ });
  await findings.getByText('This [!CUSTMER] is no word known here.').waitFor();
  assert.equal(await findings.getByText('Write [!CUSTOMER].').count(), 1, 'with what to do');
  assert.equal(await page.locator('.cm-lint-marker-warning').count(), 1);
  await page.keyboard.press('Control+Home');
  await findings.getByRole('button', { name: 'Line 13' }).click();
  assert.ok(await text().evaluate((element) => element === document.activeElement));
  assert.equal(await page.locator('.cm-activeLine').textContent(), '> [!CUSTMER]');
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('F8');
  assert.equal(await page.locator('.cm-activeLine').textContent(), '> [!CUSTMER]', 'F8 does the same');
  await page.keyboard.press('Home');
  await page.keyboard.press('End');
  for (let i = 0; i < 4; ++i) await page.keyboard.press('Backspace');
  await page.keyboard.type('OMER]');
  await findings.getByText('Nothing is wrong with it.').waitFor();
});

test('test queries are tried and near duplicates told while one writes', async () => {
  await open();
  await ready();
  const queries = page.getByRole('region', { name: /^Test queries/ });
  await queries.getByText('finds it at place 1').waitFor();
  await goToEndOf(7);
  await page.keyboard.press('Enter');
  await page.keyboard.type('late fee');
  await queries.getByText('does not find this article').waitFor();
  assert.equal(await queries.getByRole('link', { name: 'Waive a late fee' }).count(), 1, 'what is above it');
  const duplicates = page.getByRole('region', { name: /^Nearly the same/ });
  await page.keyboard.press('Control+End');
  await page.keyboard.type('Once a year.');
  await duplicates.getByText('83 % the same').waitFor();
  assert.equal(await duplicates.getByRole('link').getAttribute('href'), '/a/late-fee');
});

test('keys and values of the front matter are offered and explained', async () => {
  await open();
  await ready();
  await goToEndOf(5);
  await page.keyboard.press('Enter');
  await page.keyboard.type('conf');
  await page.getByRole('option', { name: 'confidence' }).click(); // Enter does not count right after it came
  await page.getByRole('option', { name: /^archived/ }).waitFor();
  await page.keyboard.type('val');
  await page.getByRole('option', { name: /^validated/ }).click();
  assert.match(await written(), /\nconfidence: validated\n/);
  assert.match(await page.locator('#ap-editor-help').textContent(), /^How sure it is/);
});

test('[[ offers articles, and writes a link from file to file', async () => {
  await open();
  await ready();
  await goToEndOf(11);
  await page.route('**/api/v1/search?q=waive*', (route) => route.fulfill({ json: { query: 'waive', certainty: 'strong', total: 1, hits: [{ id: 'late-fee', title: 'Waive a late fee' }], nearest: [], facets: {}, interpretation: {} } }));
  await page.keyboard.type(' [[waive');
  await page.getByRole('option', { name: /^Waive a late fee/ }).click();
  await text().getByText('[Waive a late fee](late-fee.md)').waitFor();
});

test('what is not saved is found again after a reload, compared, and gone on with', async () => {
  await open();
  await ready();
  await goToEndOf(11);
  await page.keyboard.type(' And more.');
  await page.reload();
  await page.getByText(/^You have unsaved changes of /).waitFor();
  await page.getByRole('button', { name: 'Compare' }).click();
  const difference = page.getByRole('region', { name: 'Compare' });
  assert.equal(await difference.locator('ins').textContent(), 'Added: Look at the date. And more.');
  assert.equal(await difference.locator('del').textContent(), 'Removed: Look at the date.');
  await page.getByRole('button', { name: 'Go on with them' }).click();
  await ready();
  assert.match(await written(), /And more\./);
  await save();
  await saved();
  await page.reload();
  await ready();
  assert.equal(await page.getByText(/unsaved changes/).count(), 0, 'and is gone once it is saved');
});

test('what is not saved can be thrown away', async () => {
  await open();
  await ready();
  await page.keyboard.type('x');
  await page.reload();
  await page.getByRole('button', { name: 'Throw them away' }).click();
  await ready();
  assert.equal(await state().textContent(), 'Nothing unsaved');
  assert.equal(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('aplomb-draft')).length), 0);
});

test('leaving what is not saved asks first, by a link and by going back', async () => {
  await open('/a/refund-late');
  await heading('Refund is late').waitFor();
  await page.getByRole('button', { name: 'Edit' }).click();
  await ready();
  await page.keyboard.type('Unsaved. ');
  await page.getByRole('link', { name: 'Back to the article' }).click();
  const dialog = page.getByRole('dialog', { name: 'Leave without saving?' });
  await dialog.getByRole('button', { name: 'Stay' }).click();
  assert.match(await written(), /Unsaved\./);
  await page.goBack();
  await dialog.waitFor();
  assert.equal(new URL(page.url()).pathname, '/edit/refund-late', 'the address stays with what is shown');
  await dialog.getByRole('button', { name: 'Leave', exact: true }).click();
  await page.locator('#ap-body').waitFor();
  assert.equal(new URL(page.url()).pathname, '/a/refund-late');
  await page.locator('#ap-article').focus();
  await page.keyboard.press('e');
  await page.getByText(/^You have unsaved changes of /).waitFor();
});

test('a search from within the text asks first, and the box stays empty for who stays', async () => {
  await open();
  await ready();
  await page.keyboard.type('Unsaved. ');
  await page.getByRole('combobox').focus();
  await page.keyboard.type('r');
  await page.getByRole('dialog', { name: 'Leave without saving?' }).getByRole('button', { name: 'Stay' }).click();
  assert.equal(await page.getByRole('combobox').inputValue(), '');
  await page.getByRole('combobox').focus();
  await page.keyboard.type('r');
  await page.getByRole('dialog').getByRole('button', { name: 'Leave', exact: true }).click();
  await page.locator('.hit').first().waitFor();
  assert.equal(await page.getByRole('combobox').inputValue(), 'r');
});

test('a session that ends in the middle loses nothing: sign in over the editor, and it is saved', async () => {
  await open('/edit/refund-late', { as: null });
  const signIn = async () => {
    await page.getByLabel('Name', { exact: true }).fill('olga');
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByLabel('Password', { exact: true }).press('Enter');
  };
  await signIn();
  await ready();
  await goToEndOf(11);
  await page.keyboard.type(' Written before.');
  await preview('agents').getByText('Written before.').waitFor();
  await page.request.delete('/api/v1/session', { headers: { 'Sec-Fetch-Site': 'same-origin' } });
  desk.next.push(() => ({ status: 401, contentType: 'application/problem+json', body: '{"type":"/problems/unauthorized","title":"Sign in"}' }));
  await save();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await signIn();
  await saved();
  assert.match(stored(), /Written before\./);
  await page.waitForFunction(() => document.activeElement?.classList.contains('cm-content'));
  await page.keyboard.type(' And after.');
  assert.match(await written(), /Written before\. And after\./, 'the cursor is where it was');
});

test('somebody else at the door gets the page anew, without a question', async () => {
  await open('/edit/refund-late', { as: null });
  const asked = [];
  page.on('dialog', (dialog) => asked.push(dialog.type()));
  const signIn = async (name) => {
    await page.getByLabel('Name', { exact: true }).fill(name);
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByLabel('Password', { exact: true }).press('Enter');
  };
  await signIn('olga');
  await ready();
  await page.keyboard.type('Secret words. ');
  await page.request.delete('/api/v1/session', { headers: { 'Sec-Fetch-Site': 'same-origin' } });
  desk.next.push(() => ({ status: 401, contentType: 'application/problem+json', body: '{"type":"/problems/unauthorized","title":"Sign in"}' }));
  await save();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  const loaded = page.waitForEvent('load');
  await signIn('mallory');
  await loaded;
  await ready();
  assert.doesNotMatch(await written(), /Secret words/);
  assert.deepEqual(asked, []);
});

test('somebody else signing in finds nothing of what was being written', async () => {
  await open();
  await ready();
  await page.keyboard.type('Secret words. ');
  await page.context().setExtraHTTPHeaders({ 'X-User': 'mallory' });
  await page.reload();
  await ready();
  assert.doesNotMatch(await written(), /Secret words/);
  await page.context().setExtraHTTPHeaders({ 'X-User': 'olga' });
  await page.reload();
  await page.getByText(/^You have unsaved changes of /).waitFor();
});

test('two editors at different places: what the other changed is shown, and one key saves both', async () => {
  await open();
  await ready();
  await goToEndOf(11);
  await page.keyboard.type(' Mine.');
  desk.put('refund-late', 'payments/refund-late.md', LATE.replace('Call back.', 'Call back soon.'), 'Theirs');
  await save();
  await heading('Somebody has saved this article while you wrote').waitFor();
  const difference = page.getByRole('region', { name: 'What they changed' });
  assert.equal(await difference.locator('ins').textContent(), 'Added: Call back soon.');
  await save();
  await saved();
  assert.ok(stored().includes('Look at the date. Mine.') && stored().includes('Call back soon.'), 'both are there');
  assert.match(await written(), /Call back soon\./);
});

test('what is written while the other change is looked at is saved with it', async () => {
  await open();
  await ready();
  await goToEndOf(11);
  await page.keyboard.type(' Mine.');
  desk.put('refund-late', 'payments/refund-late.md', LATE.replace('Call back.', 'Call back soon.'), 'Theirs');
  await save();
  await heading('Somebody has saved this article while you wrote').waitFor();
  await goToEndOf(11);
  await page.keyboard.type(' And later.');
  await save();
  await saved();
  assert.ok(stored().includes('Look at the date. Mine. And later.') && stored().includes('Call back soon.'), stored());
});

test('two editors at the same place: both are shown there, and each place is chosen', async () => {
  await open();
  await ready();
  await goToEndOf(11);
  await page.keyboard.type(' Mine.');
  desk.put('refund-late', 'payments/refund-late.md', LATE.replace('Look at the date.', 'Look at the day.'), 'Theirs');
  await save();
  await page.getByRole('button', { name: 'Show the places' }).click();
  await heading('One place is still to be chosen').waitFor();
  assert.match(await written(), /<<<<<<< yours\nLook at the date\. Mine\.\n=======\nLook at the day\.\n>>>>>>> theirs/);
  await save();
  await page.getByText('Choose at each marked place first.').waitFor();
  assert.equal(saves().length, 1, 'no mark of a conflict is ever saved');
  await page.getByRole('button', { name: 'Both, line 11' }).click();
  assert.equal(await heading(/still to be chosen/).count(), 0);
  await save();
  await saved();
  assert.ok(stored().includes('Look at the date. Mine.\nLook at the day.\n'));
});

test('one of the two is chosen by the buttons in the text as well', async () => {
  await open();
  await ready();
  await goToEndOf(11);
  await page.keyboard.type(' Mine.');
  desk.put('refund-late', 'payments/refund-late.md', LATE.replace('Look at the date.', 'Look at the day.'), 'Theirs');
  await save();
  await page.getByRole('button', { name: 'Show the places' }).click();
  await page.locator('.conflict-ways').getByRole('button', { name: 'Theirs' }).click();
  assert.doesNotMatch(await written(), /[<=>]{7}|Mine/);
  await page.keyboard.press('Control+z');
  assert.match(await written(), /Mine\./, 'and can be taken back');
});

test('an article that is gone meanwhile is saved again when wanted', async () => {
  await open();
  await ready();
  await goToEndOf(11);
  await page.keyboard.type(' Mine.');
  desk.articles.delete('refund-late');
  await save();
  await heading('Somebody has deleted or moved this article while you wrote').waitFor();
  await page.getByRole('button', { name: 'Save it again' }).click();
  await saved();
  assert.match(stored(), /Mine\./);
});

test('what cannot be saved is said, and stays', async () => {
  await open();
  await ready();
  await page.keyboard.type('More. ');
  desk.next.push(() => ({ status: 507, contentType: 'application/problem+json', body: JSON.stringify({ type: '/problems/disk-full', title: 'Full', status: 507, detail: 'The disk is full.', hint: 'Make room, then save again.' }) }));
  await save();
  await page.getByRole('alert').getByText('The disk is full. Make room, then save again.').waitFor();
  assert.equal(await state().textContent(), 'Not saved yet');
  await save();
  await saved();
  assert.equal(await page.getByText('The disk is full.').count(), 0);
});

test('where somebody else must approve, it is saved as a draft', async () => {
  await open('about:blank');
  desk.may = { save: false, review: false, publish: false };
  await page.goto('/edit/refund-late');
  await ready();
  await page.keyboard.type('A proposal. ');
  await page.getByRole('button', { name: /^Save as a draft/ }).click();
  await page.getByText(/^Saved as a draft/).waitFor();
  assert.match(desk.drafts.get('refund-late').markdown, /A proposal\./);
  assert.equal(stored(), LATE);
  assert.match(saves()[0][3]['aplomb-base'], /-md"$/);
});

test('a picture that is pasted is stored beside the article, and its words are asked for', async () => {
  await open();
  await ready();
  await goToEndOf(11);
  const paste = (type, name) => text().evaluate((element, [mime, file]) => {
    const clipboardData = new DataTransfer();
    clipboardData.items.add(new File([new Uint8Array([137, 80, 78, 71])], file, { type: mime }));
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, [type, name]);
  await paste('image/png', 'Label on a hub.png');
  await text().getByText('![](images/label-on-a-hub.png)').waitFor();
  await page.keyboard.type('The label');
  assert.match(await written(), /!\[The label\]\(images\/label-on-a-hub\.png\)/, 'the cursor is where the words belong');
  assert.deepEqual([...desk.files.keys()], ['/files/payments/images/label-on-a-hub.png']);
  await paste('image/png', 'Label on a hub.png');
  await text().getByText('![](images/label-on-a-hub-2.png)').waitFor();
  await paste('application/zip', 'all.zip');
  await page.getByRole('alert').getByText(/^all\.zip was not taken/).waitFor();
  desk.next.push(() => ({ status: 413, contentType: 'application/problem+json', body: JSON.stringify({ type: '/problems/too-large', title: 'Too large', status: 413, detail: 'The file is larger than 16 MiB.' }) }));
  await paste('image/png', 'huge.png');
  await page.getByRole('alert').getByText('huge.png: The file is larger than 16 MiB.').waitFor();
});

test('a picture that is chosen comes in the same way', async () => {
  await open();
  await ready();
  await goToEndOf(11);
  await page.locator('input[type=file]').setInputFiles({ name: 'Größe.png', mimeType: 'image/png', buffer: Buffer.from([137, 80, 78, 71]) });
  await text().getByText('![](images/groesse.png)').waitFor();
});

test('agents see nothing of it', async () => {
  await open('/edit/refund-late', { as: 'ana' });
  await heading('This is for those who write articles').waitFor();
  await page.getByRole('link', { name: 'Back to the articles' }).click();
  desk.may = { save: false, review: false, publish: false };
  await page.goto('/a/refund-late');
  await heading('Refund is late').waitFor();
  for (const name of [/^Edit/, /^Still right/, /^More/]) assert.equal(await page.getByRole('button', { name }).count(), 0);
  assert.equal(await page.getByRole('link', { name: 'To do' }).count(), 0);
  await page.locator('#ap-article').focus();
  await page.keyboard.press('e');
  await page.keyboard.press('a');
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keys' }).waitFor();
  assert.equal(await page.getByRole('dialog').getByText('Writing', { exact: true }).count(), 0);
  assert.equal(await page.evaluate(() => performance.getEntriesByType('resource').filter(({ name }) => /\/assets\/edit\./.test(name)).length), 0, 'nor is it loaded');
});

test('the editor of a phone is one column', async () => {
  await open('/edit/refund-late', { viewport: { width: 320, height: 700 } });
  await ready();
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
});

for (const { name, options, dir } of LOOKS) {
  test(`everybody can use the editor: ${name}`, async () => {
    await open('/edit/refund-late', options);
    await ready();
    await goToEndOf(11);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await page.keyboard.type('> [!CUSTMER]');
    await page.locator('.cm-lint-marker').first().waitFor();
    await assertAccessible(page, { dir });
    desk.put('refund-late', 'payments/refund-late.md', LATE.replace('Look at the date.\n\n', 'Look at the day.\n'), 'Theirs');
    await save();
    await page.getByRole('button', { name: /^Show the places|^Merge and save/ }).waitFor();
    await assertAccessible(page, { dir });
    await page.getByRole('link', { name: 'Back to the article' }).click();
    await page.getByRole('dialog').waitFor();
    await assertAccessible(page, { dir });
    await page.getByRole('button', { name: 'Stay' }).click();
    await page.reload();
    await page.getByRole('button', { name: 'Compare' }).click();
    await assertAccessible(page, { dir });
  });
}
