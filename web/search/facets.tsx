// SPDX-License-Identifier: GPL-3.0-or-later
import { FILTERS, type Filter, type SearchPage } from '../api/types';
import { nameOf, t } from '../messages/messages';
import { toggle } from '../state/page';
import { filters } from '../state/where';

const MOST = 8; // chips of one filter

const byName = ([one]: [string, unknown], [other]: [string, unknown]) => one.localeCompare(other);

/** Values to narrow down to, with their counts; chosen ones stay, so that they can be let go. By name:
 *  by count they would change places with each letter. */
function valuesOf(field: Filter, page: SearchPage): [string, number | null][] {
  const counts = Object.entries(page.facets[field] ?? {}).slice(0, MOST).sort(byName);
  const chosen = filters.value[field].filter((value) => !counts.some(([other]) => other === value));
  const values: [string, number | null][] = [...chosen.map((value): [string, null] => [value, null]), ...counts];
  return values.length < 2 && filters.value[field].length === 0 ? [] : values;
}

function Chips({ field, page }: { field: Filter; page: SearchPage }) {
  const values = valuesOf(field, page);
  if (values.length === 0) return null;
  return (
    <div class="chips" role="group" aria-label={t(`facet.${field}`)}>
      {values.map(([value, count]) => (
        <button key={value} type="button" class="chip" aria-pressed={filters.value[field].includes(value)} onClick={() => toggle(field, value)}>
          {nameOf(field, value)}{count !== null && <span class="chip-count"> {count}</span>}
        </button>
      ))}
    </div>
  );
}

/** Chips of what the results can be narrowed to, in one line that scrolls. */
export const Facets = ({ page }: { page: SearchPage }) =>
  <div class="facets">{FILTERS.map((field) => <Chips key={field} field={field} page={page} />)}</div>;
