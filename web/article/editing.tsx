// SPDX-License-Identifier: GPL-3.0-or-later
// What can be done about the article that is open, and what others have found wrong with it.
import type { Article } from '../api/types';
import { addCommands } from '../keys';
import { momentOf, rich, t } from '../messages/messages';
import { where } from '../state/where';
import { opened } from '../state/opened';
import { isKeeper, isWriter, mayEdit, mayFlag, mayReview, task, work, type Task } from '../state/work';
import { isAtHits } from '../search/gap';
import { isReading } from './reading';

const begin = (name: Task['name'], article: Article) => { task.value = { name, article }; };

export function EditingWays({ of: article }: { of: Article }) {
  return (
    <>
      {mayReview(article) && <button type="button" class="button" onClick={() => begin('reviewed', article)}>{t('work.reviewed')} <kbd aria-hidden="true">y</kbd></button>}
      {mayFlag(article) && <button type="button" class="button" onClick={() => begin('flag', article)}>{t('work.flag')} <kbd aria-hidden="true">g</kbd></button>}
      {mayEdit(article) && (
        <>
          <button type="button" class="button" onClick={() => work('edit', article.id)}>{t('work.edit')} <kbd aria-hidden="true">e</kbd></button>
          <button type="button" class="button" aria-haspopup="dialog" onClick={() => begin('more', article)}>{t('work.more')}</button>
        </>
      )}
    </>
  );
}

/** Who says since when that something is wrong. */
export function Flags({ of: article }: { of: Article }) {
  const { flags = [] } = article;
  if (flags.length === 0) return null;
  return (
    <section class="flags" aria-label={t('work.flags')}>
      {flags.map(({ by, at, reason }, i) => (
        <p key={i}><strong class="flag-head">{at ? rich('work.flagged', { by: <bdi>{by}</bdi>, at: <time dateTime={at}>{momentOf(at)}</time> }) : rich('work.flaggedOnce', { by: <bdi>{by}</bdi> })}</strong> <bdi>{reason}</bdi></p>
      ))}
      {mayReview(article) && <button type="button" class="button" onClick={() => begin('unflag', article)}>{t('work.unflag')}</button>}
    </section>
  );
}

/** With the article that is open, where that may be done with it. */
const withOpened = (may: (article: Article) => boolean, run: (article: Article) => void) => {
  const articleNow = () => (isReading() && opened.value.kind === 'article' ? opened.value.article : null);
  return {
    when: () => { const article = articleNow(); return article !== null && may(article); },
    run: () => run(articleNow()!),
  };
};

addCommands(
  { key: 'g', label: 'keys.flag', group: 'article', ...withOpened((article) => mayFlag(article) && !isAtHits(), (article) => begin('flag', article)) },
  { key: 'e', label: 'keys.edit', group: 'write', for: isWriter, ...withOpened(mayEdit, ({ id }) => work('edit', id)) },
  { key: 'y', label: 'keys.reviewed', group: 'write', for: isKeeper, ...withOpened(mayReview, (article) => begin('reviewed', article)) },
  { key: 'a', label: 'keys.new', group: 'write', for: isWriter, when: isWriter, run: () => work('new', '', where.value.q.trim()) },
);
