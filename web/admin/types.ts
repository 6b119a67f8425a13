// SPDX-License-Identifier: GPL-3.0-or-later
// What the API answers admins (docs/api.md).
import type { Confidence, Person, Role } from '../api/types';

export const ROLES: readonly Role[] = ['customer', 'agent', 'lead', 'editor', 'admin'];

export interface User extends Person {
  active: boolean;
  has_password: boolean;
  created: string;
}

export interface Token {
  id: number;
  name: string;
  role: Role;
  created: string;
  created_by: string;
  expires: string | null;
  last_used: string | null;
  revoked: string | null;
}

export interface NewToken extends Token { secret: string }

export interface AuditEntry {
  id: number;
  at: string;
  actor: string;
  action: string;
  subject: string;
  detail: string;
}

export interface AuditPage { entries: AuditEntry[]; next: string | null }

export interface Setting {
  name: string;
  value: string | string[] | boolean | number;
  /** "--listen", "APLOMB_LISTEN", a file's path, or "default". */
  source: string;
}

export interface Status {
  version: string;
  started: string;
  now: string;
  listening: string[];
  index: {
    generation: number;
    revision: number;
    committed: string | null;
    articles: number;
    customer_articles: number;
    passages: number;
    bytes: number;
    meaning: string | { off: string } | null;
  } | null;
  index_problem: { detail: string; hint: string | null } | null;
  articles: { by_confidence: Record<Confidence, number>; overdue: number } | null;
  desk: { people: number; sessions: number; tokens: number; bytes: number };
  connections: { open: number; idle: number };
  waiting: { read: number; write: number };
}
