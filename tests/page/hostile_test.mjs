// SPDX-License-Identifier: GPL-3.0-or-later
// Strings that would run a script where text is taken for markup, in every place that an article, a
// query and an address have. Each is tried twice: under the page's policy, and with the policy lifted,
// where nothing but the escaping stands between the string and the reader.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { startAplomb } from './aplomb.mjs';
import { openPage, startBrowser } from './browser.mjs';

let strings;
let folder;
let server;
let browser;

/** An article with the string wherever one can stand, once as a value and once raw. */
function articleOf(string, i) {
  const value = JSON.stringify(string);
  return `---
id: hostile-${i}
title: ${JSON.stringify(`Hostile ${i} ${string}`)}
description: ${value}
answer: ${value}
empathy: ${value}
symptoms: [${value}]
kind: procedure
audience: customer
owner: ${value}
department: ${value}
products: [${value}]
tags: [${value}]
promise: {what: ${value}, within: ${value}, limit: ${value}, authority: ${value}}
exceptions: [{when: ${value}, may: ${value}, who: ${value}, never: ${value}}]
handoff: {to: ${value}, hours: ${value}, collect: [${value}], say: ${value}}
---
## Heading ${string}

${string}

1. ${string}
2. [link](/a/hostile-1 ${value}) ![alt ${string}](x.png ${value})

| ${string.replaceAll('|', '\\|')} | b |
|---|---|
| ${string.replaceAll('|', '\\|')} | \`${string}\` |

> [!INTERNAL]
> ${string}

> ${string}

\`\`\`${string.replaceAll('`', '')}
${string}
\`\`\`
`;
}

before(async () => {
  strings = (await readFile(new URL('hostile.txt', import.meta.url), 'utf8')).split('\n').filter(Boolean);
  folder = await mkdtemp(join(tmpdir(), 'aplomb-hostile-'));
  for (const [i, string] of strings.entries()) {
    const name = string.replaceAll(/[/\0]/g, '_').slice(0, 60);
    await mkdir(join(folder, name), { recursive: true });
    await writeFile(join(folder, name, `${name}.md`), articleOf(string, i));
  }
  server = await startAplomb(folder);
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await server?.stop();
  await rm(folder, { recursive: true });
});

/** The page with `owned` in it, which writes down that it was called. */
async function open(bypassCSP) {
  const page = await openPage(browser, server.url, 'about:blank', { bypassCSP });
  page.ran = [];
  page.on('dialog', (dialog) => { page.ran.push(dialog.message()); void dialog.dismiss(); });
  await page.exposeFunction('owned', () => { page.ran.push(page.trying); });
  page.expected = [/status of 40[04]/];
  await page.goto('/');
  await page.locator('.page:not([data-starting])').waitFor();
  return page;
}

/** Goes to the address as "back" does, without loading the page anew. */
const goTo = (page, address) => page.evaluate((to) => {
  history.pushState(null, '', to);
  dispatchEvent(new PopStateEvent('popstate'));
}, address);

/** What would run at a touch is touched as well. */
const touch = (page) => page.evaluate(() => {
  for (const element of document.querySelectorAll('#ap-app *'))
    for (const type of ['mouseover', 'focus', 'pointerenter', 'load', 'error', 'toggle', 'animationstart'])
      element.dispatchEvent(new Event(type));
  return [...document.querySelectorAll('#ap-app a')].map(({ protocol }) => protocol);
});

function assertTame(page, protocols) {
  assert.deepEqual(page.ran, []);
  for (const protocol of protocols) assert.match(protocol, /^(https?|mailto|tel|):?$/, page.trying);
}

for (const bypassCSP of [false, true]) {
  const policy = bypassCSP ? 'without a policy' : 'under the policy of the page';

  test(`an article of hostile strings runs no script ${policy}`, async () => {
    const page = await open(bypassCSP);
    assert.ok(strings.length >= 100);
    for (const [i, string] of strings.entries()) {
      page.trying = `${i}: ${string}`;
      await goTo(page, `/a/hostile-${i}`);
      await page.locator('.article-title', { hasText: `Hostile ${i}` }).waitFor();
      assertTame(page, await touch(page));
      assert.equal(await page.locator('#ap-app :is(script, iframe, object, embed, form:not(.search, [method=dialog]), svg script)').count(), 0, page.trying);
    }
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });

  test(`hostile strings in the box, the hits, the facets and the suggestions run no script ${policy}`, async () => {
    const page = await open(bypassCSP);
    for (const string of strings) {
      page.trying = string;
      await page.getByRole('combobox').fill(string);
      await page.waitForFunction((q) => document.querySelector('#ap-list').dataset.query === q || q.trim() === '', string);
      assertTame(page, await touch(page));
    }
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });

  test(`hostile addresses run no script ${policy}`, async () => {
    const page = await open(bypassCSP);
    for (const string of strings) {
      page.trying = string;
      const text = encodeURIComponent(string);
      for (const address of [`/?q=${text}&kind=${text}&department=${text}&open=${text}#${text}`, `/a/${text}#${text}`, `/browse/${text}`,
        `/p/${text}`, `/admin/${text}`, `/call?q=${text}&call=${text}&queue=${text}&product=${text}`]) {
        await goTo(page, address);
        assertTame(page, await touch(page));
      }
      await page.evaluate(() => new Promise((resolve) => { setTimeout(resolve, 10); }));
    }
    await goTo(page, '/?q=hostile');
    await page.locator('.hit').first().waitFor();
    assertTame(page, await touch(page));
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });
}
