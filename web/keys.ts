// SPDX-License-Identifier: GPL-3.0-or-later
// The keyboard: a list of commands, one key each, which the help shows as well.
import { signal } from '@preact/signals';
import type { Key } from './messages/messages';

export interface Command {
  /** As `KeyboardEvent.key` has it. */
  key: string;
  label: Key;
  group: 'find' | 'article' | 'page';
  /** Whether there is anything to do; the key is left to the browser else. */
  when?: () => boolean;
  run: () => void;
}

const commands = signal<readonly Command[]>([]);

/** Adds commands; each key once. */
export function addCommands(...more: Command[]) {
  for (const { key } of more)
    if (commands.value.some((command) => command.key === key)) throw new Error(`the key ${key} is taken`);
  commands.value = [...commands.value, ...more];
}

export const commandsOf = (group: Command['group']) => commands.value.filter((command) => command.group === group);

/** What goes before commands, the latest first: returns whether it has used the key. */
type Mode = (event: KeyboardEvent) => boolean;
const modes: Mode[] = [];

/** A mode of a part of the page, until the function that comes back is called. Components push theirs in
 *  a layout effect: what is typed right after the key that shows them is theirs already. */
export function pushMode(mode: Mode): () => void {
  modes.unshift(mode);
  return () => { modes.splice(modes.indexOf(mode), 1); };
}

export const isTyping = (target: EventTarget | null) =>
  target instanceof Element && target.matches('input, textarea, select, [contenteditable]');

const isPlain = (event: KeyboardEvent) => !event.metaKey && !event.ctrlKey && !event.altKey && !event.isComposing;

/** Whether the page's keys are somebody else's now: a dialog is open, or the door is shut. */
const isCovered = () => document.querySelector('dialog[open], [inert]') !== null;

export function listenToKeys() {
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || !isPlain(event) || isCovered()) return;
    if (modes.some((mode) => mode(event))) {
      event.preventDefault();
      return;
    }
    if (isTyping(event.target)) return;
    const command = commands.value.find(({ key, when }) => key === event.key && (!when || when()));
    if (!command) return;
    event.preventDefault();
    command.run();
  });
}
