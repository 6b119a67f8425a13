// SPDX-License-Identifier: GPL-3.0-or-later
// What is done about the article that is open without going elsewhere: one task at a time.
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { Ask, type Question } from '../admin/parts';
import { askText } from '../api/client';
import { Problem, problemOf, wordsOf } from '../api/problem';
import type { Article } from '../api/types';
import { Form, type Told } from '../entry/form';
import { announce } from '../shell/announcer';
import { Modal } from '../shell/modal';
import { change } from '../state/change';
import { go, reload } from '../state/page';
import { task, work, type Task } from '../state/work';
import { MARKDOWN, pathOf, replacing } from './articles';
import { t, type Key } from './messages';
import type { Saved } from './types';

const TITLE = 'ap-task';

const over = () => { task.value = null; };

function Trouble({ problem }: { problem: Problem }) {
  return (
    <Modal labelledBy={TITLE} onClose={over}>
      {(close) => (
        <>
          <h2 id={TITLE}>{t('task.failed')}</h2>
          <p role="alert">{wordsOf(problem)}</p>
          <div class="form-end"><button type="button" class="button" onClick={close}>{t('action.close')}</button></div>
        </>
      )}
    </Modal>
  );
}

/** Does it at once, says so and shows the article as it is then. */
function AtOnce({ article, way, done }: { article: Article; way: string; done: Key }) {
  const problem = useSignal<Problem | null>(null);
  useEffect(() => {
    change<Saved>('POST', pathOf(article.id, way)).then(
      () => { over(); announce(t(done)); reload(); },
      (error: unknown) => { problem.value = problemOf(error); },
    );
  }, []);
  return problem.value ? <Trouble problem={problem.value} /> : null;
}

function Flag({ article }: { article: Article }) {
  const flag = async ({ reason }: Told, close: () => void) => {
    await change<Saved>('POST', pathOf(article.id, '/flag'), { reason: reason!.trim() });
    close();
    announce(t('flag.done'));
    reload();
  };
  return (
    <Modal labelledBy={TITLE} onClose={over}>
      {(close) => (
        <>
          <h2 id={TITLE}>{t('flag.title')}</h2>
          <Form
            fields={[{ name: 'reason', label: t('flag.reason'), hint: t('flag.hint'), missing: t('flag.missing'), maxLength: 1000, autocomplete: 'off' }]}
            button={t('flag.button')} send={(told) => flag(told, close)}
            after={<button type="button" class="button" onClick={close}>{t('action.cancel')}</button>}
          />
        </>
      )}
    </Modal>
  );
}

function Move({ article }: { article: Article }) {
  const move = async ({ path }: Told, close: () => void) => {
    const { id } = await change<Saved>('POST', pathOf(article.id, '/move'), { path: path!.trim() });
    close();
    announce(t('move.done'));
    if (id === article.id) reload();
    else go({ open: id, anchor: '' }, { focus: true });
  };
  return (
    <Modal labelledBy={TITLE} onClose={over}>
      {(close) => (
        <>
          <h2 id={TITLE}>{t('move.title')}</h2>
          <Form
            fields={[{ name: 'path', label: t('move.path'), hint: t('move.hint'), missing: t('move.missing'), value: article.path, autocomplete: 'off', spellcheck: false }]}
            button={t('move.button')} send={(told) => move(told, close)}
            after={<button type="button" class="button" onClick={close}>{t('action.cancel')}</button>}
          />
        </>
      )}
    </Modal>
  );
}

function Delete({ article }: { article: Article }) {
  const problem = useSignal<Problem | null>(null);
  const isRunning = useSignal(false);
  const question: Question = {
    title: t('delete.title'), text: t('delete.text', { title: article.title }), button: t('delete.button'),
    run: async () => {
      isRunning.value = true;
      try {
        const { version } = await askText(MARKDOWN)(pathOf(article.id));
        await change('DELETE', pathOf(article.id), undefined, replacing(version));
        over();
        announce(t('delete.done'));
        go({ open: null, anchor: '' }, { push: true });
        reload();
      } catch (error) {
        problem.value = problemOf(error);
      }
    },
  };
  if (problem.value) return <Trouble problem={problem.value} />;
  return isRunning.value ? null : <Ask question={question} onClose={() => { queueMicrotask(() => { if (!isRunning.value) over(); }); }} />;
}

/** All else that an editor may do with it. */
function More({ article, onChoose }: { article: Article; onChoose: (chosen: Choice) => void }) {
  const isArchived = article.confidence === 'archived';
  const choices: [Choice, Key][] = [
    ['history', 'more.history'], [isArchived ? 'restore' : 'archive', isArchived ? 'more.restore' : 'more.archive'], ['move', 'more.move'], ['delete', 'more.delete'],
  ];
  const may = article.may?.save === true;
  const chosen = useRef<Choice | null>(null); // before the dialog closes
  return (
    <Modal labelledBy={TITLE} onClose={() => { if (!chosen.current) over(); }}>
      {(close) => (
        <>
          <h2 id={TITLE}>{article.title}</h2>
          <div class="more-ways">
            {choices.filter(([choice]) => may || choice === 'history').map(([choice, words]) => (
              <button key={choice} type="button" class={choice === 'delete' ? 'button button-danger' : 'button'} onClick={() => { chosen.current = choice; close(); onChoose(choice); }}>{t(words)}</button>
            ))}
          </div>
          <div class="form-end"><button type="button" class="button" onClick={close}>{t('action.cancel')}</button></div>
        </>
      )}
    </Modal>
  );
}

type Choice = 'history' | 'archive' | 'restore' | 'move' | 'delete';

function Chosen({ article, choice }: { article: Article; choice: Choice }) {
  useEffect(() => {
    if (choice !== 'history') return;
    over();
    work('history', article.id);
  }, []);
  switch (choice) {
    case 'history': return null;
    case 'archive': return <AtOnce article={article} way="/archive" done="archive.done" />;
    case 'restore': return <AtOnce article={article} way="/restore" done="restore.done" />;
    case 'move': return <Move article={article} />;
    case 'delete': return <Delete article={article} />;
  }
}

function One({ of: { name, article } }: { of: Task }) {
  const choice = useSignal<Choice | null>(null);
  if (choice.value) return <Chosen article={article} choice={choice.value} />;
  switch (name) {
    case 'reviewed': return <AtOnce article={article} way="/reviewed" done="reviewed.done" />;
    case 'unflag': return <AtOnce article={article} way="/unflag" done="unflag.done" />;
    case 'flag': return <Flag article={article} />;
    case 'more': return <More article={article} onChoose={(chosen) => { choice.value = chosen; }} />;
  }
}

export function TaskView() {
  const now = task.value;
  return now && <One key={`${now.name} ${now.article.id}`} of={now} />;
}
