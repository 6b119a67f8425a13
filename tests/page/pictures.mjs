// SPDX-License-Identifier: GPL-3.0-or-later
// Makes the pictures of the documentation anew, from the articles that come with the program:
//
//   APLOMB=build/release/cli/aplomb node tests/page/pictures.mjs [FOLDER]        else docs/images
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startAplomb } from './aplomb.mjs';
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

const folder = process.argv[2] ?? join(fileURLToPath(new URL('../../docs/images', import.meta.url)));
const server = await startAplomb();
const browser = await startBrowser();
for (const [name, viewport, path, keys, colorScheme = 'light'] of PICTURES) {
  const context = await browser.newContext({ viewport, colorScheme, locale: 'en-GB' });
  const page = await context.newPage();
  await page.goto(server.url + path);
  await page.waitForLoadState('networkidle');
  for (const key of keys) {
    if (key.startsWith('type:')) await page.keyboard.type(key.slice(5), { delay: 20 });
    else await page.keyboard.press(key);
    await page.waitForLoadState('networkidle');
    await page.waitForTimeout(400);
  }
  if (name === 'sharing') await page.waitForTimeout(4500); // what has just been said goes by itself
  await page.screenshot({ path: join(folder, `${name}.png`) });
  await context.close();
}
await browser.close();
await server.stop();
