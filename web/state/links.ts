// SPDX-License-Identifier: GPL-3.0-or-later
// Links of our own are followed without loading the page again.
import { whenSignedIn } from '../api/client';
import { isPanel, readAddress } from './address';
import { leadOfPath } from './opened';
import { followAddress, go, open } from './page';

/** What is no article: told by the page at the link's address, which a panel never leaves. */
function goElsewhere(link: HTMLAnchorElement) {
  if (isPanel) go(readAddress(link));
  else location.assign(link.href);
}

/** A link to an article's file. */
async function followPath(link: HTMLAnchorElement): Promise<void> {
  let target;
  try {
    target = await leadOfPath(link.pathname, () => void followPath(link));
  } catch {
    goElsewhere(link);
    return;
  }
  if (!target) return;
  if (target.pathname.startsWith('/p/')) { // led nowhere and yet not refused: nobody is signed in
    await whenSignedIn();
    await followPath(link);
  } else if (target.pathname.startsWith('/a/')) {
    open(readAddress(target).open!, readAddress(link).anchor);
  } else {
    goElsewhere(link);
  }
}

/** Whether a click asks for nothing but to follow the link here. */
export const isPlain = (event: MouseEvent) =>
  event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey && !event.defaultPrevented;

const VIEWS = /^\/(browse|admin|edit|new|lists|notices|desk|a\/[^/]+\/history)(\/|$)/;

export function followLinks(event: MouseEvent) {
  const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[href]') : null;
  if (!link || !isPlain(event) || link.origin !== location.origin || link.target) return;
  if (link.getAttribute('href')!.startsWith('#')) {
    event.preventDefault();
    go({ anchor: readAddress(link).anchor }, { push: true });
  } else if (/^\/a\/[^/]+$/.test(link.pathname)) {
    event.preventDefault();
    const { open: id, anchor } = readAddress(link);
    open(id!, anchor);
  } else if (link.pathname.startsWith('/p/')) {
    event.preventDefault();
    void followPath(link);
  } else if (isPanel && /^\/(panel$|browse)/.test(link.pathname)) {
    event.preventDefault();
    go(readAddress(link));
  } else if (isPanel) {
    link.target = '_blank'; // a file: no frame may show it
  } else if (link.pathname === '/' || VIEWS.test(link.pathname)) {
    event.preventDefault();
    history.pushState(null, '', link.href);
    followAddress();
    document.dispatchEvent(new CustomEvent('aplomb:moved'));
  }
}
