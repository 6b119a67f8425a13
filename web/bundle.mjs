// SPDX-License-Identifier: GPL-3.0-or-later
// Bundles the page into a folder: app.js with chunk.js and style.css for everybody; desk.js, which
// comes to who looks at their desk; edit.js with edit.css, which come to who writes articles; and
// beside them what needs no bundling.
//   node bundle.mjs OUTPUT
import { build } from 'esbuild';
import { createHash } from 'node:crypto';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const output = process.argv[2];
if (!output) {
  console.error('usage: node bundle.mjs OUTPUT');
  process.exit(2);
}

const OPTIONS = {
  absWorkingDir: here,
  entryPoints: { app: 'app.tsx', style: 'style/index.css', edit: 'style/edit.css' },
  outdir: output,
  write: false,
  bundle: true,
  splitting: true,
  minify: true,
  format: 'esm',
  target: ['es2022', 'chrome109', 'firefox115', 'safari16.4'],
  jsx: 'automatic',
  jsxImportSource: 'preact',
  legalComments: 'eof', // the licences of what is bundled ask for it
  logLevel: 'warning',
  logOverride: { 'ignored-bare-import': 'silent' }, // of sharedFiles(), some of which need no help
};
const LATE = /[/\\](desk[/\\]desk|edit[/\\]edit)\.tsx$/; // what is imported late

/** The files that bundles share. esbuild makes a chunk for each set of bundles that share something; a
 *  page that loads four of them is slower than one that loads one. */
async function sharedFiles() {
  const { metafile } = await build({ ...OPTIONS, metafile: true, chunkNames: '[name]-[hash]' });
  return Object.values(metafile.outputs).filter(({ entryPoint }) => !entryPoint).flatMap(({ inputs }) => Object.keys(inputs));
}

const SHARED = 'shared:';

/** Has each late bundle share all of them, so that there is one chunk. */
const oneChunk = (files) => ({
  name: 'one-chunk',
  setup({ onLoad, onResolve }) {
    const imports = files.map((file) => `\nimport ${JSON.stringify(SHARED + join(here, file))};`).join('');
    onLoad({ filter: LATE }, async ({ path }) => ({ contents: await readFile(path, 'utf8') + imports, loader: 'tsx' }));
    onResolve({ filter: /^shared:/ }, ({ path }) => ({ path: path.slice(SHARED.length), sideEffects: true })); // else it is left out
  },
});

await mkdir(output, { recursive: true });
// desk.js and edit.js, named after what is imported late, and chunk.js, which all need.
const { outputFiles } = await build({ ...OPTIONS, chunkNames: '[name]', plugins: [oneChunk(await sharedFiles())] });
// app.js changes with each of its parts: its version is the page's (api/lookout.ts).
const parts = outputFiles.filter(({ path }) => basename(path) !== 'app.js').sort((a, b) => (a.path < b.path ? -1 : 1));
const digest = parts.reduce((hash, { contents }) => hash.update(contents), createHash('sha256')).digest('hex').slice(0, 16);
for (const { path, contents } of outputFiles) {
  const isApp = basename(path) === 'app.js';
  await writeFile(path, isApp ? `${Buffer.from(contents).toString()}//${digest}\n` : contents);
}
for (const file of ['index.html', 'icon.svg']) await copyFile(join(here, file), join(output, file));
