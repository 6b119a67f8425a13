// SPDX-License-Identifier: GPL-3.0-or-later
// A table that becomes a card for each row where there is no room. The roles are written out because
// browsers take them away from what is not laid out as a table.
import type { ComponentChildren } from 'preact';
import { useSignal } from '@preact/signals';
import { t } from '../messages/messages';

const STEP = 200; // rows; more are slow to lay out, and nobody reads them

export interface Row {
  key: string | number;
  /** The first is what the row is about. */
  cells: ComponentChildren[];
  /** Not in use any more. */
  faded?: boolean;
  current?: boolean;
}

interface Props {
  caption: string;
  heads: string[];
  rows: Row[];
  /** What is said where there is none. */
  empty: string;
}

/** Arrow keys through what can be opened, line by line. */
function onArrow(event: KeyboardEvent) {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const openers = [...(event.currentTarget as Element).querySelectorAll<HTMLElement>('.row-open')];
  const here = openers.indexOf(document.activeElement as HTMLElement);
  const next = openers[here + (event.key === 'ArrowDown' ? 1 : -1)];
  if (here < 0 || !next) return;
  event.preventDefault();
  next.focus();
}

export function Table({ caption, heads, rows, empty }: Props) {
  const shown = useSignal(STEP);
  if (rows.length === 0) return <p class="admin-none">{empty}</p>;
  return (
    <>
      <table role="table" class="admin-table" onKeyDown={onArrow}>
        <caption class="hidden">{caption}</caption>
        <thead role="rowgroup"><tr role="row">{heads.map((head) => <th key={head} role="columnheader" scope="col">{head}</th>)}</tr></thead>
        <tbody role="rowgroup">
          {rows.slice(0, shown.value).map(({ key, cells: [first, ...others], faded, current }) => (
            <tr key={key} role="row" data-faded={faded || undefined} data-current={current || undefined}>
              <th role="rowheader" scope="row">{first}</th>
              {others.map((cell, i) => <td key={heads[i + 1]} role="cell" data-label={heads[i + 1]} data-empty={cell === '' || undefined}><div>{cell}</div></td>)}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > shown.value && (
        <button type="button" class="button admin-more" onClick={() => { shown.value += STEP; }}>{t('admin.more', { n: rows.length - shown.value })}</button>
      )}
    </>
  );
}
