// SPDX-License-Identifier: GPL-3.0-or-later
// What has just been done, in a line that goes by itself and is said by ear.
import { signal } from '@preact/signals';

const SHOWN_MS = 4000;

const said = signal('');
let timer: ReturnType<typeof setTimeout>;

export function announce(words: string) {
  clearTimeout(timer);
  said.value = words;
  timer = setTimeout(() => { said.value = ''; }, SHOWN_MS);
}

export function Announcer() {
  return <p class="toast" role="status" data-shown={said.value !== ''}>{said}</p>;
}
