// SPDX-License-Identifier: GPL-3.0-or-later
// What the API answers those who write (docs/api.md).
import type { Flag, Kind, Summary } from '../api/types';

export interface Finding {
  file: string;
  /** From 1; null where it is about the whole file. */
  line: number | null;
  rule: string;
  severity: 'note' | 'warning' | 'error';
  message: string;
  hint: string | null;
}

/** What came of a change. */
export interface Saved {
  id: string;
  path: string;
  url: string;
  etag: string;
  commit: string | null;
  /** Whether it is found already; it will be in a moment otherwise. */
  searchable?: boolean;
  findings: Finding[];
}

export interface Named { id: string; title: string }

/** A query that the article must answer: its rank among the hits, null where it is not found. */
export interface TriedQuery { text: string; pin: boolean; rank: number | null; first: boolean; above: Named[] }

export interface Hat { title: string; answer: string; html: string }

export interface Checked {
  article: Named | null;
  findings: Finding[];
  queries: TriedQuery[];
  /** `share`: how much of the text is the same, up to 1. */
  duplicates: (Named & { share: number })[];
  /** As agents and as customers see it; null where they would see nothing. */
  preview: { full: Hat | null; customer: Hat | null };
}

export interface Merged { markdown: string; conflicts: number; etag: string }

export interface Revision { id: string; author: string; at: string; message: string; path: string }

export interface History {
  /** Whether the articles folder keeps one. */
  history: boolean;
  revisions: Revision[];
  next: string | null;
  cut: boolean;
}

/** A line of a comparison; its number before and after, from 1, where it stands there. */
export interface ComparedLine { kind: 'same' | 'removed' | 'added'; text: string; old_line: number | null; new_line: number | null }
export interface Compared { from: string; to: string; hunks: ComparedLine[][] }

export interface Template { kind: Kind; name: string; markdown: string }

export interface ServerDraft { id: string; title: string; author: string; updated: string; base_etag: string | null; live: boolean }

export interface Notice {
  id: string | number;
  title: string;
  text: string;
  audience: string;
  queries: string[];
  starts: string | null;
  expires: string | null;
  state: 'draft' | 'published' | 'ended';
  author: string;
}

/** An article in a list of what is to be done. */
export interface Listed extends Summary { flags?: Flag[]; review_due?: string | null }
