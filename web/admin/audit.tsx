// SPDX-License-Identifier: GPL-3.0-or-later
// Who did what, the newest first. All of it is what somebody typed somewhere, and is shown as text.
import { useSignal } from '@preact/signals';
import { useEffect, useId, useRef } from 'preact/hooks';
import { Line } from '../api/line';
import { problemOf, wordsOf, type Problem } from '../api/problem';
import { nameOf, t } from '../messages/messages';
import { Filter, fits, Head, Moment } from './parts';
import { Table, type Row } from './table';
import type { AuditEntry, AuditPage } from './types';

const PAGE = 100;

const rowOf = ({ id, at, actor, action, subject, detail }: AuditEntry): Row => ({
  key: id,
  cells: [<Moment at={at} />, <bdi>{actor}</bdi>, nameOf('did', action), subject && <bdi>{subject}</bdi>, detail && <bdi class="admin-detail">{detail}</bdi>],
});

export function Audit() {
  const entries = useSignal<AuditEntry[] | null>(null);
  const next = useSignal<string | null>(null);
  const problem = useSignal<Problem | null>(null);
  const filter = useSignal('');
  const action = useSignal('');
  const id = useId();
  const line = useRef<Line>();
  line.current ??= new Line();

  const load = async (before: AuditEntry[], cursor: string | null) => {
    const parameters = new URLSearchParams({ limit: String(PAGE) });
    if (cursor) parameters.append('cursor', cursor);
    problem.value = null;
    try {
      const page = await line.current!.ask<AuditPage>(`/api/v1/audit?${parameters}`);
      if (!page) return;
      entries.value = [...before, ...page.entries];
      next.value = page.next;
    } catch (error) {
      problem.value = problemOf(error);
    }
  };
  useEffect(() => {
    void load([], null);
    return () => line.current!.drop();
  }, []);

  const all = entries.value ?? [];
  const actions = [...new Set(all.map((entry) => entry.action))].sort();
  const shown = all.filter((entry) => (!action.value || entry.action === action.value) &&
    fits(filter.value, [entry.actor, entry.subject, entry.detail, entry.action, nameOf('did', entry.action)]));
  return (
    <>
      <Head title="admin.audit">
        <Filter text={filter} label={t('audit.filter')} />
        <div class="admin-filter">
          <label class="hidden" for={id}>{t('audit.action')}</label>
          <select id={id} value={action.value} onChange={(event) => { action.value = event.currentTarget.value; }}>
            <option value="">{t('audit.all')}</option>
            {actions.map((one) => <option key={one} value={one}>{nameOf('did', one)}</option>)}
          </select>
        </div>
        <button type="button" class="button" onClick={() => void load([], null)}>{t('audit.latest')}</button>
      </Head>
      <p class="admin-about">{t('audit.about')}</p>
      <p class="admin-count" role="status">{entries.value && t(next.value ? 'audit.countSoFar' : 'audit.count', { n: shown.length, all: all.length })}</p>
      {entries.value && <Table caption={t('admin.audit')} empty={t('admin.nothingFits')} rows={shown.map(rowOf)} heads={[t('audit.at'), t('audit.actor'), t('audit.action'), t('audit.subject'), t('audit.detail')]} />}
      <div role="alert">{problem.value && <p class="admin-trouble">{wordsOf(problem.value)}</p>}</div>
      {problem.value && !entries.value && <button type="button" class="button" onClick={() => void load([], null)}>{t('action.tryAgain')}</button>}
      {next.value && <button type="button" class="button admin-more" onClick={() => void load(all, next.value)}>{t('audit.older')}</button>}
    </>
  );
}
