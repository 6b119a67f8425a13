// SPDX-License-Identifier: GPL-3.0-or-later
import { sentence, t, waitOf } from '../messages/messages';

interface Told {
  type?: string;
  title?: string;
  detail?: string;
  hint?: string;
  status?: number;
  errors?: { pointer?: string; parameter?: string; detail: string }[];
  retryAfter?: number;
  current?: Current | null;
}

/** What somebody else has made of an article meanwhile; null where it is gone. */
export interface Current { etag: string; markdown: string }

/** What the server said no with (RFC 9457); status 0: it said nothing at all. */
export class Problem extends Error {
  readonly type: string;
  readonly status: number;
  /** The fields of a body that are at fault. */
  readonly errors: { name: string; detail: string }[];
  /** How many seconds there is no use in trying again, or 0. */
  readonly retryAfter: number;
  /** Trying again after that is of use. */
  readonly passes: boolean;
  readonly hint: string;
  readonly current: Current | null;

  constructor({ type, title, detail, hint, status, errors, retryAfter, current }: Told) {
    super(detail || title);
    this.type = type ?? '';
    this.status = status ?? 0;
    this.current = current ?? null;
    this.errors = (errors ?? []).map((error) => ({ name: (error.pointer ?? '').slice(1), detail: error.detail }));
    this.retryAfter = retryAfter ?? 0;
    this.passes = this.retryAfter > 0 && (status === 429 || status === 503);
    // The server's own hint speaks to whoever reads headers.
    this.hint = this.passes ? t('problem.tryAgainIn', { wait: waitOf(this.retryAfter) }) : hint ?? '';
  }

  /** The same in other words, at a field. */
  at(name: string, detail: string): Problem {
    return new Problem({ type: this.type, title: detail, status: this.status, errors: [{ pointer: `/${name}`, detail }] });
  }
}

/** What happened and what to do, as sentences. */
export const wordsOf = ({ message, hint }: Pick<Problem, 'message' | 'hint'>): string => `${sentence(message)} ${sentence(hint)}`.trim();

/** `error`, when it is a Problem; else it is thrown on. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  throw error;
}
