// SPDX-License-Identifier: GPL-3.0-or-later
// What is in force, where it comes from, and how it is changed: the server's files are the admin's, and
// no page's.
import { useSignal } from '@preact/signals';
import { nameOf, rich, t } from '../messages/messages';
import { useLoaded } from './loaded';
import { Filter, fits, Head, Trouble } from './parts';
import { Table, type Row } from './table';
import type { Setting } from './types';

/** These are read when the server starts and not by SIGHUP (docs/operations.md). */
const AT_START = ['articles', 'data', 'listen', 'metrics-listen'];

const variableOf = (name: string) => `APLOMB_${name.toUpperCase().replaceAll('-', '_')}`;

function sourceOf(source: string): string {
  if (source === 'default') return t('settings.default');
  if (source.startsWith('--')) return t('settings.option', { source });
  return source.startsWith('APLOMB_') ? t('settings.variable', { source }) : t('settings.file', { source });
}

const textOf = ({ value }: Setting): string => {
  if (typeof value === 'boolean') return t(value ? 'settings.on' : 'settings.off');
  return Array.isArray(value) ? value.join('\n') : String(value);
};

const aboutOf = ({ name }: Setting) => {
  const about = nameOf('setting', name);
  return about === name ? '' : about; // one that this page does not know yet
};

function Value({ of }: { of: Setting }) {
  const text = textOf(of);
  if (text === '') return <span class="admin-by">{t('settings.empty')}</span>;
  return <>{text.split('\n').map((line) => <code key={line} class="admin-value"><bdi>{line}</bdi></code>)}</>;
}

const rowOf = (setting: Setting): Row => ({
  key: setting.name,
  cells: [
    <><code>{setting.name}</code><span class="admin-explained">{aboutOf(setting)}{AT_START.includes(setting.name) && ` ${t('settings.atStart')}`}</span></>,
    <Value of={setting} />,
    <bdi class="admin-source" data-set={setting.source !== 'default' || undefined}>{sourceOf(setting.source)}</bdi>,
  ],
});

export function Settings() {
  const config = useLoaded<{ settings: Setting[] }>('/api/v1/config');
  const filter = useSignal('');
  const all = config.value.value?.settings ?? [];
  const shown = all.filter((setting) => fits(filter.value, [setting.name, textOf(setting), sourceOf(setting.source), aboutOf(setting)]));
  const example = 'limit-token';
  return (
    <>
      <Head title="admin.config"><Filter text={filter} label={t('settings.filter')} /></Head>
      <div class="admin-about">
        <p>{t('settings.about')}</p>
        <ul>
          <li>{rich('settings.byOption', { option: <code>--{example} 600</code> })}</li>
          <li>{rich('settings.byVariable', { variable: <code>{variableOf(example)}=600</code> })}</li>
          <li>{rich('settings.byFile', { line: <code>{example} = 600</code>, file: <code>aplomb.toml</code> })}</li>
        </ul>
        <p>{rich('settings.reload', { command: <code>systemctl reload aplomb</code> })}</p>
      </div>
      <Trouble of={config} />
      {config.value.value && <Table caption={t('admin.config')} empty={t('admin.nothingFits')} rows={shown.map(rowOf)} heads={[t('settings.setting'), t('settings.value'), t('settings.source')]} />}
    </>
  );
}
