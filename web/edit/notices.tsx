// SPDX-License-Identifier: GPL-3.0-or-later
// What everybody on the phone must know: written in one step, published in a second, ended in a third.
import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { useLoaded } from '../admin/loaded';
import { Ask, Moment, Panel, Trouble, type Question } from '../admin/parts';
import { Table, type Row } from '../admin/table';
import { problemOf, wordsOf } from '../api/problem';
import { Form, type Field, type Told } from '../entry/form';
import { Notices } from '../search/notices';
import { announce } from '../shell/announcer';
import { change } from '../state/change';
import { title as windowTitle } from '../state/title';
import { WorkNav } from './lists';
import { t } from './messages';
import type { Notice } from './types';

const PATH = '/api/v1/notices';
const pathOf = (id: string | number, way = '') => `${PATH}/${encodeURIComponent(id)}${way}`;

const HOURS = ['1', '4', '8', '24', '72', '168'] as const;

const fields = (notice: Notice | null): Field[] => [
  { name: 'title', label: t('notices.name'), missing: t('notices.name.missing'), value: notice?.title ?? '', maxLength: 200, autocomplete: 'off' },
  { name: 'text', label: t('notices.text'), missing: t('notices.text.missing'), type: 'lines', value: notice?.text ?? '', maxLength: 2000, autocomplete: 'off' },
  { name: 'queries', label: t('notices.queries'), hint: t('notices.queries.hint'), value: notice?.queries.join(', ') ?? '', maxLength: 2000, autocomplete: 'off' },
  { name: 'hours', label: t('notices.until'), type: 'select', value: '8', options: [...notice?.expires ? [['', t('notices.asItIs')] as const] : [], ...HOURS.map((n) => [n, t('notices.hours', { n: Number(n) })] as const)] },
];

const bodyOf = ({ title, text, queries, hours }: Told) => ({
  title: title!.trim(), text: text!.trim(), queries: queries!.split(',').map((query) => query.trim()).filter(Boolean),
  ...hours && { expires: new Date(Date.now() + Number(hours) * 3_600_000).toISOString().replace(/\.\d+Z$/, 'Z') },
});

interface Opened { notice: Notice | null; onClose: () => void; onChanged: (notice: Notice | null) => void }

/** First what it says; then how it will look, and out it goes. */
function NoticePanel({ notice, onClose, onChanged }: Opened) {
  const isWriting = useSignal(notice === null);
  const trouble = useSignal('');
  const question = useSignal<Question | null>(null);
  const publishButton = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => { if (!isWriting.value) publishButton.current?.focus(); }, [isWriting.value]);
  const write = async (told: Told) => {
    const written = notice
      ? await change<Notice>('PATCH', pathOf(notice.id), bodyOf(told))
      : await change<Notice>('POST', PATH, { ...bodyOf(told), audience: 'internal' });
    isWriting.value = false;
    onChanged(written);
  };
  const attempt = async (what: Parameters<typeof change>, done: string) => {
    trouble.value = '';
    try {
      await change(...what);
      announce(done);
      onChanged(null);
    } catch (error) {
      trouble.value = wordsOf(problemOf(error));
    }
  };
  const end = () => {
    question.value = {
      title: t('notices.endTitle'), text: t('notices.endText', { title: notice!.title }), button: t('notices.end'),
      run: () => attempt(['DELETE', pathOf(notice!.id)], t('notices.ended')),
    };
  };
  return (
    <Panel title={notice ? <bdi>{notice.title}</bdi> : t('notices.write')} onClose={onClose}>
      {isWriting.value || !notice ? (
        <Form
          fields={fields(notice)} button={t('notices.toPreview')} send={write}
          after={<button type="button" class="button" onClick={onClose}>{t('action.cancel')}</button>}
        />
      ) : (
        <>
          <p class="admin-about">{t(notice.state === 'draft' ? 'notices.preview' : 'notices.shown')}</p>
          <Notices of={[notice]} />
          <p class="admin-about">{notice.queries.length > 0 ? t('notices.for', { queries: notice.queries.join(', ') }) : t('notices.forAll')}</p>
          <div role="alert">{trouble.value && <p class="admin-trouble">{trouble}</p>}</div>
          <div class="form-end">
            {notice.state === 'draft' && <button ref={publishButton} type="button" class="button button-main" onClick={() => void attempt(['POST', pathOf(notice.id, '/publish')], t('notices.published'))}>{t('notices.publish')}</button>}
            {notice.state !== 'ended' && <button type="button" class="button" onClick={() => { isWriting.value = true; }}>{t('notices.change')}</button>}
            {notice.state !== 'ended' && <button type="button" class="button button-danger" onClick={end}>{t('notices.end')}</button>}
          </div>
        </>
      )}
      {question.value && <Ask question={question.value} onClose={() => { question.value = null; }} />}
    </Panel>
  );
}

const NEW = Symbol('somebody writes one');

export function NoticesView() {
  const notices = useLoaded<{ notices: Notice[] }>(`${PATH}?all=1`);
  const open = useSignal<Notice | typeof NEW | null>(null);
  useLayoutEffect(() => { windowTitle.value = t('notices.title'); }, []);
  const close = () => { open.value = null; };
  const shown = open.value;
  const rowOf = (notice: Notice): Row => ({
    key: notice.id,
    faded: notice.state === 'ended',
    current: shown !== NEW && shown?.id === notice.id,
    cells: [
      <button type="button" class="row-open" onClick={() => { open.value = notice; }}><bdi>{notice.title}</bdi></button>,
      <span class="badge" data-good={notice.state === 'published' || undefined}>{t(`notices.state.${notice.state}`)}</span>,
      notice.expires ? <Moment at={notice.expires} /> : '', <bdi>{notice.author}</bdi>,
    ],
  });
  return (
    <div class="admin work-frame">
      <WorkNav current="notices" />
      <main class="admin-view" id="ap-work" tabIndex={-1} data-split>
        <div class="admin-split" data-open={shown !== null || undefined}>
          <div class="admin-list">
            <div class="admin-head">
              <h1>{t('notices.title')}</h1>
              <button type="button" class="button button-main" onClick={() => { open.value = NEW; }}>{t('notices.write')}</button>
            </div>
            <p class="admin-about">{t('notices.about')}</p>
            <Trouble of={notices} />
            {notices.value.value && <Table caption={t('notices.title')} empty={t('notices.none')} rows={notices.value.value.notices.map(rowOf)} heads={[t('notices.name'), t('people.state'), t('notices.until'), t('draft.author')]} />}
          </div>
          {shown !== null && (
            <NoticePanel
              key={shown === NEW ? 'new' : shown.id} notice={shown === NEW ? null : shown} onClose={close}
              onChanged={(written) => { open.value = written; void notices.load(); }}
            />
          )}
        </div>
      </main>
    </div>
  );
}
