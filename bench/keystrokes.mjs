// SPDX-License-Identifier: GPL-3.0-or-later
// From a keystroke to its results on the screen, in Chromium, against a server that runs already and
// reads for anybody (--anonymous agent --limit-anonymous 0):
//
//   node bench/keystrokes.mjs URL QUERIES [KEYSTROKES]
//
// QUERIES is a file with a query a line, typed letter by letter as fast as a quick typist does. What is
// measured: `letter`, until the letter itself is painted; `results`, until the answer to the box as it
// then stands is. Both are held against `bare`, the letter in an input on an empty page in the same
// browser. What the browser says of itself: first paint, layout shifts, tasks of over 50 ms. Needs
// what the tests of the page need (scripts/deps test).
import { readFileSync } from 'node:fs';
import { startBrowser } from '../tests/page/browser.mjs';
import { tell, watch } from './painting.mjs';

const PAUSE_MS = 110; // between two letters: some 110 words a minute

const [url, file, wanted = '200'] = process.argv.slice(2);
if (!url || !file) {
  console.error('usage: node bench/keystrokes.mjs URL QUERIES [KEYSTROKES]');
  process.exit(2);
}
const queries = readFileSync(file, 'utf8').split('\n').map((line) => line.trim().slice(0, 40)).filter(Boolean);

async function type(page, selector, count, clear) {
  await page.focus(selector);
  let typed = 0;
  for (let i = 0; typed < count; ++i) {
    await clear();
    for (const letter of queries[i % queries.length]) {
      if (typed++ >= count) break;
      await page.keyboard.type(letter);
      await page.waitForTimeout(PAUSE_MS);
    }
    await page.waitForTimeout(300);
  }
}

const browser = await startBrowser();
const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
const bare = await context.newPage();
await bare.setContent('<input id="bare">');
await bare.evaluate(watch, '#bare');
await type(bare, '#bare', Number(wanted), () => bare.fill('#bare', ''));
const reference = tell('bare', (await bare.evaluate(() => globalThis.times)).letter);
await bare.close();

const page = await context.newPage();
await page.goto(url);
await page.locator('.page:not([data-starting])').waitFor();
await page.evaluate(watch, '#ap-box');
await type(page, '#ap-box', Number(wanted), async () => { await page.keyboard.press('Escape'); await page.waitForTimeout(100); });
const times = await page.evaluate(() => globalThis.times);
const letter = tell('letter', times.letter);
const results = tell('results', times.results);
console.log(`ratio    letter to bare ${(letter.p50 / reference.p50).toFixed(2)}, results to bare ${(results.p50 / reference.p50).toFixed(2)} (p50); ${(results.p95 / reference.p95).toFixed(2)} (p95)`);
console.log(`overtaken by the next letter: ${times.letter.length - times.results.length} of ${times.letter.length}`);
console.log(`paint    ${Object.entries(times.paint).map(([name, at]) => `${name} ${at.toFixed(0)} ms`).join(', ')}`);
console.log(`layout shift ${times.shift.toFixed(4)} (and within half a second of a key ${times.shiftTyping.toFixed(4)}); tasks over 50 ms: ${times.long.length}${times.long.map(({ duration, startTime }) => ` ${duration.toFixed(0)} ms at ${startTime.toFixed(0)}`).join(',')}`);
await browser.close();
