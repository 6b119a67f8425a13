// SPDX-License-Identifier: GPL-3.0-or-later
// A picture as large as the screen has room for.
import { signal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { t } from '../messages/messages';

const enlarged = signal<{ src: string; alt: string } | null>(null);

export const closePicture = () => { enlarged.value = null; };

function enlarge(picture: HTMLImageElement) {
  enlarged.value = { src: picture.src, alt: picture.alt };
}

/** Has a picture of the article's text open large on click or Enter; one that does not come says so. */
export function framePicture(picture: HTMLImageElement) {
  picture.decoding = 'async';
  picture.addEventListener('error', () => {
    const words = document.createElement('span');
    words.className = 'picture-broken';
    words.textContent = picture.alt ? t('picture.brokenAlt', { alt: picture.alt }) : t('picture.broken');
    (picture.closest('.picture') ?? picture).replaceWith(words);
  });
  if (picture.closest('a')) return; // it leads somewhere
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'picture';
  button.ariaLabel = picture.alt ? t('picture.enlargeAlt', { alt: picture.alt }) : t('picture.enlarge');
  button.ariaHasPopup = 'dialog';
  button.addEventListener('click', () => enlarge(picture));
  picture.replaceWith(button);
  button.append(picture);
}

export function PictureDialog() {
  const dialog = useRef<HTMLDialogElement>(null);
  const picture = enlarged.value;
  useLayoutEffect(() => {
    if (picture) dialog.current?.showModal();
  }, [picture]);
  if (!picture) return null;
  return (
    <dialog ref={dialog} class="dialog picture-dialog" aria-label={picture.alt || t('picture.label')} onClose={closePicture} onClick={closePicture}>
      <img src={picture.src} alt={picture.alt} />
      <form method="dialog"><button type="submit" class="button">{t('action.close')}</button></form>
    </dialog>
  );
}
