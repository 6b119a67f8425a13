// SPDX-License-Identifier: GPL-3.0-or-later
// Places of a conflict in the text, as Git marks them, each with what can be made of it.
import { StateField, type EditorState, type Extension, type Range } from '@codemirror/state';
import { Decoration, EditorView, WidgetType, type DecorationSet } from '@codemirror/view';
import { t, type Key } from './messages';

/** From the line of `<<<<<<<` to that of `>>>>>>>`, in lines from 1. */
export interface Place { from: number; to: number; mine: string[]; theirs: string[]; middle: number; mineEnd: number }

export function placesIn(text: string): Place[] {
  const places: Place[] = [];
  let open: { from: number; mine: string[]; theirs: string[]; part: 'mine' | 'before' | 'theirs'; middle: number; mineEnd: number } | null = null;
  text.split('\n').forEach((line, i) => {
    const at = i + 1;
    if (/^<{7}(?: |$)/.test(line)) {
      open = { from: at, mine: [], theirs: [], part: 'mine', middle: 0, mineEnd: 0 };
    } else if (open && /^\|{7}(?: |$)/.test(line) && open.part === 'mine') {
      open.part = 'before';
      open.mineEnd = at;
    } else if (open && /^={7}$/.test(line) && open.part !== 'theirs') {
      open.mineEnd ||= at;
      open.part = 'theirs';
      open.middle = at;
    } else if (open && /^>{7}(?: |$)/.test(line) && open.part === 'theirs') {
      const { from, mine, theirs, middle, mineEnd } = open;
      places.push({ from, to: at, mine, theirs, middle, mineEnd });
      open = null;
    } else if (open && open.part !== 'before') {
      open[open.part].push(line);
    }
  });
  return places;
}

export const WAYS = ['mine', 'theirs', 'both'] as const;
export type Way = typeof WAYS[number];

export const WORDS: Record<Way, Key> = { mine: 'conflict.mine', theirs: 'conflict.theirs', both: 'conflict.both' };

const linesOf = ({ mine, theirs }: Place, way: Way) => (way === 'mine' ? mine : way === 'theirs' ? theirs : [...mine, ...theirs]);

/** Puts that in the place's stead. */
export function settle(view: EditorView, place: Place, way: Way) {
  const { doc } = view.state;
  const from = doc.line(place.from).from;
  const end = doc.line(place.to);
  const lines = linesOf(place, way);
  const isLast = end.number === doc.lines;
  view.dispatch({
    changes: { from, to: isLast ? end.to : end.to + 1, insert: lines.map((line) => `${line}\n`).join('') },
    selection: { anchor: from }, scrollIntoView: true, userEvent: 'input.conflict',
  });
  view.focus();
}

class Buttons extends WidgetType {
  readonly #place: Place;
  constructor(place: Place) {
    super();
    this.#place = place;
  }

  override eq(other: Buttons) {
    return JSON.stringify(other.#place) === JSON.stringify(this.#place);
  }

  override toDOM(view: EditorView) {
    const row = document.createElement('div');
    row.className = 'conflict-ways';
    for (const way of WAYS) {
      const button = document.createElement('button');
      button.type = 'button';
      button.className = 'button';
      button.tabIndex = -1; // the list above the text has the same for the keyboard
      button.textContent = t(WORDS[way]);
      button.addEventListener('click', () => settle(view, this.#place, way));
      row.append(button);
    }
    return row;
  }
}

function decorate({ doc }: EditorState): DecorationSet {
  const ranges: Range<Decoration>[] = [];
  for (const place of placesIn(doc.toString())) {
    ranges.push(Decoration.widget({ widget: new Buttons(place), block: true, side: -1 }).range(doc.line(place.from).from));
    for (let at = place.from; at <= place.to; ++at) {
      const look = at === place.from || at === place.middle || at === place.to ? 'mark' : at < place.mineEnd ? 'mine' : at > place.middle ? 'theirs' : 'mark';
      ranges.push(Decoration.line({ class: `conflict-${look}` }).range(doc.line(at).from));
    }
  }
  return Decoration.set(ranges, true);
}

export const conflictMarks: Extension = StateField.define<DecorationSet>({
  create: decorate,
  update: (marks, transaction) => (transaction.docChanged ? decorate(transaction.state) : marks),
  provide: (field) => EditorView.decorations.from(field),
});
