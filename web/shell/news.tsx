// SPDX-License-Identifier: GPL-3.0-or-later
// What has become of what somebody asked, told once.
import { rich, t } from '../messages/messages';
import { dismiss, news } from '../state/desk';
import { isHand } from '../state/hand';

/** The place is there from the start, so that what comes into it is said by ear. */
export function NewsLine() {
  const one = isHand() ? news.value[0] : undefined;
  return (
    <div class="news" role="status" hidden={!one}>
      {one && (
        <>
          <p>{rich('news.closed', {
            question: <bdi>{t('quoted', { text: one.question })}</bdi>,
            article: one.article ? <a href={`/a/${encodeURIComponent(one.article.id)}`} onClick={() => dismiss(one)}><bdi>{one.article.title}</bdi></a> : '',
          })}</p>
          <button type="button" class="button" onClick={() => dismiss(one)}>{t('news.seen')}</button>
        </>
      )}
    </div>
  );
}
