// SPDX-License-Identifier: GPL-3.0-or-later
// What is done in passing, over what is open: one thing at a time.
import { effect } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { useLoaded } from '../admin/loaded';
import { Trouble } from '../admin/parts';
import type { Named, OwnNote } from '../api/types';
import { Form, type Told as Fields } from '../entry/form';
import { dueOf, shortMomentOf } from '../messages/messages';
import { standingOf } from '../search/gap';
import { announce } from '../shell/announcer';
import { Modal } from '../shell/modal';
import { call } from '../state/call';
import { change } from '../state/change';
import { deskTask, lookAtPromises } from '../state/desk';
import { record, unanswered } from '../state/gaps';
import { write } from '../state/own';
import { say, type Outcome } from '../state/uses';
import { session } from '../state/who';
import { Facts } from './facts';
import { rich, t } from './messages';
import { isoOf, Told, useAttempts, Words } from './parts';
import type { Promised, Terms } from './types';

const TITLE = 'ap-desk-task';
const MOST_NOTE = 16_000; // characters; the server takes 16 KiB

const over = () => { deskTask.value = null; };

/** What was written and not saved, by what it is about, until it is: closing a dialog loses nothing. */
const unsaved = new Map<string, string>();

effect(() => { if (!session.value) unsaved.clear(); });

function NoteTask({ article, note }: { article: Named | null; note: OwnNote | null }) {
  const about = note ? `note ${note.id}` : `on ${article?.id ?? ''}`;
  const send = async ({ title = '', text }: Fields, close: () => void) => {
    await write(note, article, article ? note?.title ?? '' : title.trim(), text!.trim());
    unsaved.delete(about);
    close();
    announce(t('note.saved'));
  };
  const onInput = ({ target }: Event) => { if (target instanceof HTMLTextAreaElement) unsaved.set(about, target.value); };
  return (
    <Modal labelledBy={TITLE} onClose={over}>
      {(close) => (
        <div class="desk-note" onInput={onInput} onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          event.currentTarget.querySelector('form')!.requestSubmit();
        }}>
          <h2 id={TITLE}>{article ? rich('note.titleOn', { article: <bdi>{article.title}</bdi> }) : t('note.title')}</h2>
          <p class="label-mine">{t('note.mine')}</p>
          <Form
            fields={[
              ...article ? [] : [{ name: 'title', label: t('note.name'), value: note?.title ?? '', maxLength: 200, autocomplete: 'off' as const }],
              { name: 'text', label: t('note.text'), type: 'lines', value: unsaved.get(about) ?? note?.text ?? '', hint: t('note.hint'), missing: t('note.text.missing'), maxLength: MOST_NOTE },
            ]}
            button={t('note.save')} send={(told) => send(told, close)}
            after={<button type="button" class="button" onClick={close}>{t('action.cancel')}</button>}
          />
        </div>
      )}
    </Modal>
  );
}

/** What, by when, up to how much and who may, with the words for it. */
function TermsShown({ of: { what, within, due, limit, authority, say: words } }: { of: Terms }) {
  return (
    <>
      <p class="promise-due"><bdi>{what}</bdi>{due && <> · {rich('promise.by', { due: <time dateTime={due}><strong>{dueOf(due)}</strong></time> })}</>}</p>
      <Facts of={[['fact.within', within], ['fact.limit', limit], ['fact.authority', authority]]} />
      {words && <Words label={t('promise.say')} text={words.made} />}
    </>
  );
}

function PromiseTask({ article }: { article: Named }) {
  const terms = useLoaded<Terms>(`/api/v1/promises/terms?${new URLSearchParams({ article: article.id })}`);
  const now = terms.value.value;
  const send = async ({ case: of, amount = '', due = '' }: Fields, close: () => void) => {
    const made = await change<Promised>('POST', '/api/v1/promises', { article: article.id, case: of!.trim(), call: call.value.id, ...amount.trim() && { amount: amount.trim() }, ...due && { due: isoOf(due) } });
    close();
    announce(t('promise.done', { what: made.what, due: shortMomentOf(made.due) }));
    void lookAtPromises();
  };
  const isNone = terms.problem.value?.status === 404;
  return (
    <Modal labelledBy={TITLE} onClose={over}>
      {(close) => {
        const cancel = <button type="button" class="button" onClick={close}>{t('action.cancel')}</button>;
        return (
          <>
            <h2 id={TITLE}>{t('promise.title')}</h2>
            {isNone ? <p>{t('card.noPromise')}</p> : <Trouble of={terms} />}
            {!now && !terms.problem.value && <p role="status">{t('search.loading')}</p>}
            {now && <TermsShown of={now} />}
            {now && !now.may && <p class="warning" role="alert">{t('promise.mayNot', { who: now.who ?? now.authority ?? '' })}</p>}
            {now?.may && <PromiseForm of={now} send={(told) => send(told, close)} cancel={cancel} />}
            {!now?.may && <div class="form-end">{cancel}</div>}
          </>
        );
      }}
    </Modal>
  );
}

function PromiseForm({ of: { limit, due }, send, cancel }: { of: Terms; send: (told: Fields) => Promise<void>; cancel: ComponentChildren }) {
  useEffect(() => { document.querySelector<HTMLInputElement>('dialog[open] input[name="case"]')?.focus(); }, []);
  return (
    <Form
      fields={[
        { name: 'case', label: t('promise.case'), hint: t('promise.case.hint'), missing: t('promise.case.missing'), maxLength: 64, autocomplete: 'off', spellcheck: false },
        ...due ? [] : [{ name: 'due', label: t('promise.due'), type: 'datetime-local' as const, missing: t('promises.newDue.missing') }],
        ...limit ? [{ name: 'amount', label: t('promise.amount'), hint: t('promise.amount.hint', { limit }), missing: t('promise.amount.missing'), maxLength: 60, autocomplete: 'off' as const }] : [],
      ]}
      button={t('promise.make')} send={send} after={cancel}
    />
  );
}

function OutcomeTask({ article }: { article: Named }) {
  const { trouble, attempt } = useAttempts();
  const asked = unanswered();
  const choose = async (outcome: Outcome, close: () => void) => {
    if (await attempt(() => say(article, outcome), t(`use.done.${outcome}`))) close();
  };
  const recordIt = async (close: () => void) => {
    const done = await attempt(async () => {
      await say(article, 'not_solved');
      announce(t('gap.done', { standing: standingOf(await record(asked!)) }));
    });
    if (done) close();
  };
  return (
    <Modal labelledBy={TITLE} onClose={over}>
      {(close) => (
        <>
          <h2 id={TITLE}>{t('use.what')}</h2>
          <Told trouble={trouble} />
          <div class="more-ways">
            <button type="button" class="button" onClick={() => void choose('not_solved', close)}>{t('use.notSolved')}</button>
            <button type="button" class="button" onClick={() => void choose('wrong', close)}>{t('use.wrong')}</button>
            {asked && <button type="button" class="button" onClick={() => void recordIt(close)}>{t('use.record')}</button>}
            <button type="button" class="button" onClick={() => void choose('solved', close)}>{t('use.solvedAfterAll')}</button>
          </div>
          <div class="form-end"><button type="button" class="button" onClick={close}>{t('action.cancel')}</button></div>
        </>
      )}
    </Modal>
  );
}

export function DeskTaskView() {
  const now = deskTask.value;
  if (!now) return null;
  switch (now.name) {
    case 'note': return <NoteTask key={`note ${now.article?.id} ${now.note?.id}`} article={now.article} note={now.note} />;
    case 'promise': return <PromiseTask key={now.article.id} article={now.article} />;
    case 'outcome': return <OutcomeTask key={now.article.id} article={now.article} />;
  }
}

