// SPDX-License-Identifier: GPL-3.0-or-later
// A line of a list that leads to an article or a folder.
import type { ComponentChildren } from 'preact';
import type { Summary } from '../api/types';
import { isPlain } from '../state/links';
import { open } from '../state/page';
import { openId } from '../state/where';
import { Badges } from './badges';

/** The class by which the arrow keys find it. */
export const ITEM = 'item';

export function Item({ href, current, onOpen, children }: { href: string; current?: boolean; onOpen?: () => void; children: ComponentChildren }) {
  return (
    <li>
      <a
        class={ITEM} href={href} aria-current={current ? 'true' : undefined}
        onClick={(event) => {
          if (!onOpen || !isPlain(event)) return;
          event.preventDefault();
          onOpen();
        }}
      >{children}</a>
    </li>
  );
}

export function ArticleItem({ article }: { article: Summary }) {
  return (
    <Item href={article.url} current={article.id === openId.value} onOpen={() => open(article.id)}>
      <span class="hit-title">{article.title}</span>
      {article.description && <span class="hit-answer">{article.description}</span>}
      <span class="hit-foot"><Badges of={article} /></span>
    </Item>
  );
}
