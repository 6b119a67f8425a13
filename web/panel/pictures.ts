// SPDX-License-Identifier: GPL-3.0-or-later
// Browsers ask for pictures without the panel's token. One that does not come that way is asked for with
// it, and shown from what came.
import { blobOf } from '../api/client';
import { problemOf } from '../api/problem';
import { hasToken } from './access';

const tried = new WeakSet<HTMLImageElement>();

const dataUrlOf = (blob: Blob) => new Promise<string>((resolve, reject) => {
  const reader = new FileReader();
  reader.onload = () => resolve(reader.result as string);
  reader.onerror = () => reject(reader.error!);
  reader.readAsDataURL(blob); // the page's policy knows data:, and no blob:
});

async function bring(picture: HTMLImageElement, path: string) {
  try {
    picture.src = await dataUrlOf(await blobOf(path));
  } catch (error) {
    problemOf(error);
    picture.dispatchEvent(new Event('error')); // for the article to say so
  }
}

export function bringPictures() {
  document.addEventListener('error', (event) => {
    const picture = event.target;
    if (!(picture instanceof HTMLImageElement) || tried.has(picture) || !hasToken()) return;
    const { origin, pathname } = new URL(picture.src, location.origin);
    if (origin !== location.origin || !pathname.startsWith('/files/')) return;
    tried.add(picture);
    event.stopImmediatePropagation();
    void bring(picture, pathname);
  }, true);
}
