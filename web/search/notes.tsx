// SPDX-License-Identifier: GPL-3.0-or-later
// What the search says about its own answer: what it made of the words, and how sure it is.
import type { SearchPage } from '../api/types';
import { rich, t } from '../messages/messages';
import { writeAddress } from '../state/address';
import { where } from '../state/where';
import { GapInLine } from './gap';

/** A phrase comes with its own quotes. */
const quoted = (words: string[]) => words.map((word) => (word.startsWith('"') ? word : t('quoted', { text: word }))).join(', ');

/** The words that were looked for, what was corrected in them standing out; words that no article has
 *  gave no results. */
function Corrected({ page: { interpretation: { searched, corrected, unmatched } } }: { page: SearchPage }) {
  const changed = new Set(corrected.flatMap(({ to }) => to.split(' ')));
  const words = searched.split(' ').filter((word) => !unmatched.includes(word))
    .flatMap((word, i) => [i > 0 && ' ', changed.has(word) ? <strong key={i}>{word}</strong> : word]);
  const exact = <a href={writeAddress({ ...where.value, exact: true })}>{t('note.exactLink')}</a>;
  return <p>{rich('note.corrected', { words, exact })}</p>;
}

/** What was added, and for which of the words. */
function Expanded({ page: { interpretation: { expanded } } }: { page: SearchPage }) {
  const added = new Map<string, string[]>();
  for (const { from, to } of expanded) added.set(from, [...added.get(from) ?? [], to]);
  const words = [...added].flatMap(([from, to], i) => [i > 0 && ', ', <strong key={from}>{to.join(', ')}</strong>, ` (${from})`]);
  return <p>{rich('note.expanded', { words })}</p>;
}

export function Notes({ page, exact }: { page: SearchPage; exact: boolean }) {
  const { corrected, expanded, unmatched, limited, ignored } = page.interpretation;
  return (
    <>
      {exact && <p>{rich('note.exact', { usual: <a href={writeAddress({ ...where.value, exact: false })}>{t('note.usualLink')}</a> })}</p>}
      {corrected.length > 0 && <Corrected page={page} />}
      {expanded.length > 0 && <Expanded page={page} />}
      {unmatched.length > 0 && <p>{t('note.unmatched', { words: quoted(unmatched) })}</p>}
      {limited.map((what) => <p key={what}>{t('note.limited', { what })}</p>)}
      {ignored.map((what) => <p key={what}>{t('note.ignored', { what })}</p>)}
    </>
  );
}

/** How many, and how sure the answer is, in words. */
export function Standing({ page }: { page: SearchPage }) {
  const total = t(page.total_is === 'at_least' ? 'hits.atLeast' : 'hits.count', { n: page.total });
  const { certainty } = page;
  return (
    <>
      {total}
      {(certainty === 'strong' || certainty === 'weak') && <span class={`certainty certainty-${certainty}`}>{t(`certainty.${certainty}`)}</span>}
      <GapInLine page={page} />
    </>
  );
}
