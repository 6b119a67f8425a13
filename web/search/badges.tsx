// SPDX-License-Identifier: GPL-3.0-or-later
// Kind, state, freshness and audience: a word each, so that no colour has to be told apart.
import type { Hit, Summary } from '../api/types';
import { isHand } from '../state/hand';
import { isStarred, notesOn } from '../state/own';
import { nameOf, shortDayOf, t } from '../messages/messages';

const Badge = ({ look, words }: { look: string; words: string }) => <span class={`badge badge-${look}`}>{words}</span>;

/** What is theirs of it: nobody else sees these. */
function Mine({ id }: { id: string }) {
  if (!isHand()) return null;
  return (
    <>
      {isStarred(id) && <Badge look="mine" words={t('mine.star')} />}
      {notesOn(id).length > 0 && <Badge look="mine" words={t('mine.note')} />}
    </>
  );
}

export function Badges({ of: { id, kind, confidence, audience, overdue, last_reviewed: reviewed } }: { of: Hit | Summary }) {
  return (
    <span class="badges">
      <Mine id={id} />
      {kind && <Badge look="kind" words={nameOf('kind', kind)} />}
      {confidence && <Badge look={confidence} words={nameOf('confidence', confidence)} />}
      <Badge look={audience} words={nameOf('audience', audience)} />
      {overdue && <Badge look="overdue" words={t('hits.overdue')} />}
      {!overdue && reviewed && <span class="badge-date">{shortDayOf(reviewed)}</span>}
    </span>
  );
}
