// SPDX-License-Identifier: GPL-3.0-or-later
// First numbers for leads: what is asked, and what becomes of it. Of topics and articles, never of a
// person.
import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import { useLoaded } from '../admin/loaded';
import { Trouble } from '../admin/parts';
import { Table, type Row } from '../admin/table';
import { askText } from '../api/client';
import type { Named } from '../api/types';
import { nameOf, numberOf } from '../messages/messages';
import { announce } from '../shell/announcer';
import { download } from './download';
import { t, type Key } from './messages';
import { ArticleLink, Choice, Frame, Told, useAttempts } from './parts';

const DAYS = 6; // and today
const REPORTS = ['topics', 'articles', 'questions'] as const;
const BY = ['department', 'product', 'kind'] as const;
type Report = typeof REPORTS[number];
type By = typeof BY[number];

/** Days before today, as the API and the field write it. */
const day = (before: number) => {
  const at = new Date();
  at.setDate(at.getDate() - before);
  return [at.getFullYear(), at.getMonth() + 1, at.getDate()].map((part) => String(part).padStart(2, '0')).join('-');
};

const HEADS = {
  topic: 'number.topic', article: 'number.article', question: 'gaps.question', people: 'fact.people', asked: 'gaps.asked', questions: 'number.questions',
  strong: 'number.strong', weak: 'number.weak', unanswered: 'number.unanswered', opened: 'number.opened', solved: 'number.solved', not_solved: 'number.not_solved', wrong: 'number.wrong',
  p50: 'number.p50', p90: 'number.p90', gaps_opened: 'number.gaps_opened', gaps_closed: 'number.gaps_closed',
  promises_made: 'number.promises_made', promises_kept: 'number.promises_kept', promises_late: 'number.promises_late',
} as const satisfies Record<string, Key>;
type Column = keyof typeof HEADS;

type Values = Partial<Record<Column, number | string | Named | null>> & { seconds_to_answer?: { p50: number; p90: number } | null };

/** The columns that a report has; times to answer are two. */
const columnsOf = (row: Values): Column[] =>
  (Object.keys(HEADS) as Column[]).filter((name) => Object.hasOwn(row, name === 'p50' || name === 'p90' ? 'seconds_to_answer' : name));

/** As it is read; what is not known is a dash. */
function cellOf(row: Values, name: Column, by: By) {
  const value = name === 'p50' || name === 'p90' ? row.seconds_to_answer?.[name] : row[name];
  if (name === 'topic' && !value) return t('numbers.noTopic');
  if (value === null || value === undefined) return '–';
  if (typeof value === 'number') return numberOf(value);
  return typeof value === 'string' ? <bdi>{name === 'topic' ? nameOf(by, value) : value}</bdi> : <ArticleLink of={value} />;
}

function Day({ label, value, onChange }: { label: string; value: string; onChange: (value: string) => void }) {
  const id = useId();
  return <span class="desk-day"><label for={id}>{label}</label> <input id={id} type="date" value={value} onChange={(event) => { if (event.currentTarget.value) onChange(event.currentTarget.value); }} /></span>;
}

export function Numbers() {
  const report = useSignal<Report>('topics');
  const by = useSignal<By>('department');
  const from = useSignal(day(DAYS));
  const to = useSignal(day(0));
  const { trouble, attempt } = useAttempts();
  const path = `/api/v1/insight/${report.value}?${new URLSearchParams({ from: from.value, to: to.value, ...report.value === 'topics' && { by: by.value } })}`;
  const loaded = useLoaded<Partial<Record<Report, Values[]>>>(path);
  const answer = loaded.value.value;
  const rows = answer?.[report.value] ?? []; // another report's is there until this one's has come
  const takeAlong = () => attempt(async () => {
    const { text } = await askText('text/csv')(path);
    download(text, 'text/csv', `aplomb-${report.value}-${from.value}-${to.value}.csv`);
    announce(t('numbers.taken'));
  });
  const columns = rows[0] ? columnsOf(rows[0]) : [];
  const rowOf = (row: Values, i: number): Row => ({ key: i, cells: columns.map((name) => cellOf(row, name, by.value)) });
  return (
    <Frame part="numbers" ways={<button type="button" class="button" onClick={() => void takeAlong()}>{t('numbers.csv')}</button>}>
      <div class="desk-choices">
        <Choice label={t('numbers.report')} value={report.value} onChange={(next) => { report.value = next; }} of={REPORTS.map((one) => [one, t(`numbers.${one}`)] as const)} />
        {report.value === 'topics' && <Choice label={t('numbers.by')} value={by.value} onChange={(next) => { by.value = next; }} of={BY.map((one) => [one, t(`facet.${one}`)] as const)} />}
        <Day label={t('numbers.from')} value={from.value} onChange={(next) => { from.value = next; }} />
        <Day label={t('numbers.to')} value={to.value} onChange={(next) => { to.value = next; }} />
      </div>
      <Trouble of={loaded} />
      <Told trouble={trouble} />
      {answer?.[report.value] && (
        <div class="desk-wide" role="region" aria-label={t(`numbers.${report.value}`)} tabIndex={0}>
          <Table caption={t(`numbers.${report.value}`)} empty={t('numbers.none')} rows={rows.map(rowOf)} heads={columns.map((name) => t(HEADS[name]))} />
        </div>
      )}
    </Frame>
  );
}
