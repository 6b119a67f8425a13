// SPDX-License-Identifier: GPL-3.0-or-later
import { Fragment } from 'preact';
import { addCommands, commandsOf, lettersAct, type Command } from '../keys';
import { t, type Key } from '../messages/messages';

const ID = 'ap-keys-dialog';

export function openKeys() {
  (document.getElementById(ID) as HTMLDialogElement).showModal();
}

const SHOWN: Record<string, string> = { ArrowDown: '↓', ArrowUp: '↑', Escape: 'Esc' };

function Row({ keys, label }: { keys: string[]; label: Key }) {
  return <div><dt>{keys.map((key) => <Fragment key={key}><kbd>{SHOWN[key] ?? key}</kbd> </Fragment>)}</dt><dd>{t(label)}</dd></div>;
}

/** The commands of a group; keys that do the same, as j and k, share a row. */
function rowsOf(group: Command['group']) {
  const rows = new Map<Key, string[]>();
  for (const { label, key } of commandsOf(group)) rows.set(label, [...rows.get(label) ?? [], key]);
  return [...rows].map(([label, keys]) => <Row key={label} keys={keys} label={label} />);
}

export function KeysDialog() {
  return (
    <dialog class="dialog keys" id={ID} aria-labelledby="ap-keys-title">
      <h2 id="ap-keys-title">{t('keys.title')}</h2>
      <h3>{t('keys.group.find')}</h3>
      <dl>
        <Row keys={['ArrowDown', 'ArrowUp']} label="keys.move" />
        <Row keys={['Enter']} label="keys.enter" />
        <Row keys={['Escape']} label="keys.escape" />
        {rowsOf('find')}
      </dl>
      <h3>{t('keys.group.article')}</h3>
      <dl>{rowsOf('article')}</dl>
      {commandsOf('write').length > 0 && (
        <>
          <h3>{t('keys.group.write')}</h3>
          <dl>
            {rowsOf('write')}
            <Row keys={['Ctrl', 's']} label="keys.save" />
            <Row keys={['F8']} label="keys.finding" />
            <Row keys={['Escape', 'Tab']} label="keys.leaveText" />
          </dl>
        </>
      )}
      <h3>{t('keys.group.page')}</h3>
      <dl>{rowsOf('page')}</dl>
      <h3>{t('keys.words')}</h3>
      <dl>
        <div><dt><code>"on hold"</code></dt><dd>{t('keys.phrase')}</dd></div>
        <div><dt><code>-card</code></dt><dd>{t('keys.without')}</dd></div>
        <div><dt><code>kind:procedure</code></dt><dd>{t('keys.field')}</dd></div>
      </dl>
      <label class="letters">
        <input type="checkbox" checked={lettersAct.value} onChange={(event) => { lettersAct.value = event.currentTarget.checked; }} /> {t('keys.letters')}
      </label>
      <form method="dialog"><button type="submit" class="button">{t('action.close')}</button></form>
    </dialog>
  );
}

addCommands({ key: '?', label: 'keys.help', group: 'page', run: openKeys });
