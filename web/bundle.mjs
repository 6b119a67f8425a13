// SPDX-License-Identifier: GPL-3.0-or-later
// Bundles the page into a folder: app.js with chunk.js and style.css for everybody; edit.js with
// edit.css, which come only to who writes articles; and beside them what needs no bundling.
//   node bundle.mjs OUTPUT
import { build } from 'esbuild';
import { createHash } from 'node:crypto';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const output = process.argv[2];
if (!output) {
  console.error('usage: node bundle.mjs OUTPUT');
  process.exit(2);
}

await mkdir(output, { recursive: true });
const { outputFiles } = await build({
  absWorkingDir: here,
  entryPoints: { app: 'app.tsx', style: 'style/index.css', edit: 'style/edit.css' },
  outdir: output,
  write: false,
  bundle: true,
  splitting: true,
  chunkNames: '[name]', // edit.js, named after what is imported late, and chunk.js, which both need
  minify: true,
  format: 'esm',
  target: ['es2022', 'chrome109', 'firefox115', 'safari16.4'],
  jsx: 'automatic',
  jsxImportSource: 'preact',
  legalComments: 'eof', // the licences of what is bundled ask for it
  logLevel: 'warning',
});
// app.js changes with each of its parts: its version is the page's (api/lookout.ts).
const parts = outputFiles.filter(({ path }) => basename(path) !== 'app.js').sort((a, b) => (a.path < b.path ? -1 : 1));
const digest = parts.reduce((hash, { contents }) => hash.update(contents), createHash('sha256')).digest('hex').slice(0, 16);
for (const { path, contents } of outputFiles) {
  const isApp = basename(path) === 'app.js';
  await writeFile(path, isApp ? `${Buffer.from(contents).toString()}//${digest}\n` : contents);
}
for (const file of ['index.html', 'icon.svg']) await copyFile(join(here, file), join(output, file));
