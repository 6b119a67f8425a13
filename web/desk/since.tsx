// SPDX-License-Identifier: GPL-3.0-or-later
// What has changed since somebody's last shift among what they use, with the difference in words.
import { useLoaded } from '../admin/loaded';
import { Moment, Trouble } from '../admin/parts';
import { momentOf } from '../messages/messages';
import { change } from '../state/change';
import { t } from './messages';
import { ArticleLink, Frame, Told, useAttempts } from './parts';
import type { Changed } from './types';

const PATH = '/api/v1/me/since';

/** Words taken away and added, in their place; by ear as well. */
function Difference({ of, title }: { of: NonNullable<Changed['difference']>; title: string }) {
  return (
    <div class="words-difference" role="region" aria-label={t('since.differenceOf', { title })} tabIndex={0}>
      {of.map(({ text, op }, i) => {
        if (op === 'same') return <span key={i}>{text}</span>;
        const words = <><span class="hidden"> {t(`since.${op}`)} </span>{text}</>;
        return op === 'removed' ? <del key={i}>{words}</del> : <ins key={i}>{words}</ins>;
      })}
    </div>
  );
}

export function Since() {
  const loaded = useLoaded<{ since: string; changes: Changed[]; more?: boolean }>(PATH);
  const { trouble, attempt } = useAttempts();
  const now = loaded.value.value;
  const seen = () => attempt(async () => {
    await change('PUT', PATH, { at: new Date().toISOString().replace(/\.\d+Z$/, 'Z') });
    await loaded.load();
  }, t('since.marked'));
  return (
    <Frame part="since" ways={now && now.changes.length > 0 && <button type="button" class="button button-main" onClick={() => void seen()}>{t('since.mark')}</button>}>
      <Trouble of={loaded} />
      <Told trouble={trouble} />
      {now && <p class="admin-count" role="status">{t('since.count', { n: now.changes.length, at: momentOf(now.since) })}</p>}
      {now?.changes.map(({ article, what, why, at, difference, cut }) => (
        <section key={article.id} class="desk-change">
          <h2>{what === 'gone' ? <bdi>{article.title}</bdi> : <ArticleLink of={article} />}</h2>
          <p class="desk-change-foot"><span class="badge">{t(`since.${what}`)}</span> <Moment at={at} /> · {why.map((one) => t(`since.why.${one}`)).join(', ')}</p>
          {difference && difference.length > 0 && <Difference of={difference} title={article.title} />}
          {cut && <p class="desk-change-foot">{t('since.cut')}</p>}
        </section>
      ))}
      {now?.more && <p class="admin-about">{t('since.more')}</p>}
    </Frame>
  );
}
