// SPDX-License-Identifier: GPL-3.0-or-later
// Short forms that stand for words in this person's searches: dd for direct debit.
import { useLoaded } from '../admin/loaded';
import { Trouble } from '../admin/parts';
import { Table, type Row } from '../admin/table';
import { Form, type Told as Fields } from '../entry/form';
import { announce } from '../shell/announcer';
import { change } from '../state/change';
import { useSignal } from '@preact/signals';
import { t } from './messages';
import { Frame, Told, useAttempts } from './parts';
import type { Shortcut } from './types';

const PATH = '/api/v1/me/shortcuts';

export function Shortcuts() {
  const loaded = useLoaded<{ shortcuts: Shortcut[] }>(PATH);
  const { trouble, attempt } = useAttempts();
  const written = useSignal(0); // an empty form after each
  const write = async ({ short, text }: Fields) => {
    await change('PUT', `${PATH}/${encodeURIComponent(short!.trim())}`, { text: text!.trim() });
    announce(t('shortcuts.done', { short: short!.trim() }));
    ++written.value;
    await loaded.load();
  };
  const remove = ({ short }: Shortcut) => attempt(async () => {
    await change('DELETE', `${PATH}/${encodeURIComponent(short)}`);
    await loaded.load();
  }, t('shortcuts.removed', { short }));
  const rowOf = (one: Shortcut): Row => ({
    key: one.short,
    cells: [
      <code><bdi>{one.short}</bdi></code>, <bdi>{one.text}</bdi>,
      <button type="button" class="button" aria-label={t('shortcuts.removeOf', { short: one.short })} onClick={() => void remove(one)}>{t('shortcuts.remove')}</button>,
    ],
  });
  return (
    <Frame part="shortcuts">
      <Trouble of={loaded} />
      <Told trouble={trouble} />
      {loaded.value.value && <Table caption={t('desk.shortcuts')} empty={t('shortcuts.none')} rows={loaded.value.value.shortcuts.map(rowOf)} heads={[t('shortcuts.short'), t('shortcuts.text'), t('desk.do')]} />}
      <div class="desk-form">
        <h2>{t('shortcuts.new')}</h2>
        <Form
          key={written.value} button={t('shortcuts.save')} send={write}
          fields={[
            { name: 'short', label: t('shortcuts.short'), missing: t('shortcuts.short.missing'), maxLength: 32, autocomplete: 'off', autocapitalize: 'none', spellcheck: false },
            { name: 'text', label: t('shortcuts.text'), missing: t('shortcuts.text.missing'), maxLength: 200, autocomplete: 'off' },
          ]}
        />
      </div>
    </Frame>
  );
}
