// SPDX-License-Identifier: GPL-3.0-or-later
// What callers also say who were helped by an article: `d` leads to it, and Enter makes it a symptom.
import { useLoaded } from '../admin/loaded';
import { Trouble } from '../admin/parts';
import type { Article } from '../api/types';
import { isReading } from '../article/reading';
import { addCommands } from '../keys';
import { shortDayOf } from '../messages/messages';
import { announce } from '../shell/announcer';
import { change } from '../state/change';
import { isHand } from '../state/hand';
import { reload } from '../state/page';
import { isWriter } from '../state/work';
import { t } from './messages';
import { Told, useAttempts } from './parts';
import type { LearnedQuestion } from './types';

const ID = 'ap-learned';

/** What had the focus may be gone with what was done: then the next one has it, else the article. */
const holdFocus = () => requestAnimationFrame(() => {
  if (document.activeElement !== document.body) return;
  (document.querySelector<HTMLElement>(`#${ID} .button`) ?? document.getElementById('ap-article'))?.focus({ preventScroll: true });
});

export function Learned({ of: article }: { of: Article }) {
  const path = `/api/v1/articles/${encodeURIComponent(article.id)}/learned`;
  const loaded = useLoaded<{ questions: LearnedQuestion[] }>(path, { quiet: true });
  const { trouble, attempt } = useAttempts();
  const questions = loaded.value.value?.questions ?? [];
  const adopt = (one: LearnedQuestion) => attempt(async () => {
    await change('POST', `${path}/${one.id}/symptom`);
    await loaded.load();
    reload();
    holdFocus();
  }, t('learned.adopted', { text: one.text }));
  const remove = (one: LearnedQuestion) => attempt(async () => {
    await change('DELETE', `${path}/${one.id}`);
    await loaded.load();
    holdFocus();
  }, t('learned.removed', { text: one.text }));
  if (questions.length === 0 && !loaded.problem.value) return null;
  return (
    <section class="similar learned" id={ID} aria-labelledby={`${ID}-title`}>
      <h2 id={`${ID}-title`}>{t('learned.title')} <kbd class="label" aria-hidden="true">d</kbd></h2>
      {loaded.problem.value && loaded.problem.value.status !== 404 && <Trouble of={loaded} />}
      <Told trouble={trouble} />
      <ul class="desk-items">
        {questions.map((one) => (
          <li key={one.id}>
            <span class="learned-text"><bdi>{t('quoted', { text: one.text })}</bdi> <span class="desk-about">{t('learned.counts', { people: one.people, uses: one.uses, day: shortDayOf(one.last) })}</span></span>
            <span class="desk-ways">
              {article.may?.save && <button type="button" class="button learned-adopt" aria-label={t('learned.adoptOf', { text: one.text })} onClick={() => void adopt(one)}>{t('learned.adopt')}</button>}{' '}
              <button type="button" class="button" aria-label={t('learned.removeOf', { text: one.text })} onClick={() => void remove(one)}>{t('learned.remove')}</button>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

addCommands({
  key: 'd', label: 'keys.said', group: 'write', for: isWriter, when: () => isHand() && isWriter() && isReading(),
  run: () => {
    const first = document.querySelector<HTMLElement>(`#${ID} .button`);
    if (first) first.focus();
    else announce(t('learned.none'));
  },
});
