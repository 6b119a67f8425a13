// SPDX-License-Identifier: GPL-3.0-or-later
// Kind, state, freshness and audience: a word each, so that no colour has to be told apart.
import type { Hit, Summary } from '../api/types';
import { nameOf, shortDayOf, t } from '../messages/messages';

const Badge = ({ look, words }: { look: string; words: string }) => <span class={`badge badge-${look}`}>{words}</span>;

export function Badges({ of: { kind, confidence, audience, overdue, last_reviewed: reviewed } }: { of: Hit | Summary }) {
  return (
    <span class="badges">
      {kind && <Badge look="kind" words={nameOf('kind', kind)} />}
      {confidence && <Badge look={confidence} words={nameOf('confidence', confidence)} />}
      <Badge look={audience} words={nameOf('audience', audience)} />
      {overdue && <Badge look="overdue" words={t('hits.overdue')} />}
      {!overdue && reviewed && <span class="badge-date">{shortDayOf(reviewed)}</span>}
    </span>
  );
}
