// SPDX-License-Identifier: GPL-3.0-or-later
// Questions without an answer: for who asked them what becomes of them, for editors what to write.
import { useSignal } from '@preact/signals';
import { useLoaded } from '../admin/loaded';
import { Panel, Trouble } from '../admin/parts';
import { Table, type Row } from '../admin/table';
import { ask } from '../api/client';
import { Form, type Told as Fields } from '../entry/form';
import { dueOf, momentOf, nameOf } from '../messages/messages';
import { standingOf } from '../search/gap';
import { announce } from '../shell/announcer';
import { change } from '../state/change';
import { kept } from '../state/kept';
import { isKeeper, isWriter, work } from '../state/work';
import { Facts } from './facts';
import { t } from './messages';
import { ArticleLink, Choice, Frame, isoOf, localOf, Told, useAttempts, Words } from './parts';
import type { WholeGap } from './types';

const PATH = '/api/v1/gaps';
const STATES = ['open', 'writing', 'closed', 'dismissed'] as const;

const isMineAlone = kept(() => localStorage, 'gaps-mine', false, (value): value is boolean => typeof value === 'boolean');

type Way = 'change' | 'dismiss';

function OneGap({ of, onChanged, onClose }: { of: WholeGap; onChanged: (now: WholeGap) => void; onClose: () => void }) {
  const way = useSignal<Way | null>(null);
  const { trouble, attempt } = useAttempts();
  const write = () => attempt(async () => {
    const { id } = await change<{ id: string }>('POST', `${PATH}/${of.id}/article`, {});
    work('edit', id);
  });
  const set = async (what: object) => {
    const now = await change<WholeGap>('PATCH', `${PATH}/${of.id}`, what);
    way.value = null;
    announce(t('gaps.changed'));
    onChanged(now);
  };
  const assign = ({ owner, due }: Fields) => set({ owner: owner!.trim(), ...due && { due: isoOf(due) } });
  const dismiss = ({ reason }: Fields) => set({ state: 'dismissed', reason: reason!.trim() });
  const isOpen = of.state === 'open' || of.state === 'writing';
  const cancel = <button type="button" class="button" onClick={() => { way.value = null; }}>{t('action.cancel')}</button>;
  return (
    <Panel title={<bdi>{of.question}</bdi>} onClose={onClose}>
      <p><span class="badge">{t(`gaps.state.${of.state}`)}</span> <bdi>{standingOf(of)}</bdi></p>
      <Facts of={[
        ['fact.people', String(of.asked.people)], ['fact.department', of.department && nameOf('department', of.department)], ['fact.also', of.also.map((text) => t('quoted', { text }))],
        ['fact.made', momentOf(of.created)], ['fact.reason', of.reason],
      ]} />
      {of.article && <p>{t('gaps.answer')} <ArticleLink of={of.article} /></p>}
      {of.nearest.length > 0 && (
        <section class="desk-part" aria-labelledby="ap-gap-nearest">
          <h3 id="ap-gap-nearest">{t('hits.nearest')}</h3>
          <ul class="desk-items">{of.nearest.map((one) => <li key={one.id}><ArticleLink of={one} /></li>)}</ul>
        </section>
      )}
      {isOpen && of.hold && <Words label={t('none.label')} text={of.hold} />}
      <Told trouble={trouble} />
      {way.value === null && (
        <div class="form-end">
          {isWriter() && of.state === 'open' && <button type="button" class="button button-main" onClick={() => void write()}>{t('work.write')}</button>}
          {isWriter() && of.state === 'writing' && of.article && <button type="button" class="button button-main" onClick={() => work('edit', of.article!.id)}>{t('gaps.goOn')}</button>}
          {isKeeper() && isOpen && <button type="button" class="button" onClick={() => { way.value = 'change'; }}>{t('gaps.assign')}</button>}
          {isKeeper() && isOpen && <button type="button" class="button" onClick={() => { way.value = 'dismiss'; }}>{t('gaps.dismiss')}</button>}
          {isKeeper() && of.state === 'dismissed' && <button type="button" class="button" onClick={() => void attempt(() => set({ state: 'open' }))}>{t('gaps.reopen')}</button>}
        </div>
      )}
      {way.value === 'change' && (
        <Form
          key="change" button={t('gaps.save')} send={assign} after={cancel}
          fields={[
            { name: 'owner', label: t('fact.owner'), value: of.owner ?? '', missing: t('gaps.owner.missing'), maxLength: 100, autocomplete: 'off' },
            { name: 'due', label: t('fact.due'), type: 'datetime-local', value: of.due ? localOf(of.due) : '' },
          ]}
        />
      )}
      {way.value === 'dismiss' && (
        <Form
          key="dismiss" button={t('gaps.dismissButton')} send={dismiss} after={cancel}
          fields={[{ name: 'reason', label: t('promises.reason'), missing: t('promises.reason.missing'), maxLength: 500, autocomplete: 'off' }]}
        />
      )}
    </Panel>
  );
}

export function Gaps({ open: asked }: { open: string }) {
  const state = useSignal<WholeGap['state']>('open');
  const path = `${PATH}?${new URLSearchParams({ state: state.value, limit: '100', ...isMineAlone.value && { mine: '1' } })}`;
  const loaded = useLoaded<{ gaps: WholeGap[]; next?: string | null }>(path);
  const more = useSignal<{ path: string; gaps: WholeGap[]; next: string | null }>({ path: '', gaps: [], next: null });
  const open = useSignal<WholeGap | null>(null);
  const { trouble, attempt } = useAttempts();
  const rest = more.value.path === path ? more.value : { gaps: [], next: loaded.value.value?.next ?? null };
  const all = [...loaded.value.value?.gaps ?? [], ...rest.gaps];
  const showMore = () => attempt(async () => {
    const page = await ask<{ gaps: WholeGap[]; next?: string | null }>(`${path}&${new URLSearchParams({ cursor: rest.next! })}`);
    more.value = { path, gaps: [...rest.gaps, ...page.gaps], next: page.next ?? null };
  });
  const rowOf = (gap: WholeGap): Row => ({
    key: gap.id,
    current: open.value?.id === gap.id,
    cells: [
      <button type="button" class="row-open" onClick={() => { open.value = gap; }}><bdi>{gap.question}</bdi></button>,
      String(gap.asked.total), gap.owner && <bdi>{gap.owner}</bdi>, gap.due ? <time class="desk-whole" dateTime={gap.due}>{dueOf(gap.due)}</time> : '', gap.department && <bdi>{nameOf('department', gap.department)}</bdi>,
    ],
  });
  const shown = open.value ?? all.find(({ id }) => String(id) === asked) ?? null;
  return (
    <Frame
      part="gaps"
      open={shown && <OneGap key={shown.id} of={shown} onClose={() => { open.value = null; }} onChanged={(now) => { open.value = now; void loaded.load(); }} />}
    >
      <div class="desk-choices">
        <Choice label={t('promises.state')} value={state.value} onChange={(next) => { state.value = next; }} of={STATES.map((one) => [one, t(`gaps.state.${one}`)] as const)} />
        <label class="desk-check"><input type="checkbox" checked={isMineAlone.value} onChange={(event) => { isMineAlone.value = event.currentTarget.checked; }} /> {t('gaps.mine')}</label>
      </div>
      <Trouble of={loaded} />
      <Told trouble={trouble} />
      {loaded.value.value && (
        <Table
          caption={t('desk.gaps')} empty={t('gaps.none')} rows={all.map(rowOf)}
          heads={[t('gaps.question'), t('gaps.asked'), t('fact.owner'), t('fact.due'), t('fact.department')]}
        />
      )}
      {rest.next && <button type="button" class="button admin-more" onClick={() => void showMore()}>{t('hits.more')}</button>}
    </Frame>
  );
}
