// SPDX-License-Identifier: GPL-3.0-or-later
// The article's own text: the only markup that is taken as such, because the indexer made it from
// Markdown without raw HTML, scripts or unsafe links.
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Article } from '../api/types';
import { directionOf, language as pageLanguage, t, type Key } from '../messages/messages';
import { copyAsItIs, copyText } from './copy';
import { customerTextAround, FOR_CUSTOMERS } from './customer_text';
import { CopyButton } from './copy_button';
import { Label } from './label';
import { framePicture } from './picture';

function openElsewhere(link: HTMLAnchorElement) {
  link.target = '_blank'; // the call goes on here
  link.rel = 'noopener noreferrer';
}

function frameOf(element: HTMLElement, look: string): HTMLElement {
  const around = document.createElement('div');
  around.className = look;
  element.replaceWith(around);
  around.append(element);
  return around;
}

function copyButton(name: string, onClick: () => void): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'copy label';
  button.lang = pageLanguage;
  button.textContent = t('copy.short');
  button.ariaLabel = name;
  button.addEventListener('click', onClick);
  return button;
}

const rowsOf = (table: HTMLTableElement) =>
  [...table.rows].map((row) => [...row.cells].map((cell) => cell.textContent!.trim()).join('\t')).join('\n');

/** A wide or long table scrolls in a frame that the keyboard reaches. */
function frameTable(table: HTMLTableElement) {
  const around = frameOf(table, 'table-frame');
  around.tabIndex = 0;
  around.role = 'region';
  around.ariaLabel = t('article.table');
  frameOf(around, 'copy-frame table-around').append(copyButton(t('copy.table'), () => void copyAsItIs(table, rowsOf(table))));
}

function frameCode(code: HTMLElement) {
  code.tabIndex = 0; // long lines scroll
  code.role = 'region';
  code.ariaLabel = t('article.code');
  frameOf(code, 'copy-frame').append(copyButton(t('copy.codeButton'), () => void copyAsItIs(code, code.textContent!.replace(/\n$/, ''))));
}

const MARKS: Record<string, Key> = {
  'audience-customer': 'audience.customer', 'audience-say': 'mark.say', 'audience-internal': 'audience.internal',
  'alert-note': 'mark.note', 'alert-tip': 'mark.tip', 'alert-important': 'mark.important', 'alert-warning': 'mark.warning', 'alert-caution': 'mark.caution',
};

/** The word of a marked block in the page's language and, at the customer's, a button that copies it. */
function nameBlock(title: HTMLElement) {
  const block = title.parentElement!;
  const mark = [...block.classList].find((name) => Object.hasOwn(MARKS, name));
  if (!mark) return;
  title.textContent = t(MARKS[mark]!);
  title.lang = pageLanguage;
  if (!block.matches('.audience-customer, .audience-say') || customerTextAround(block) !== block) return;
  title.append(' ', copyButton(`${t('copy.short')} ${t('copy.button', { what: title.textContent })}`, () => void copyText(block)));
}

/** What the page adds to the indexer's markup. */
export function furnish(root: HTMLElement) {
  const all = <E extends Element>(what: string, furnishOne: (element: E) => void) => root.querySelectorAll<E>(what).forEach(furnishOne);
  all('a[href^="http"]', openElsewhere);
  all('.footnote-backref', (link) => { link.ariaLabel = t('article.toReference'); });
  all('.footnote-ref a', (link) => { link.ariaLabel = t('article.footnote', { n: link.textContent }); });
  all('li.task > input', (box) => { box.ariaLabel = t((box as HTMLInputElement).checked ? 'article.taskDone' : 'article.task'); });
  all('table', frameTable);
  all('pre', frameCode);
  all('img', framePicture);
  all('.alert-title', nameBlock);
}

/** The same as it looks, for whoever writes it: nothing to copy, and no place to jump to. */
export function showMarkup(place: HTMLElement, html: string) {
  place.innerHTML = html;
  for (const named of place.querySelectorAll('[id]')) named.removeAttribute('id');
  for (const link of place.querySelectorAll('a')) openElsewhere(link);
  for (const code of place.querySelectorAll('pre')) code.tabIndex = 0;
  for (const box of place.querySelectorAll<HTMLInputElement>('li.task > input')) box.ariaLabel = t(box.checked ? 'article.taskDone' : 'article.task');
}

const BODY = 'ap-body';

export function Body({ of: { html, language, audience } }: { of: Article }) {
  const body = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    body.current!.innerHTML = html;
    furnish(body.current!);
  }, [html]);
  const isForCustomers = audience === 'customer';
  return (
    <>
      {isForCustomers && html.trim() !== '' && <div class="body-head" dir={directionOf(language)}><Label of="customer" /><CopyButton what={t('article.text')} of={BODY} /></div>}
      <div ref={body} class="article-body" id={BODY} lang={language} dir={directionOf(language)} {...isForCustomers && FOR_CUSTOMERS} />
    </>
  );
}
