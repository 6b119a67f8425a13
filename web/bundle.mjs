// SPDX-License-Identifier: GPL-3.0-or-later
// Bundles the page into a folder: app.js and style.css, and beside them what needs no bundling.
//   node bundle.mjs OUTPUT
import { build } from 'esbuild';
import { copyFile, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const output = process.argv[2];
if (!output) {
  console.error('usage: node bundle.mjs OUTPUT');
  process.exit(2);
}

await mkdir(output, { recursive: true });
await build({
  absWorkingDir: here,
  entryPoints: { app: 'app.tsx', style: 'style/index.css' },
  outdir: output,
  bundle: true,
  minify: true,
  format: 'esm',
  target: ['es2022', 'chrome109', 'firefox115', 'safari16.4'],
  jsx: 'automatic',
  jsxImportSource: 'preact',
  legalComments: 'eof', // the licences of what is bundled ask for it
  logLevel: 'warning',
});
for (const file of ['index.html', 'icon.svg']) await copyFile(join(here, file), join(output, file));
