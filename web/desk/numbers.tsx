// SPDX-License-Identifier: GPL-3.0-or-later
// First numbers for leads: what is asked, and what becomes of it. Of topics and articles, never of a
// person.
import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import { useLoaded } from '../admin/loaded';
import { Trouble } from '../admin/parts';
import { Table, type Row } from '../admin/table';
import { askText } from '../api/client';
import { nameOf, numberOf } from '../messages/messages';
import { announce } from '../shell/announcer';
import { download } from './download';
import { t, type Key } from './messages';
import { Choice, Frame, Told, useAttempts } from './parts';

const DAYS = 7;
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

/** A cell as it is read; what is not known is a dash. */
function cellOf(name: string, value: unknown): string {
  if (value === null || value === undefined || value === '') return '–';
  if (typeof value === 'number') return numberOf(value);
  if (name === 'topic') return nameOf('department', nameOf('kind', String(value)));
  return String(value);
}

const isSeconds = (value: unknown): value is { p50: number; p90: number } => typeof value === 'object' && value !== null && 'p50' in value;

/** A row's values by their names, in the API's order; times to answer are two, an article one. */
function flat(row: Record<string, unknown>): [string, unknown][] {
  return Object.entries(row).flatMap(([name, value]): [string, unknown][] => {
    if (name === 'seconds_to_answer') return isSeconds(value) ? [['p50', value.p50], ['p90', value.p90]] : [['p50', null], ['p90', null]];
    if (name === 'url' || name === 'id') return [];
    if (typeof value === 'object' && value !== null && 'title' in value) return [[name, value.title]];
    return typeof value === 'object' && value !== null ? [] : [[name, value]];
  });
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
  const loaded = useLoaded<Record<string, unknown>>(path);
  const answer = loaded.value.value;
  const rows = (answer ? Object.values(answer).find(Array.isArray) ?? [] : []) as Record<string, unknown>[];
  const takeAlong = () => attempt(async () => {
    const { text } = await askText('text/csv')(path);
    download(text, 'text/csv', `aplomb-${report.value}-${from.value}-${to.value}.csv`);
    announce(t('numbers.taken'));
  });
  const names = rows[0] ? flat(rows[0]).map(([name]) => name) : [];
  const rowOf = (row: Record<string, unknown>, i: number): Row => ({ key: i, cells: flat(row).map(([name, value]) => <bdi>{cellOf(name, value)}</bdi>) });
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
      {answer && (
        <div class="desk-wide" role="region" aria-label={t(`numbers.${report.value}`)} tabIndex={0}>
          <Table caption={t(`numbers.${report.value}`)} empty={t('numbers.none')} rows={rows.map(rowOf)} heads={names.map((name) => headOf(name))} />
        </div>
      )}
    </Frame>
  );
}

const HEADS = {
  topic: 'number.topic', article: 'number.article', title: 'number.article', question: 'gaps.question', query: 'gaps.question', questions: 'number.questions', strong: 'number.strong', weak: 'number.weak',
  unanswered: 'number.unanswered', solved: 'number.solved', not_solved: 'number.not_solved', wrong: 'number.wrong', p50: 'number.p50', p90: 'number.p90',
  gaps_opened: 'number.gaps_opened', gaps_closed: 'number.gaps_closed', promises_made: 'number.promises_made', promises_kept: 'number.promises_kept', promises_late: 'number.promises_late',
  people: 'fact.people', opened: 'number.opened', asked: 'gaps.asked',
} as const satisfies Record<string, string>;

/** What the API says that is not known here yet is shown by its own name. */
function headOf(name: string): string {
  return Object.hasOwn(HEADS, name) ? t(HEADS[name as keyof typeof HEADS] as Key) : name.replaceAll('_', ' ');
}
