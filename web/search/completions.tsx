// SPDX-License-Identifier: GPL-3.0-or-later
// What callers say, and sections, that go on from the words typed; each leads to its place.
import type { Suggestion } from '../api/types';
import { t, type Key } from '../messages/messages';
import { completions } from '../state/list';
import { Marked } from './marked';

const MOST = 3; // of a kind
const LABELS: [Suggestion['kind'], Key][] = [['symptom', 'complete.symptom'], ['heading', 'complete.heading'], ['code', 'complete.code']];

/** The line stands there while nothing is in it: the hits below never move. */
export function Completions() {
  return (
    <nav class="completions" aria-label={t('complete.label')}>
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
