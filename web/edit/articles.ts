// SPDX-License-Identifier: GPL-3.0-or-later
// What is asked and changed about one article.
import { change } from '../state/change';
import type { Saved } from './types';

export const MARKDOWN = 'text/markdown';

export const pathOf = (id: string, more = '') => `/api/v1/articles/${encodeURIComponent(id)}${more}`;

export const markdown = (text: string) => new Blob([text], { type: MARKDOWN });

/** The version that a change replaces, as a condition; none: there must be nothing there yet. */
export const replacing = (etag: string | null): Record<string, string> => (etag === null ? { 'If-None-Match': '*' } : { 'If-Match': etag });

/** Stores an article. Throws Problem. */
export function store(id: string, text: string, { etag, path, message }: { etag: string | null; path: string; message: string }): Promise<Saved> {
  const parameters = new URLSearchParams();
  if (etag === null && path) parameters.append('path', path);
  if (message) parameters.append('message', message);
  const query = parameters.toString();
  return change<Saved>('PUT', pathOf(id, query && `?${query}`), markdown(text), replacing(etag));
}
