// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures and files that are dragged or pasted into the text: stored beside the article, and linked.
import { EditorView } from '@codemirror/view';
import { problemOf, wordsOf } from '../api/problem';
import { announce } from '../shell/announcer';
import { change } from '../state/change';
import { relativePath } from './completing';
import { t } from './messages';
import { slug } from './naming';

const ENDINGS: Record<string, string> = {
  'image/png': 'png', 'image/jpeg': 'jpg', 'image/gif': 'gif', 'image/webp': 'webp', 'image/avif': 'avif', 'image/svg+xml': 'svg', 'application/pdf': 'pdf',
};
export const TYPES = Object.keys(ENDINGS).join(',');
const MOST_BYTES = 16 * 1024 * 1024; // as the server takes them
const MOST_NAMES = 20; // tried, of a file whose name is taken

const pad = (n: number) => String(n).padStart(2, '0');

/** What is pasted comes from browsers as "image.png", which says nothing. */
function nameOf({ name, type }: File): string {
  const stem = slug(name.replace(/\.[^.]*$/, ''));
  if (stem && stem !== 'image') return `${stem}.${ENDINGS[type]}`;
  const now = new Date();
  return `${t('file.picture')}-${now.getFullYear()}${pad(now.getMonth() + 1)}${pad(now.getDate())}-${pad(now.getHours())}${pad(now.getMinutes())}${pad(now.getSeconds())}.${ENDINGS[type]}`;
}

const numbered = (name: string, n: number) => (n === 1 ? name : name.replace(/(\.[^.]*)$/, `-${n}$1`));
const encoded = (path: string) => path.split('/').map(encodeURIComponent).join('/');

/** Stores it under the first free name of the folder: its path. Throws Problem. */
async function upload(file: File, folder: string): Promise<string> {
  const name = nameOf(file);
  for (let n = 1; ; ++n) {
    try {
      const { path } = await change<{ path: string }>('PUT', `/api/v1/files/${encoded(`${folder}images/${numbered(name, n)}`)}`, file, { 'If-None-Match': '*' });
      return path;
    } catch (error) {
      if (![409, 412].includes(problemOf(error).status) || n === MOST_NAMES) throw error;
    }
  }
}

/** What must not even be sent; '' where it may. */
function refusal({ name, type, size }: File): string {
  if (!Object.hasOwn(ENDINGS, type)) return t('file.type', { name });
  if (size > MOST_BYTES) return t('file.large', { name });
  return '';
}

/** Puts links to the files where the cursor is, and the cursor where a picture's words belong.
 *  `tell` says what was refused. */
export async function addFiles(view: EditorView, files: File[], path: string, tell: (words: string) => void): Promise<void> {
  const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/') + 1) : '';
  const refused: string[] = [];
  for (const file of files) {
    const no = refusal(file);
    if (no) {
      refused.push(no);
      continue;
    }
    announce(t('file.sending', { name: file.name }));
    try {
      const link = relativePath(path, await upload(file, folder));
      const isPicture = file.type.startsWith('image/');
      const words = isPicture ? '' : file.name; // what it shows is still to be said
      const { from, to } = view.state.selection.main;
      const start = from + (isPicture ? 2 : 1);
      view.dispatch({
        changes: { from, to, insert: `${isPicture ? '!' : ''}[${words}](${link})` },
        selection: { anchor: start, head: start + words.length }, scrollIntoView: true, userEvent: 'input.drop',
      });
      announce(t(isPicture ? 'file.addedPicture' : 'file.added', { name: file.name }));
    } catch (error) {
      refused.push(`${file.name}: ${wordsOf(problemOf(error))}`);
    }
  }
  tell(refused.join(' '));
  view.focus();
}

/** Takes what is dropped and pasted; text goes its usual way. */
export function takingFiles(take: (view: EditorView, files: File[]) => void) {
  const on = (files: FileList | undefined, event: Event, view: EditorView) => {
    if (!files || files.length === 0) return false;
    event.preventDefault();
    take(view, [...files]);
    return true;
  };
  return EditorView.domEventHandlers({
    paste: (event, view) => !event.clipboardData?.types.includes('text/plain') && on(event.clipboardData?.files, event, view),
    drop: (event, view) => {
      if (!event.dataTransfer?.files.length) return false;
      const at = view.posAtCoords({ x: event.clientX, y: event.clientY });
      if (at !== null) view.dispatch({ selection: { anchor: at } });
      return on(event.dataTransfer.files, event, view);
    },
  });
}
