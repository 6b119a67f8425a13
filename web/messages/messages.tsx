// SPDX-License-Identifier: GPL-3.0-or-later
// What the page says, in the language that the browser asks for. A message is text with {places}, or
// one form for each of the language's plurals, chosen by the place {n}. English is the measure: a
// language that lacks a message, or has one too many, does not compile.
import type { ComponentChildren } from 'preact';
import deAdmin from './de/admin.json';
import deArticle from './de/article.json';
import deEntry from './de/entry.json';
import dePanel from './de/panel.json';
import deSearch from './de/search.json';
import deShell from './de/shell.json';
import enAdmin from './en/admin.json';
import enArticle from './en/article.json';
import enEntry from './en/entry.json';
import enPanel from './en/panel.json';
import enSearch from './en/search.json';
import enShell from './en/shell.json';

export type Message = string | { one: string; other: string };
const en = { ...enAdmin, ...enArticle, ...enEntry, ...enPanel, ...enSearch, ...enShell };
export type Key = keyof typeof en;
const de: Record<Key, Message> = { ...deAdmin, ...deArticle, ...deEntry, ...dePanel, ...deSearch, ...deShell };

const LANGUAGES = { en, de } as const satisfies Record<string, Record<Key, Message>>;
const LOCALES = { en: 'en-GB', de: 'de-DE' } as const;
type Language = keyof typeof LANGUAGES;

const isKnown = (language: string): language is Language => Object.hasOwn(LANGUAGES, language);

/** The first of the browser's languages that the page has; else English. */
export const language: Language = navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase()).find(isKnown) ?? 'en';

const locale = LOCALES[language];

/** Made when it is first needed: together they would take a fifth of the page's start. */
const once = <T,>(make: () => T) => {
  let made: T | undefined;
  return () => (made ??= make());
};
const plurals = once(() => new Intl.PluralRules(locale));
const numbers = once(() => new Intl.NumberFormat(locale));

type Values = Record<string, string | number>;

const shown = (value: unknown) => (typeof value === 'number' ? numbers().format(value) : String(value ?? ''));

/** What says those messages in the language of the page. */
export function speaker<K extends string>(languages: Record<Language, Record<K, Message>>) {
  const messages = languages[language];
  const formOf = (key: K, values: Record<string, unknown>): string => {
    const message = messages[key];
    if (typeof message === 'string') return message;
    return plurals().select(Number(values['n'])) === 'one' ? message.one : message.other;
  };
  return {
    /** The message with its places filled. */
    t: (key: K, values: Values = {}): string =>
      formOf(key, values).replace(/\{(\w+)\}/g, (_, place: string) => shown(values[place])),
    /** The same where elements stand in the places. */
    rich: (key: K, values: Record<string, ComponentChildren>): ComponentChildren[] =>
      formOf(key, values).split(/\{(\w+)\}/).map((part, i) => {
        if (i % 2 === 0) return part;
        const value = values[part];
        return typeof value === 'number' ? shown(value) : value;
      }),
  };
}

export const { t, rich } = speaker<Key>(LANGUAGES);

const keyOf = (field: string, value: string) => `${field}.${value}`;
const isKey = (key: string): key is Key => Object.hasOwn(en, key);

/** The name of a field's value: "faq" is shown as "FAQ", a department as it is. */
export const nameOf = (field: string, value: string): string => {
  const key = keyOf(field, value);
  return isKey(key) ? t(key) : value;
};

export const numberOf = (value: number): string => numbers().format(value);

const BYTE_UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** "1.4 MB", from a count of bytes: a thousand of each make the next. */
export function bytesOf(bytes: number): string {
  const step = Math.min(bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3), BYTE_UNITS.length - 1);
  const value = bytes / 1000 ** step;
  return new Intl.NumberFormat(locale, { style: 'unit', unit: BYTE_UNITS[step]!, unitDisplay: 'short', maximumFractionDigits: value < 10 && step > 0 ? 1 : 0 }).format(value);
}

const days = once(() => new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric' }));
const shortDays = once(() => new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }));
const moments = once(() => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }));

/** "10 January 2026", from "2026-01-10". */
export const dayOf = (iso: string): string => days().format(new Date(`${iso.slice(0, 10)}T12:00:00`));

/** "10 Jan 2026", where room is short. */
export const shortDayOf = (iso: string): string => shortDays().format(new Date(`${iso.slice(0, 10)}T12:00:00`));

/** "10 Jan 2026, 14:05", from a time stamp. */
export const momentOf = (iso: string): string => moments().format(new Date(iso));

const shortMoments = once(() => new Intl.DateTimeFormat(locale, { weekday: 'short', hour: 'numeric', minute: '2-digit', day: 'numeric', month: 'short' }));

/** "Sat 10 Jan, 14:05": a moment of these days. */
export const shortMomentOf = (iso: string): string => shortMoments().format(new Date(iso));

const times = once(() => new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' }));

/** "15:00" today, "Sat 10 Jan, 15:00" on another day. */
export function dueOf(iso: string): string {
  const due = new Date(iso);
  return due.toDateString() === new Date().toDateString() ? times().format(due) : shortMomentOf(iso);
}

/** "45 seconds", "2 minutes": how long to wait, rounded up. */
export const waitOf = (seconds: number): string =>
  (seconds < 120 ? t('time.seconds', { n: seconds }) : t('time.minutes', { n: Math.ceil(seconds / 60) }));

/** An API's word for a person: with a capital letter and a full stop. */
export function sentence(text: string): string {
  const trimmed = text.trim();
  return trimmed && trimmed[0]!.toUpperCase() + trimmed.slice(1) + (/[.!?…]$/.test(trimmed) ? '' : '.');
}

const RIGHT_TO_LEFT = ['ar', 'dv', 'fa', 'he', 'ku', 'ps', 'sd', 'ug', 'ur', 'yi'];

/** How text of that language runs. */
export const directionOf = (code: string): 'ltr' | 'rtl' => (RIGHT_TO_LEFT.includes(code.slice(0, 2)) ? 'rtl' : 'ltr');
