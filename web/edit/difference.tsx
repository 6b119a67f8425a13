// SPDX-License-Identifier: GPL-3.0-or-later
// A comparison, line by line: what was taken away and what was added, in words, in signs, and last in
// colour.
import type { ComparedLine } from './types';
import { t } from './messages';

const SIGNS = { same: '', removed: '−', added: '+' } as const;

function Line({ of: { kind, text, old_line, new_line } }: { of: ComparedLine }) {
  const shown = text === '' ? '\u00a0' : text;
  return (
    <div class={`line line-${kind}`}>
      <span class="line-number" aria-hidden="true">{kind === 'added' ? new_line : old_line}</span>
      <span class="line-sign" aria-hidden="true">{SIGNS[kind]}</span>
      {kind === 'removed' && <del class="line-text"><span class="hidden">{t('difference.removed')} </span>{shown}</del>}
      {kind === 'added' && <ins class="line-text"><span class="hidden">{t('difference.added')} </span>{shown}</ins>}
      {kind === 'same' && <span class="line-text">{shown}</span>}
    </div>
  );
}

const count = (hunks: ComparedLine[][], kind: ComparedLine['kind']) =>
  hunks.reduce((sum, hunk) => sum + hunk.filter((line) => line.kind === kind).length, 0);

export function Difference({ of: hunks, label }: { of: ComparedLine[][]; label: string }) {
  if (hunks.length === 0) return <p class="difference-none">{t('difference.none')}</p>;
  return (
    <section class="difference" aria-label={label} tabIndex={0}>
      <p class="difference-sum">
        {t('difference.sum', { added: t('difference.lines', { n: count(hunks, 'added') }), removed: t('difference.lines', { n: count(hunks, 'removed') }) })}
      </p>
      {hunks.map((hunk, i) => (
        <div key={i} class="hunk">{hunk.map((line, j) => <Line key={j} of={line} />)}</div>
      ))}
    </section>
  );
}
