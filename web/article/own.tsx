// SPDX-License-Identifier: GPL-3.0-or-later
// What whoever takes the call does with the article that is open, a key each: it has solved it, it is
// worth a star, a note on it. None of it is anybody else's to see.
import { problemOf, wordsOf } from '../api/problem';
import type { Article } from '../api/types';
import { addCommands } from '../keys';
import { momentOf, t } from '../messages/messages';
import { announce } from '../shell/announcer';
import { deskTask } from '../state/desk';
import { isHand } from '../state/hand';
import { isStarred, notesOn, star } from '../state/own';
import { opened } from '../state/opened';
import { say, takeBack, useOf } from '../state/uses';
import { isReading } from './reading';

/** Does it, and says so or why not. */
async function attempt<T>(work: Promise<T>, done: (answer: T) => string) {
  try {
    announce(done(await work));
  } catch (error) {
    announce(wordsOf(problemOf(error)));
  }
}

let isSaying = false; // one key is one use, however long it is pressed

/** It has solved it; again, and nothing was said. */
async function toggleSolved(article: Article) {
  if (isSaying) return;
  isSaying = true;
  const work = useOf(article.id)
    ? attempt(takeBack(article), () => t('use.undone'))
    : attempt(say(article, 'solved'), (isLearned) => t(isLearned ? 'use.done.learned' : 'use.done.solved'));
  await work.finally(() => { isSaying = false; });
  requestAnimationFrame(() => { // the button that was pressed may be gone
    if (document.activeElement === document.body) document.getElementById('ap-article')?.focus({ preventScroll: true });
  });
}

const chooseOutcome = (article: Article) => { deskTask.value = { name: 'outcome', article }; };
const writeNote = (article: Article) => { deskTask.value = { name: 'note', article, note: notesOn(article.id)[0] ?? null }; };

function toggleStar(article: Article) {
  const on = !isStarred(article.id);
  void attempt(star(article, on), () => t(on ? 'star.done' : 'star.undone'));
}

export function OwnWays({ of: article }: { of: Article }) {
  if (!isHand()) return null;
  return (
    <>
      <button type="button" class="button" aria-pressed={useOf(article.id)?.outcome === 'solved'} onClick={() => void toggleSolved(article)}>{t('use.solved')} <kbd aria-hidden="true">u</kbd></button>
      <button type="button" class="button" aria-pressed={isStarred(article.id)} onClick={() => toggleStar(article)}>{t('star.button')} <kbd aria-hidden="true">s</kbd></button>
      <button type="button" class="button" aria-haspopup="dialog" onClick={() => writeNote(article)}>{t('note.button')} <kbd aria-hidden="true">n</kbd></button>
    </>
  );
}

/** What they said of it in this call, and how to say otherwise. */
export function UseLine({ of: article }: { of: Article }) {
  const said = isHand() ? useOf(article.id) : undefined;
  if (!said) return null;
  return (
    <p class="used">
      <span>{t(`use.said.${said.outcome}`)}</span>
      <button type="button" class="button" onClick={() => void toggleSolved(article)}>{t('use.undo')} <kbd aria-hidden="true">u</kbd></button>
      <button type="button" class="button" aria-haspopup="dialog" onClick={() => chooseOutcome(article)}>{t('use.other')} <kbd aria-hidden="true">U</kbd></button>
    </p>
  );
}

export function OwnNotes({ id }: { id: string }) {
  if (!isHand()) return null;
  const all = notesOn(id);
  if (all.length === 0) return null;
  return (
    <section class="own-notes" aria-label={t('note.own')}>
      {all.map((note) => (
        <div key={note.id} class="own-note">
          <p class="own-note-head"><span class="label-mine">{t('note.mine')}</span> <span class="own-note-at">{momentOf(note.changed)}</span></p>
          {note.title && <p class="own-note-title"><bdi>{note.title}</bdi></p>}
          <p class="own-note-text"><bdi>{note.text}</bdi></p>
        </div>
      ))}
    </section>
  );
}

/** With the article that is open. */
const withOpened = (run: (article: Article) => void) => ({
  group: 'article' as const,
  for: isHand,
  when: () => isHand() && isReading(),
  run: () => { if (opened.value.kind === 'article') run(opened.value.article); },
});

addCommands(
  { key: 'u', label: 'keys.solved', ...withOpened((article) => void toggleSolved(article)) },
  { key: 'U', label: 'keys.outcome', ...withOpened(chooseOutcome) },
  { key: 's', label: 'keys.star', ...withOpened(toggleStar) },
  { key: 'n', label: 'keys.note', ...withOpened(writeNote) },
  { key: 'n', label: 'keys.noteAlone', group: 'page', for: isHand, when: isHand, run: () => { deskTask.value = { name: 'note', article: null, note: null }; } },
);
