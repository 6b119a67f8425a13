// SPDX-License-Identifier: GPL-3.0-or-later
// What the server says of the text while it is written: what is wrong with it, whether the queries
// that it must answer find it, and which articles say nearly the same.
import { sentence } from '../messages/messages';
import { rich, t } from './messages';
import type { Finding, Named, TriedQuery } from './types';
import type { Writing } from './writing';

const Elsewhere = ({ of: { id, title } }: { of: Named }) => <a href={`/a/${encodeURIComponent(id)}`} target="_blank" rel="noopener">{title}</a>;

function One({ of: { line, severity, message, hint, rule }, onGo }: { of: Finding; onGo: () => void }) {
  return (
    <li class={`finding finding-${severity}`}>
      <button type="button" class="finding-place" onClick={onGo}>{line ? t('finding.line', { n: line }) : t('finding.file')}</button>
      <div>
        <p class="finding-what"><strong class="finding-severity">{t(`finding.${severity}`)}:</strong> {sentence(message)} <span class="finding-rule">{rule}</span></p>
        {hint && <p class="finding-hint">{sentence(hint)}</p>}
      </div>
    </li>
  );
}

function Findings({ of: writing }: { of: Writing }) {
  const findings = writing.checked.value?.findings ?? [];
  return (
    <section class="found" aria-labelledby="ap-findings">
      <h2 id="ap-findings">{t('finding.title')} <span class="found-count">{writing.checked.value ? findings.length : ''}</span> {findings.length > 0 && <kbd aria-hidden="true">F8</kbd>}</h2>
      <div role="status">{writing.checked.value && findings.length === 0 && <p class="found-good">{t('finding.none')}</p>}</div>
      <ul class="findings">{findings.map((finding, i) => <One key={i} of={finding} onGo={() => writing.field?.goToLine(finding.line ?? 1)} />)}</ul>
    </section>
  );
}

function Tried({ of: { text, pin, rank, first, above } }: { of: TriedQuery }) {
  const isGood = pin ? first : rank !== null;
  return (
    <li class="tried" data-good={isGood || undefined}>
      <p><span class="tried-mark" aria-hidden="true">{isGood ? '✓' : '✗'}</span> <bdi class="tried-text">{text}</bdi>{pin && <span class="badge">{t('query.pin')}</span>}</p>
      <p class="tried-rank">{rank === null ? t('query.none') : t('query.rank', { rank })}</p>
      {above.length > 0 && <p class="tried-above">{rich('query.above', { articles: above.flatMap((one, i) => [i > 0 && ', ', <Elsewhere key={one.id} of={one} />]) })}</p>}
    </li>
  );
}

function Queries({ of: writing }: { of: Writing }) {
  const queries = writing.checked.value?.queries ?? [];
  return (
    <section class="found" aria-labelledby="ap-queries">
      <h2 id="ap-queries">{t('query.title')} <span class="found-count">{writing.checked.value ? queries.length : ''}</span></h2>
      {writing.checked.value && queries.length === 0 && <p class="found-hint">{t('query.hint')}</p>}
      <ul class="findings">{queries.map((query, i) => <Tried key={i} of={query} />)}</ul>
    </section>
  );
}

function Duplicates({ of: writing }: { of: Writing }) {
  const duplicates = writing.checked.value?.duplicates ?? [];
  return (
    <section class="found" aria-labelledby="ap-duplicates">
      <h2 id="ap-duplicates">{t('duplicate.title')} <span class="found-count">{writing.checked.value ? duplicates.length : ''}</span></h2>
      {writing.checked.value && duplicates.length === 0 && <p class="found-hint">{t('duplicate.none')}</p>}
      <ul class="findings">
        {duplicates.map(({ id, title, share }) => (
          <li key={id} class="duplicate"><Elsewhere of={{ id, title }} /> <span class="duplicate-share">{t('duplicate.share', { share: Math.round(share * 100) })}</span></li>
        ))}
      </ul>
    </section>
  );
}

export function Found({ of: writing }: { of: Writing }) {
  return (
    <section class="founds" aria-label={t('found.label')} tabIndex={0}>
      {writing.checkTrouble.value && <p class="found-trouble" role="alert">{t('finding.stale', { why: writing.checkTrouble.value })}</p>}
      <Findings of={writing} />
      <Queries of={writing} />
      <Duplicates of={writing} />
    </section>
  );
}
