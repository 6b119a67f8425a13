// SPDX-License-Identifier: GPL-3.0-or-later
// Their own notes, what callers say, and sections, that go on from the words typed; each leads to its
// place.
import type { Suggestion } from '../api/types';
import { t, type Key } from '../messages/messages';
import { isHand } from '../state/hand';
import { completions } from '../state/list';
import { notesFound } from '../state/own';
import { Marked } from './marked';

const MOST = 3; // of a kind
const LABELS: [Suggestion['kind'], Key][] = [['symptom', 'complete.symptom'], ['heading', 'complete.heading'], ['code', 'complete.code']];

function OwnFound() {
  if (!isHand() || notesFound.value.length === 0) return null;
  return (
    <>
      <span class="completions-label label-mine">{t('mine.label')}</span>
      {notesFound.value.map(({ id, title, article, snippet }) => (
        <a key={id} class="completion completion-mine" href={article ? `/a/${encodeURIComponent(article.id)}` : `/desk/bank?open=${id}`} title={article?.title}>
          {title && <bdi>{title}: </bdi>}<Marked pieces={snippet} />
        </a>
      ))}
    </>
  );
}

/** The line stands there while nothing is in it: the hits below never move. */
export function Completions() {
  return (
    <nav class="completions" aria-label={t('complete.label')}>
      <OwnFound />
      {LABELS.map(([kind, label]) => {
        const some = completions.value.filter((suggestion) => suggestion.kind === kind).slice(0, MOST);
        if (some.length === 0) return null;
        return [
          <span key={kind} class="completions-label">{t(label)}</span>,
          ...some.map(({ url, title, marked, text }) => <a key={`${url} ${text}`} class="completion" href={url} title={title}><Marked pieces={marked} /></a>),
        ];
      })}
    </nav>
  );
}
