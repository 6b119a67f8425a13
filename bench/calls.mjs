// SPDX-License-Identifier: GPL-3.0-or-later
// Ten calls, in Chromium, against a server of the articles that come with the program, which reads for
// anybody: the keys that each takes until the sentence to say is on the screen, and the machine's
// share of the time, from the last key to the painted answer.
//
//   node bench/calls.mjs URL
//
// Needs what the tests of the page need (scripts/deps test).
import { startBrowser } from '../tests/page/browser.mjs';
import { CALLS } from '../tests/page/calls.mjs';
import { watch } from './painting.mjs';

const PAUSE_MS = 110; // between two letters: some 110 words a minute

const [url] = process.argv.slice(2);
if (!url) {
  console.error('usage: node bench/calls.mjs URL');
  process.exit(2);
}
const browser = await startBrowser();
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
await page.goto(url);
await page.locator('.start-all').waitFor();
await page.evaluate(watch, '#ap-box');
let machine = 0;
for (const [said, words, id] of CALLS) {
  await page.keyboard.press('Escape');
  for (const letter of words) {
    await page.waitForTimeout(PAUSE_MS);
    await page.keyboard.type(letter);
  }
  await page.locator(`#ap-list[data-query="${words}"]`).waitFor();
  await page.waitForTimeout(200);
  const took = await page.evaluate(() => globalThis.times.results.at(-1));
  const first = await page.locator('.hit').first().evaluate(({ dataset }) => dataset.id);
  machine += took;
  console.log(`${String(words.length + 1).padStart(3)} keys, ${took.toFixed(0).padStart(3)} ms  ${first === id ? 'right' : `WRONG: ${first}`}  ${words}  (${said})`);
}
console.log(`the machine's share: ${machine.toFixed(0)} ms in all`);
await browser.close();
