// SPDX-License-Identifier: GPL-3.0-or-later
// What the API answers of what the desk remembers (docs/api.md).
import type { Gap, Named } from '../api/types';

/** What an article lets them promise, as of now. */
export interface Terms {
  what: string;
  within: string | null;
  /** Null where `within` says no time that can be counted: then they say it. */
  due: string | null;
  limit: string | null;
  authority: string | null;
  may: boolean;
  /** Who may, where they may not. */
  who: string | null;
  /** Words for promising it. */
  say: { made: string } | null;
}

export interface Promised {
  id: number;
  article: Named | null;
  what: string;
  within: string;
  case: string;
  amount: string | null;
  by: { name: string; display_name: string } | null;
  team: string;
  made: string;
  due: string;
  state: 'open' | 'kept' | 'broken';
  standing: 'ok' | 'soon' | 'late' | null;
  moved: { at: string; from: string; to: string; reason: string }[];
  reason: string | null;
  say: { notice: string; made: string };
}

export interface WholeGap extends Gap {
  also: string[];
  certainty: 'none' | 'weak';
  hold: string;
  nearest: Named[];
  department: string | null;
  created: string;
  article: Named | null;
  reason: string | null;
  asked_by_me: boolean;
}

export interface Changed {
  article: Named;
  what: 'changed' | 'archived' | 'gone' | 'new';
  why: ('starred' | 'used' | 'noted' | 'owned' | 'recent')[];
  at: string;
  difference: { text: string; op: 'same' | 'removed' | 'added' }[] | null;
  /** There is more of the difference. */
  cut?: boolean;
}

export interface Shortcut { short: string; text: string }

/** What callers said who were helped by an article. */
export interface LearnedQuestion { id: number; text: string; people: number; uses: number; last: string }

/** A word of callers for which articles have another. */
export interface SynonymProposal { id: number; word: string; with: string; people: number; uses: number; articles: string[] }

export interface TopicNumbers {
  topic: string;
  questions: number;
  strong: number;
  weak: number;
  unanswered: number;
  solved: number;
  not_solved: number;
  wrong: number;
  seconds_to_answer: { p50: number; p90: number } | null;
  gaps_opened: number;
  gaps_closed: number;
  promises_made: number;
  promises_kept: number;
  promises_late: number;
}
