// SPDX-License-Identifier: GPL-3.0-or-later
// What was read last in this browser; gone when they sign out. For whoever has a name the server keeps
// it as well, and nothing waits for it.
import { send } from '../api/client';
import { isHand } from './hand';
import { kept } from './kept';

const MOST = 6;

export interface Recent { id: string; title: string }

const isRecent = (value: unknown): value is Recent[] =>
  Array.isArray(value) && value.every((one) => typeof one?.id === 'string' && typeof one?.title === 'string');

export const recent = kept<Recent[]>(() => localStorage, 'recent', [], isRecent);

export function remember({ id, title }: Recent) {
  recent.value = [{ id, title }, ...recent.value.filter((other) => other.id !== id)].slice(0, MOST);
  if (isHand()) send('PUT', `/api/v1/me/recent/${encodeURIComponent(id)}`).catch(() => {});
}
