// SPDX-License-Identifier: GPL-3.0-or-later
// The article's own text: the only markup that is taken as such, because the indexer made it from
// Markdown without raw HTML, scripts or unsafe links.
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Article } from '../api/types';
import { directionOf, t } from '../messages/messages';

function openElsewhere(link: HTMLAnchorElement) {
  link.target = '_blank'; // the call goes on here
  link.rel = 'noopener noreferrer';
}

/** A wide table scrolls in a frame that the keyboard reaches. */
function frame(table: HTMLTableElement) {
  const around = document.createElement('div');
  around.className = 'table-frame';
  around.tabIndex = 0;
  around.role = 'region';
  around.ariaLabel = t('article.table');
  table.replaceWith(around);
  around.append(table);
}

export function Body({ of: { html, language } }: { of: Article }) {
  const body = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    body.current!.innerHTML = html;
    body.current!.querySelectorAll<HTMLAnchorElement>('a[href^="http"]').forEach(openElsewhere);
    body.current!.querySelectorAll('table').forEach(frame);
  }, [html]);
  return <div ref={body} class="article-body" lang={language} dir={directionOf(language)} />;
}
