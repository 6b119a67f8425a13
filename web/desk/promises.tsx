// SPDX-License-Identifier: GPL-3.0-or-later
// The ledger: what was promised to whom and by when, what is soon due or late first.
import { useSignal } from '@preact/signals';
import { useLoaded } from '../admin/loaded';
import { Panel, Trouble } from '../admin/parts';
import { Table, type Row } from '../admin/table';
import { ask } from '../api/client';
import { Form, type Told as Fields } from '../entry/form';
import { dueOf, momentOf } from '../messages/messages';
import { announce } from '../shell/announcer';
import { change } from '../state/change';
import { lookAtPromises } from '../state/desk';
import { Facts } from './facts';
import { rich, t, type Key } from './messages';
import { ArticleLink, Choice, Frame, isoOf, localOf, Told, useAttempts, Words } from './parts';
import type { Promised } from './types';

const PATH = '/api/v1/promises';

/** In words, and for the open ones whether it must be looked at. */
function Standing({ of: { state, standing } }: { of: Promised }) {
  if (state !== 'open') return <span class="badge" data-good={state === 'kept' || undefined}>{t(`promises.${state}`)}</span>;
  return <span class={`badge badge-${standing ?? 'ok'}`}>{t(`promises.${standing ?? 'ok'}`)}</span>;
}

type Way = 'move' | 'break';

function OnePromise({ of, onChanged, onClose }: { of: Promised; onChanged: (now: Promised) => void; onClose: () => void }) {
  const way = useSignal<Way | null>(null);
  const { trouble, attempt } = useAttempts();
  const set = async (what: object, done: Key) => {
    const now = await change<Promised>('PATCH', `${PATH}/${of.id}`, what);
    way.value = null;
    announce(t(done));
    void lookAtPromises();
    onChanged(now);
  };
  const move = ({ due, reason }: Fields) => set({ due: isoOf(due!), from: of.due, reason: reason!.trim() }, 'promises.done.moved');
  const breakIt = ({ reason }: Fields) => set({ state: 'broken', ...reason!.trim() && { reason: reason!.trim() } }, 'promises.done.broken');
  const cancel = <button type="button" class="button" onClick={() => { way.value = null; }}>{t('action.cancel')}</button>;
  return (
    <Panel title={<bdi>{of.what}</bdi>} onClose={onClose}>
      <p><Standing of={of} /></p>
      <Facts of={[
        ['fact.due', momentOf(of.due)], ['fact.within', of.within], ['fact.case', of.case], ['fact.amount', of.amount],
        ['fact.by', of.by?.display_name ?? t('promises.nobody')], ['fact.made', momentOf(of.made)], ['fact.reason', of.reason],
      ]} />
      <p><ArticleLink of={of.article} /></p>
      {of.moved.length > 0 && (
        <ul class="desk-moves" aria-label={t('promises.moves')}>
          {of.moved.map(({ at, from, to, reason }) => <li key={at}>{rich('promises.move', { from: momentOf(from), to: momentOf(to), reason: <bdi>{reason}</bdi> })}</li>)}
        </ul>
      )}
      {of.state === 'open' && way.value === null && (
        <>
          <Words label={t('promises.notice')} text={of.say.notice} />
          <Told trouble={trouble} />
          <div class="form-end">
            <button type="button" class="button button-main" onClick={() => void attempt(() => set({ state: 'kept' }, 'promises.done.kept'))}>{t('promises.keep')}</button>
            <button type="button" class="button" onClick={() => { way.value = 'move'; }}>{t('promises.moveIt')}</button>
            <button type="button" class="button button-danger" onClick={() => { way.value = 'break'; }}>{t('promises.breakIt')}</button>
          </div>
        </>
      )}
      {way.value === 'move' && (
        <Form
          key="move" button={t('promises.moveButton')} send={move} after={cancel}
          fields={[
            { name: 'due', label: t('promises.newDue'), type: 'datetime-local', value: localOf(of.due), missing: t('promises.newDue.missing') },
            { name: 'reason', label: t('promises.reason'), missing: t('promises.reason.missing'), maxLength: 500, autocomplete: 'off' },
          ]}
        />
      )}
      {way.value === 'break' && (
        <Form
          key="break" button={t('promises.breakButton')} send={breakIt} after={cancel}
          fields={[{ name: 'reason', label: t('promises.reason'), missing: t('promises.reason.missing'), maxLength: 500, autocomplete: 'off' }]}
        />
      )}
    </Panel>
  );
}

export function Promises() {
  const whose = useSignal<'mine' | 'team'>('mine');
  const state = useSignal<'open' | 'kept' | 'broken'>('open');
  const path = `${PATH}?${new URLSearchParams({ whose: whose.value, state: state.value, limit: '100' })}`;
  const loaded = useLoaded<{ promises: Promised[]; next?: string | null }>(path);
  const open = useSignal<Promised | null>(null);
  const more = useSignal<{ path: string; promises: Promised[]; next: string | null }>({ path: '', promises: [], next: null });
  const { trouble, attempt } = useAttempts();
  const rest = more.value.path === path ? more.value : { promises: [], next: loaded.value.value?.next ?? null };
  const all = [...loaded.value.value?.promises ?? [], ...rest.promises];
  const showMore = () => attempt(async () => {
    const page = await ask<{ promises: Promised[]; next?: string | null }>(`${path}&${new URLSearchParams({ cursor: rest.next! })}`);
    more.value = { path, promises: [...rest.promises, ...page.promises], next: page.next ?? null };
  });
  const rowOf = (one: Promised): Row => ({
    key: one.id,
    current: open.value?.id === one.id,
    cells: [
      <button type="button" class="row-open" onClick={() => { open.value = one; }}><bdi>{one.what}</bdi></button>,
      <bdi class="desk-whole">{one.case}</bdi>, <time class="desk-whole" dateTime={one.due}>{dueOf(one.due)}</time>, <Standing of={one} />,
      ...whose.value === 'team' ? [<bdi>{one.by?.display_name ?? t('promises.nobody')}</bdi>] : [],
    ],
  });
  const shown = open.value;
  return (
    <Frame
      part="promises"
      open={shown && <OnePromise key={shown.id} of={shown} onClose={() => { open.value = null; }} onChanged={(now) => { open.value = now; more.value = { path: '', promises: [], next: null }; void loaded.load(); }} />}
    >
      <div class="desk-choices">
        <Choice label={t('promises.whose')} value={whose.value} onChange={(next) => { whose.value = next; }} of={[['mine', t('promises.mine')], ['team', t('promises.team')]]} />
        <Choice label={t('promises.state')} value={state.value} onChange={(next) => { state.value = next; }} of={[['open', t('promises.open')], ['kept', t('promises.kept')], ['broken', t('promises.broken')]]} />
      </div>
      <Trouble of={loaded} />
      <Told trouble={trouble} />
      {loaded.value.value && (
        <Table
          caption={t('desk.promises')} empty={t('promises.none')} rows={all.map(rowOf)}
          heads={[t('promises.what'), t('fact.case'), t('fact.due'), t('promises.standing'), ...whose.value === 'team' ? [t('fact.by')] : []]}
        />
      )}
      {rest.next && <button type="button" class="button admin-more" onClick={() => void showMore()}>{t('hits.more')}</button>}
    </Frame>
  );
}
