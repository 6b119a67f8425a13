// SPDX-License-Identifier: GPL-3.0-or-later
// What the API answers (docs/api.md). All text in it is data and is shown as text; `html` alone is
// markup, made safe by the indexer.

export type Kind = 'tip' | 'procedure' | 'policy' | 'script' | 'faq' | 'reference';
export type Confidence = 'wip' | 'not-validated' | 'validated' | 'archived';
export type Audience = 'internal' | 'customer';
export type Role = 'customer' | 'agent' | 'lead' | 'editor' | 'admin';

export interface Fragment { text: string; match: boolean }

export interface Hit {
  id: string;
  title: string;
  kind: Kind | null;
  answer: string;
  description?: string;
  language: string;
  passage: { heading: string; anchor: string; snippet: Fragment[] } | null;
  url: string;
  score: number;
  audience: Audience;
  confidence: Confidence | null;
  last_reviewed: string | null;
  overdue: boolean;
  why: string[];
}

export interface Interpretation {
  searched: string;
  corrected: { from: string; to: string }[];
  expanded: { from: string; to: string }[];
  ignored: string[];
  unmatched: string[];
  limited: string[];
}

export type Certainty = 'strong' | 'weak' | 'none';

export interface SearchPage {
  query: string;
  certainty: Certainty | null;
  certainty_score: number | null;
  total: number;
  total_is: 'exact' | 'at_least';
  generation: number;
  interpretation: Interpretation;
  hits: Hit[];
  nearest: Hit[];
  facets: Partial<Record<Filter, Record<string, number>>>;
  notices?: NoticeShown[];
  /** The same was asked before, and nobody has answered it yet. */
  gap?: Gap;
}

export interface Suggestion {
  text: string;
  id: string;
  title: string;
  kind: 'title' | 'symptom' | 'heading' | 'code';
  url: string;
  marked: Fragment[];
}

/** What a listing says of an article. */
export interface Summary {
  id: string;
  title: string;
  description: string;
  kind: Kind | null;
  confidence: Confidence | null;
  audience: Audience;
  department: string | null;
  products: string[];
  tags: string[];
  answer: string;
  last_reviewed: string | null;
  overdue: boolean;
  updated: string | null;
  path: string;
  url: string;
}

export interface Promise_ { what: string; within: string; limit: string; authority: string }
export interface RuleException { when: string; may: string; who: string; never: string }
export interface Handoff { to: string; hours: string; collect: string[]; say: string }
export interface Heading { level: number; text: string; anchor: string; audience: Audience }

/** Somebody says that something is wrong with the article. */
export interface Flag { by: string; at: string | null; reason: string }

/** A notice that is above what is found. */
export interface NoticeShown { id: string | number; title: string; text: string; expires: string | null }

export interface Article extends Summary {
  owner: string | null;
  symptoms: string[];
  empathy: string;
  promise: Promise_ | null;
  exceptions: RuleException[];
  handoff: Handoff | null;
  review_every: string | null;
  publishDate: string | null;
  expiryDate: string | null;
  language: string;
  aliases: string[];
  pin: string[];
  headings: Heading[];
  html: string;
  // For whom the house's own is: what is wrong with it, and what the reader may do about it.
  version_etag?: string;
  flags?: Flag[];
  may?: { save: boolean; review: boolean; publish?: boolean; flag?: boolean };
  has_draft?: boolean;
}

/** What is said of an article that is not shown itself; without an address it is gone. */
export interface Named { id: string; title: string; url?: string | null }

/** A question that no article answers; of those among the hits only what must be known. */
export interface Gap {
  id: number;
  question: string;
  state: 'open' | 'writing' | 'closed' | 'dismissed';
  asked: { today: number; total: number; people: number };
  owner: string | null;
  due: string | null;
  /** Words to hold the caller with. */
  hold?: string;
}

/** A note of whoever reads, which nobody else sees. */
export interface OwnNote {
  id: number;
  article: Named | null;
  title: string;
  text: string;
  created: string;
  changed: string;
  /** The draft that the editors have of it. */
  offered: { article: string; at: string } | null;
}

export interface NoteFound { id: number; title: string; article: Named | null; snippet: Fragment[] }

/** Something that happened to what somebody has asked. */
export interface News { id: number; kind: string; at: string; question: string; article: Named | null }

export interface Listing { articles: Summary[]; next: string | null; total: number }

/** A folder of articles, and those directly in it. */
export interface Folders { folder: string; articles: number; folders: { name: string; path: string; articles: number }[] }

export interface Person {
  name: string;
  display_name: string;
  role: Role;
  department: string;
  team: string;
}

export interface Session {
  by: 'token' | 'session' | 'bearer' | 'proxy' | 'anonymous' | null;
  name: string | null;
  role: Role | null;
  audience: Audience | null;
  person: Person | null;
}

/** What a search can be narrowed to on the page. */
export const FILTERS = ['kind', 'department', 'product', 'tag'] as const;
export type Filter = typeof FILTERS[number];
export type Filters = Record<Filter, string[]>;
export const noFilters = (): Filters => ({ kind: [], department: [], product: [], tag: [] });
