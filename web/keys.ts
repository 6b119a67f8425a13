// SPDX-License-Identifier: GPL-3.0-or-later
// The keyboard: a list of commands, a key each, which the help shows as well.
import { signal } from '@preact/signals';
import type { Key } from './messages/messages';
import { kept } from './state/kept';

export interface Command {
  /** As `KeyboardEvent.key` has it. */
  key: string;
  label: Key;
  group: 'find' | 'article' | 'write' | 'page';
  /** Whether there is anything to do; the key is left to the browser else. */
  when?: () => boolean;
  /** Whether the help tells of it to who is here. */
  for?: () => boolean;
  run: () => void;
  /** It acts while a dialog is open as well, which it closes. */
  always?: boolean;
}

/** Whether single letters act. Whoever speaks to the computer, or hits keys by chance, turns them off
 *  (WCAG 2.1.4); what they do can be reached without them. */
export const lettersAct = kept(() => localStorage, 'letters', true, (value): value is boolean => typeof value === 'boolean', { of: 'screen' });

const commands = signal<readonly Command[]>([]);

/** Adds commands; each key once in a group. What shares a key has something to do at different places. */
export function addCommands(...more: Command[]) {
  for (const { key, group } of more)
    if (commands.value.some((command) => command.key === key && command.group === group)) throw new Error(`the key ${key} is taken`);
  commands.value = [...commands.value, ...more];
}

export const commandsOf = (group: Command['group']) => commands.value.filter((command) => command.group === group && (!command.for || command.for()));

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
  target instanceof Element && target.matches('input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]');

const isPlain = (event: KeyboardEvent) => !event.metaKey && !event.ctrlKey && !event.altKey && !event.isComposing;

const openDialogs = () => [...document.querySelectorAll<HTMLDialogElement>('dialog[open]')];

/** Whether the page's keys are somebody else's now: the door is shut. */
const isShut = () => document.querySelector('[inert]') !== null;

const commandOf = ({ key }: KeyboardEvent) => commands.value.find((command) => command.key === key && (!command.when || command.when()));

/** A key in a dialog is the dialog's, but for what must not wait. */
function onKeyInDialog(event: KeyboardEvent) {
  const command = commandOf(event);
  if (!command?.always || isTyping(event.target) || !lettersAct.value) return;
  event.preventDefault();
  for (const dialog of openDialogs()) dialog.close();
  command.run();
}

export function listenToKeys() {
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || !isPlain(event) || isShut()) return;
    if (openDialogs().length > 0) {
      onKeyInDialog(event);
      return;
    }
    if (modes.some((mode) => mode(event))) {
      event.preventDefault();
      return;
    }
    const command = commandOf(event);
    if (!command || isTyping(event.target) || !lettersAct.value) return;
    event.preventDefault();
    command.run();
  });
}
