import { startBrowser, startFixture, openPage } from './browser.mjs';
// node _look.mjs OUT w h path steps [scheme] [dir]
const s = await startFixture(process.env.DOOR ?? 'reading');
const b = await startBrowser();
for (const job of JSON.parse(process.argv[2])) {
  const { out, w = 1440, h = 900, path, keys = [], scheme = 'light', loc = 'en-GB', media } = job;
  const page = await openPage(b, s.url, path, { viewport: { width: w, height: h }, colorScheme: scheme, locale: loc });
  await page.waitForTimeout(400);
  for (const k of keys) { if (k.startsWith('type:')) await page.keyboard.type(k.slice(5)); else if (k.startsWith('click:')) await page.click(k.slice(6)); else if (k.startsWith('eval:')) await page.evaluate(k.slice(5)); else await page.keyboard.press(k); await page.waitForTimeout(250); }
  if (media) await page.emulateMedia({ media });
  await page.screenshot({ path: out, fullPage: !!media });
  if (page.complaints.length) console.log(out, page.complaints);
  await page.context().close();
}
await b.close(); await s.stop();
