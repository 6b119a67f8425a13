// SPDX-License-Identifier: GPL-3.0-or-later
// The door: covers the whole page while somebody has to sign in. What stands behind it stays as it
// is, out of sight and out of reach, and goes on afterwards.
import { send } from '../api/client';
import { byId, fill, h } from './dom.js';
import { field, form } from './form.js';
import { sentence } from '../messages/messages';

const place = byId('entry');
const behind = [byId('app')];

let before = null; // what had the focus and the title while nothing was covered

function cover(title, ...content) {
  for (const dialog of document.querySelectorAll('dialog[open]')) dialog.close();
  before ??= { focus: document.activeElement, title: document.title };
  for (const part of behind) part.inert = true;
  document.title = `${title} – Aplomb`;
  fill(place, h('div', { class: 'entry-card' },
    h('p', { class: 'entry-brand', 'aria-hidden': 'true' }, 'Aplomb'),
    h('h1', { id: 'ap-entry-title', tabindex: '-1' }, title), content));
  place.hidden = false;
  (place.querySelector('input:placeholder-shown') ?? place.querySelector('input, .button') ?? place.querySelector('h1')).focus();
}

export function uncover() {
  if (!before) return;
  const { focus, title } = before;
  before = null;
  place.hidden = true;
  fill(place);
  for (const part of behind) part.inert = false;
  document.title = title;
  const back = focus?.isConnected && focus !== document.body ? focus : byId('box');
  back.focus({ preventScroll: true });
}

export const isCovered = () => before !== null;

const nameField = (attributes) => field({ name: 'name', label: 'Name', missing: 'Type your name.', autocomplete: 'username', autocapitalize: 'none', spellcheck: 'false', maxlength: '64', placeholder: ' ', ...attributes });
const passwordField = (attributes) => field({ name: 'password', label: 'Password', missing: 'Type your password.', type: 'password', placeholder: ' ', ...attributes });

/** Asks for name and password until they are right: resolves with the session. `why` says how it
 *  came to that; `name` is who was signed in. With `onCancel` there is a way back. */
export function askToSignIn({ why = '', name = '', onCancel = null } = {}) {
  return new Promise((resolve) => {
    const fields = [
      nameField({ value: name }),
      passwordField({ autocomplete: 'current-password' }),
    ];
    const signIn = form({
      fields,
      button: 'Sign in',
      after: onCancel && h('button', { type: 'button', class: 'button', onclick: onCancel }, 'Not now'),
      send: async (told) => {
        try {
          resolve(await send('POST', '/api/v1/session', told));
        } catch (error) {
          // Told beside the field; the server's hint stands below the form anyway.
          if (error.status === 401) Object.assign(error, { errors: [{ name: 'password', detail: error.message }], hint: '' });
          throw error;
        }
      },
    });
    signIn.element.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || !onCancel) return;
      event.stopPropagation(); // it opens the door, and nothing behind it
      onCancel();
    });
    cover('Sign in', why && h('p', { class: 'entry-why', role: 'status' }, why), signIn.element,
      h('p', { class: 'entry-help' }, 'New here, or forgotten your password? An admin of this desk can help. If nobody is on it yet, open the link that the server printed when it started.'));
  });
}

/** Makes the first admin of an empty desk with the code of the one-time link: resolves with the
 *  session, or with null when the link is of no use and they want to sign in instead. */
export function askFirstAdmin(code) {
  return new Promise((resolve) => {
    const spent = (title, text) => cover(title,
      h('p', {}, text),
      h('p', {}, 'If you have signed in here before, sign in as usual. If nobody can, start the server again: as long as there is nobody on the desk it prints a new link each time.'),
      h('div', { class: 'form-end' }, h('button', { type: 'button', class: 'button button-main', onclick: () => resolve(null) }, 'Sign in')));
    if (!code) {
      spent('The link is not whole', 'The part after # is missing. Open the link just as the server printed it; it is left out of the address bar once it was read.');
      return;
    }
    const fields = [
      nameField({ hint: 'What you sign in with: letters, digits and . _ - @' }),
      field({ name: 'display_name', label: 'Shown as (optional)', autocomplete: 'name', maxlength: '100', placeholder: ' ' }),
      passwordField({ autocomplete: 'new-password', minlength: '10', hint: 'At least 10 characters. A few words are easy to remember.', missing: 'Choose a password.' }),
    ];
    const first = form({
      fields,
      button: 'Start the desk',
      send: async (told) => {
        try {
          resolve(await send('POST', '/api/v1/session/first', { ...told, code }));
        } catch (error) {
          if (error.status === 401) spent('The link is used up', sentence(error.message));
          else if (error.status === 409 && error.errors.length === 0) spent('Somebody was first', sentence(error.message));
          else throw error;
        }
      },
    });
    cover('Welcome', h('p', {}, 'This desk has nobody on it yet. You are its first admin: you can add the others afterwards.'), first.element);
  });
}

/** Where not even that could be asked: says why, and resolves when it is to be tried again. */
export function tellProblem(problem) {
  return new Promise((resolve) => {
    cover('You cannot come in', h('p', { role: 'alert' }, `${sentence(problem.message)} ${sentence(problem.hint)}`.trim()),
      h('div', { class: 'form-end' }, h('button', { type: 'button', class: 'button button-main', onclick: resolve }, 'Try again')));
  });
}
