// SPDX-License-Identifier: GPL-3.0-or-later
// One article while it is written: its text, what it was begun from, what the server finds in it, and
// how it is saved without losing anything of anybody's.
import { batch, computed, signal, type ReadonlySignal, type Signal } from '@preact/signals';
import { askText, askWith } from '../api/client';
import { Line, paced } from '../api/line';
import { Problem, problemOf, wordsOf } from '../api/problem';
import { announce } from '../shell/announcer';
import { change } from '../state/change';
import { MARKDOWN, markdown, pathOf, replacing, store } from './articles';
import { drop, keep } from './drafts';
import { valueOf } from './front_matter';
import { t } from './messages';
import { pathFor, idOfPath } from './naming';
import type { Checked, Merged, Saved } from './types';

const KEPT_EVERY_MS = 250; // while it is typed; the first letter goes at once
const CHECKED_EVERY_MS = 500;

export interface Base {
  text: string;
  /** Null where there is no such article yet. */
  etag: string | null;
}

/** Somebody else was faster. */
export type Conflict =
  | { kind: 'changed'; yours: string; theirs: Base; merged: Merged }
  | { kind: 'gone' };

/** What the text field lets be done from around it. */
export interface Field {
  /** Another text in place of all of it, which can be taken back. */
  replace: (text: string) => void;
  goToLine: (line: number) => void;
  focus: () => void;
}

export interface Begun { id: string | null; path: string; base: Base; text: string }

/** That it is saved, and whether it is found. */
export const saidOf = ({ searchable }: Saved): string => t(searchable === false ? 'save.doneSoon' : 'save.done');

/** The place of a conflict, as Git marks it. */
export const OPEN_PLACE = /^<{7}(?: |$)/m;

export class Writing {
  /** Null until a new article is saved. */
  readonly id: Signal<string | null>;
  /** What it is kept under in this browser. */
  keptAs: string;
  readonly text: Signal<string>;
  readonly base: Signal<Base>;
  /** The file, where it has been chosen; a new one's follows the title until then. */
  readonly chosenPath: Signal<string>;
  readonly path: ReadonlySignal<string>;
  readonly title: ReadonlySignal<string>;
  readonly isUnsaved: ReadonlySignal<boolean>;
  readonly message = signal('');
  readonly checked = signal<Checked | null>(null);
  /** Why what was found is not of the latest text. */
  readonly checkTrouble = signal('');
  readonly isSaving = signal(false);
  readonly trouble = signal<Problem | null>(null);
  readonly conflict = signal<Conflict | null>(null);
  /** What came of the last time it was saved. */
  readonly saved = signal<Saved | null>(null);
  /** Whether the browser keeps what is written. */
  readonly isKept = signal(true);
  /** What the article's key under the cursor means. */
  readonly help = signal('');
  field: Field | null = null;
  /** Whether it is saved as the article itself, or as a draft alone. */
  isDraftOnly = false;
  /** Whether the server keeps drafts, and whether it has one of the article. */
  drafts: 'none' | 'possible' | 'there' = 'none';
  selection = 0;
  #checks = new Line({ quiet: true });
  #keepSoon = paced(KEPT_EVERY_MS, () => this.keepNow());
  #checkSoon = paced(CHECKED_EVERY_MS, () => void this.check());
  #isOver = false;

  constructor({ id, path, base, text }: Begun, keptAs: string) {
    this.id = signal(id);
    this.keptAs = keptAs;
    this.base = signal(base);
    this.text = signal(text);
    this.chosenPath = signal(path);
    this.title = computed(() => valueOf(this.text.value, 'title'));
    this.path = computed(() => this.chosenPath.value || pathFor(this.title.value));
    this.isUnsaved = computed(() => this.text.value !== this.base.value.text);
  }

  /** A letter more or less. */
  typed(text: string) {
    if (text === this.text.value) return;
    this.text.value = text;
    this.#keepSoon();
    this.#checkSoon();
  }

  /** Keeps it in this browser, or nothing where all is saved. */
  keepNow() {
    if (this.#isOver) return;
    if (!this.isUnsaved.value) drop(this.keptAs);
    else this.isKept.value = keep(this.keptAs, { title: this.title.value, path: this.chosenPath.value, text: this.text.value, base: this.base.value, at: Date.now() });
  }

  async check() {
    if (this.#isOver) return;
    const body = { markdown: this.text.value, path: this.path.value, ...this.id.value !== null && { id: this.id.value } };
    try {
      const checked = await this.#checks.ask<Checked>('/api/v1/check', askWith(body));
      if (!checked) return;
      batch(() => {
        this.checked.value = checked;
        this.checkTrouble.value = '';
      });
    } catch (error) {
      this.checkTrouble.value = wordsOf(problemOf(error));
    }
  }

  /** Saves it; where somebody else was faster and nothing of theirs touches this, that is asked for
   *  first, and the second time both are saved. */
  async save({ asDraft = this.isDraftOnly } = {}): Promise<boolean> {
    if (this.isSaving.value) return false;
    if (this.conflict.value?.kind === 'changed' && !await this.takeMerged()) return false;
    if (OPEN_PLACE.test(this.text.value)) {
      announce(t('conflict.open'));
      return false;
    }
    if (!this.isUnsaved.value && this.base.value.etag !== null) {
      announce(t('save.saved'));
      return true;
    }
    this.trouble.value = null;
    this.isSaving.value = true;
    try {
      return asDraft ? await this.#saveDraft() : await this.#send(this.text.value);
    } catch (error) {
      this.trouble.value = problemOf(error);
      return false;
    } finally {
      this.isSaving.value = false;
    }
  }

  async #send(text: string): Promise<boolean> {
    const { etag } = this.base.value;
    const id = this.id.value ?? idOfPath(text, this.path.value);
    try {
      const saved = await store(id, text, { etag, path: this.path.value, message: this.message.value.trim() });
      drop(this.keptAs);
      this.keptAs = saved.id;
      batch(() => {
        this.id.value = saved.id;
        this.chosenPath.value = saved.path;
        this.base.value = { text, etag: saved.etag };
        this.saved.value = saved;
        this.message.value = '';
        this.conflict.value = null;
      });
      this.keepNow();
      announce(saidOf(saved));
      void this.check();
      return true;
    } catch (error) {
      const problem = problemOf(error);
      if (problem.status !== 412 || etag === null) throw problem;
      await this.#meet(problem);
      return false;
    }
  }

  /** As a draft on the server, for somebody who may publish it. */
  async #saveDraft(): Promise<boolean> {
    const text = this.text.value;
    const id = this.id.value ?? idOfPath(text, this.path.value);
    const path = pathOf(id, '/draft');
    const version = await this.#draftVersion(path);
    const { etag } = this.base.value;
    await change('PUT', path, markdown(text), { ...replacing(version), ...etag !== null && { 'Aplomb-Base': etag } });
    this.base.value = { text, etag };
    this.keepNow();
    announce(t('save.draftDone'));
    return true;
  }

  async #draftVersion(path: string): Promise<string | null> {
    try {
      return (await askText(MARKDOWN)(path)).version;
    } catch (error) {
      if (problemOf(error).status === 404) return null;
      throw error;
    }
  }

  /** What to do about what somebody else has saved meanwhile. */
  async #meet({ current }: Pick<Problem, 'current'>) {
    if (!current) {
      this.conflict.value = { kind: 'gone' };
      return;
    }
    const yours = this.text.value;
    const merged = await change<Merged>('POST', pathOf(this.id.value!, '/merge'), { base: this.base.value.text, yours });
    const theirs = merged.etag === current.etag
      ? { text: current.markdown, etag: current.etag }
      : await askText(MARKDOWN)(pathOf(this.id.value!)).then(({ text, version }) => ({ text, etag: version })); // faster still
    this.conflict.value = { kind: 'changed', yours, theirs, merged };
  }

  /** Both in one text, with the places marked that each has changed. Mine can be had back by undoing.
   *  Returns whether it may be saved like that. What was written since is merged first, and asked for
   *  again if that is not as clean any more. */
  async takeMerged(): Promise<boolean> {
    const { value: conflict } = this.conflict;
    if (conflict?.kind !== 'changed') return false;
    if (conflict.yours !== this.text.value && !await this.#mergeAgain(conflict)) return false;
    return this.#take();
  }

  async #mergeAgain({ theirs, merged }: Conflict & { kind: 'changed' }): Promise<boolean> {
    this.isSaving.value = true;
    try {
      await this.#meet({ current: { etag: theirs.etag!, markdown: theirs.text } });
      const { value: now } = this.conflict;
      return now?.kind === 'changed' && now.yours === this.text.value && (now.merged.conflicts === 0) === (merged.conflicts === 0);
    } catch (error) {
      this.trouble.value = problemOf(error);
      return false;
    } finally {
      this.isSaving.value = false;
    }
  }

  #take(): boolean {
    const { value: conflict } = this.conflict;
    if (conflict?.kind !== 'changed') return false;
    batch(() => {
      this.base.value = conflict.theirs;
      this.conflict.value = null;
    });
    this.field!.replace(conflict.merged.markdown);
    this.keepNow();
    return conflict.merged.conflicts === 0;
  }

  /** The article is gone: what is written here becomes a new one in its place. */
  async saveAnew() {
    this.base.value = { text: '', etag: null };
    this.conflict.value = null;
    await this.save();
  }

  /** Whether something would be left that is not saved. */
  isAtRisk = () => this.isUnsaved.peek() && !this.#isOver;

  /** Throws away what is not saved. */
  discard() {
    this.#isOver = true;
    drop(this.keptAs);
  }

  /** Nobody looks at it any more: what is not saved stays kept. */
  close() {
    this.keepNow();
    this.#isOver = true;
    this.#checks.drop();
  }
}
