// SPDX-License-Identifier: GPL-3.0-or-later
// What is somebody's own: what they have starred and their notes, which nobody else sees. Held while
// they are here and nobody is looking over their shoulder, so that it stands on an article at once.
import { batch, effect, signal, untracked } from '@preact/signals';
import { Line } from '../api/line';
import { problemOf } from '../api/problem';
import type { Named, NoteFound, OwnNote } from '../api/types';
import { language } from '../messages/messages';
import { change } from './change';
import { isHand } from './hand';
import { session } from './who';

export const stars = signal<readonly Named[]>([]);
export const notes = signal<readonly OwnNote[]>([]);

/** Of the notes, those in which the words stand that are searched for. */
export const notesFound = signal<readonly NoteFound[]>([]);

const ME = '/api/v1/me';
const PAUSE_MS = 120; // without a letter: what is asked beside the search must not slow it down
const MOST = 3;

const lines = { stars: new Line({ quiet: true }), notes: new Line({ quiet: true }), search: new Line({ quiet: true }) };

/** Takes what `path` has of theirs; the page is of use without. */
async function take<T>(line: Line, path: string, into: (answer: T) => void) {
  try {
    const answer = await line.ask<T>(ME + path);
    if (answer && isHand()) into(answer);
  } catch (error) {
    problemOf(error);
  }
}

export const loadStars = () => take<{ stars: Named[] }>(lines.stars, '/stars', (answer) => { stars.value = answer.stars; });
export const loadNotes = () => take<{ notes: OwnNote[] }>(lines.notes, '/notes', (answer) => { notes.value = answer.notes; });

let timer: ReturnType<typeof setTimeout>;

export function dropFound() {
  clearTimeout(timer);
  lines.search.drop();
  notesFound.value = [];
}

/** Looks for the words in their notes, beside the search. Who has none asks nothing. */
export function searchOwn(q: string) {
  clearTimeout(timer);
  if (notes.value.length === 0 || !q.trim()) {
    dropFound();
    return;
  }
  timer = setTimeout(() => void take<{ notes: NoteFound[] }>(lines.search, `/search?${new URLSearchParams({ q, lang: language })}`,
    (answer) => { notesFound.value = answer.notes.slice(0, MOST); }), PAUSE_MS);
}

function empty() {
  lines.stars.drop();
  lines.notes.drop();
  batch(() => {
    stars.value = [];
    notes.value = [];
    dropFound();
  });
}

effect(() => {
  void session.value; // another person has others
  const isHere = isHand();
  untracked(() => {
    empty();
    if (isHere) void Promise.all([loadStars(), loadNotes()]);
  });
});

export const isStarred = (id: string) => stars.value.some((star) => star.id === id);

/** Throws Problem. */
export async function star({ id, title }: Named, on: boolean): Promise<void> {
  await change(on ? 'PUT' : 'DELETE', `${ME}/stars/${encodeURIComponent(id)}`);
  const others = stars.value.filter((one) => one.id !== id);
  stars.value = on ? [{ id, title }, ...others] : others;
}

export const notesOn = (id: string) => notes.value.filter(({ article }) => article?.id === id);

const keep = (note: OwnNote) => { notes.value = [note, ...notes.value.filter(({ id }) => id !== note.id)]; };

/** A new note, on an article or by itself; else that one's new text. Throws Problem. */
export async function write(note: OwnNote | null, article: Named | null, title: string, text: string): Promise<OwnNote> {
  const written = note
    ? await change<OwnNote>('PATCH', `${ME}/notes/${note.id}`, { title, text })
    : await change<OwnNote>('POST', `${ME}/notes`, { ...article && { article: article.id }, ...title && { title }, text });
  keep(written);
  return written;
}

/** Throws Problem. */
export async function throwAway({ id }: OwnNote): Promise<void> {
  await change('DELETE', `${ME}/notes/${id}`);
  notes.value = notes.value.filter((note) => note.id !== id);
}

/** Hands a copy of it to the editors, as a draft under their name. Throws Problem. */
export async function offer(note: OwnNote): Promise<string> {
  const { draft } = await change<{ draft: string }>('POST', `${ME}/notes/${note.id}/offer`);
  keep({ ...note, offered: { article: draft, at: new Date().toISOString() } });
  return draft;
}
