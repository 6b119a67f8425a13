// SPDX-License-Identifier: GPL-3.0-or-later
// What the panel gives to the page around it: words for the customer, and the article's address.
import { customerWords } from '../article/copy';
import { isReading } from '../article/reading';
import { addCommands } from '../keys';
import { t } from '../messages/messages';
import { announce } from '../shell/announcer';
import { opened } from '../state/opened';
import { tell } from './surroundings';

/** The article that is open, as the surrounding page is told of it. */
export function shownArticle() {
  if (opened.value.kind !== 'article') return null;
  const { id, title, url } = opened.value.article;
  return { id, title, url: new URL(url, location.origin).href };
}

/** Hands over what is selected, else the customer's text that has the focus, else the answer; never
 *  what the server does not show to customers. */
async function insert() {
  const article = shownArticle();
  const words = article && await customerWords();
  if (!words) return;
  if ('fault' in words) {
    announce(t(words.fault));
    return;
  }
  announce(tell('insert', { text: words.text, article }) ? t('panel.inserted', { text: words.shown }) : t('panel.alone'));
}

function link() {
  const article = shownArticle();
  if (!article) return;
  announce(tell('link', article) ? t('panel.linked', { title: article.title }) : t('panel.alone'));
}

export function addActions() {
  addCommands(
    { key: 'i', label: 'keys.insert', group: 'article', when: isReading, run: () => void insert() },
    { key: 'l', label: 'keys.link', group: 'article', when: isReading, run: link },
  );
}

const keepSelection = (event: MouseEvent) => event.preventDefault();

export function Actions() {
  if (!isReading()) return null;
  return (
    <section class="panel-actions" aria-label={t('panel.actions')}>
      <button type="button" class="button button-main" onMouseDown={keepSelection} onClick={() => void insert()}>{t('panel.insert')} <kbd aria-hidden="true">i</kbd></button>
      <button type="button" class="button" onMouseDown={keepSelection} onClick={link}>{t('panel.link')} <kbd aria-hidden="true">l</kbd></button>
    </section>
  );
}
