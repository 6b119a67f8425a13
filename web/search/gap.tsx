// SPDX-License-Identifier: GPL-3.0-or-later
// A question that nothing answers becomes a gap for the editors to fill, with one key; what is asked
// again says so.
import { useSignal } from '@preact/signals';
import { problemOf, wordsOf } from '../api/problem';
import type { Gap, SearchPage } from '../api/types';
import { isReading } from '../article/reading';
import { addCommands } from '../keys';
import { dueOf, t } from '../messages/messages';
import { announce } from '../shell/announcer';
import { gapOf, isRecorded, record, unanswered } from '../state/gaps';
import { isHand } from '../state/hand';

/** "asked 4 times today · payments-kb · due 15:00" */
export function standingOf({ asked, owner, due }: Gap): string {
  const times = asked.today > 0 ? t('gap.today', { n: asked.today }) : t('gap.total', { n: asked.total });
  return [times, owner, due && t('gap.due', { due: dueOf(due) })].filter(Boolean).join(' · ');
}

let isSending = false;

async function recordIt(page: SearchPage) {
  if (isSending || isRecorded(page)) return;
  isSending = true;
  try {
    announce(t('gap.done', { standing: standingOf(await record(page)) }));
  } catch (error) {
    announce(wordsOf(problemOf(error)));
  } finally {
    isSending = false;
  }
}

function Button({ page, words }: { page: SearchPage; words: string }) {
  const busy = useSignal(false);
  const run = async () => {
    busy.value = true;
    await recordIt(page);
    busy.value = false;
  };
  return <button type="button" class="button" aria-disabled={busy.value || undefined} onClick={() => void run()}>{words} <kbd aria-hidden="true">g</kbd></button>;
}

/** On the card that says that nothing answers. */
export function GapOnCard({ page }: { page: SearchPage }) {
  if (!isHand()) return null;
  const gap = gapOf(page);
  return (
    <div class="gap">
      {gap && <p class="gap-standing"><bdi>{standingOf(gap)}</bdi></p>}
      {!isRecorded(page) && <Button page={page} words={t(gap ? 'gap.again' : 'gap.record')} />}
      {isRecorded(page) && <p>{t('gap.recorded')}</p>}
    </div>
  );
}

/** Words to hold the caller with, where the server has them. */
export const holdOf = (page: SearchPage): string => (isHand() ? gapOf(page)?.hold ?? '' : '');

/** In the line that says how sure the answer is. */
export function GapInLine({ page }: { page: SearchPage }) {
  if (!isHand() || page.certainty !== 'weak') return null;
  const gap = gapOf(page);
  return (
    <span class="gap-line">
      {gap && <bdi class="gap-standing">{standingOf(gap)}</bdi>}
      {!isRecorded(page) && <Button page={page} words={t(gap ? 'gap.againShort' : 'gap.recordShort')} />}
    </span>
  );
}

/** Whether the keys are the hits' and not the article's, where both are there. */
export const isAtHits = () => !isReading() || document.activeElement?.closest('#ap-list') != null;

addCommands({
  key: 'g', label: 'keys.gap', group: 'find', for: isHand, when: () => isAtHits() && unanswered() !== null,
  run: () => {
    const page = unanswered()!;
    if (isRecorded(page)) announce(t('gap.recorded'));
    else void recordIt(page);
  },
});
