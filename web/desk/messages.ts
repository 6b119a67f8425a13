// SPDX-License-Identifier: GPL-3.0-or-later
// What the views of the desk say; the page's own words come along.
import type { ComponentChildren } from 'preact';
import de from '../messages/de/desk.json';
import en from '../messages/en/desk.json';
import { rich as pageRich, speaker, t as pageT, type Key as PageKey, type Message } from '../messages/messages';

type OwnKey = keyof typeof en;
export type Key = OwnKey | PageKey;

const german: Record<OwnKey, Message> = de;
const own = speaker<OwnKey>({ en, de: german });

const isOwn = (key: string): key is OwnKey => Object.hasOwn(en, key);

export const t = (key: Key, values: Record<string, string | number> = {}): string =>
  (isOwn(key) ? own.t(key, values) : pageT(key, values));

export const rich = (key: Key, values: Record<string, ComponentChildren>): ComponentChildren[] =>
  (isOwn(key) ? own.rich(key, values) : pageRich(key, values));
