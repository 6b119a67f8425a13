// SPDX-License-Identifier: GPL-3.0-or-later
// Who is signed in, at the right of the bar, and what they can do about it.
import { send } from '../api/client';
import { Problem } from '../api/problem';
import { byId, fill, h } from './dom.js';
import { field, form, knownName } from './form.js';
import { nameOf, sentence } from '../messages/messages';

const placeOf = () => byId('account');
let dialog;

/** A change of the password in a dialog; the session goes on. `onSignedOut` is called when it has
 *  ended meanwhile, and `back` has the focus at the end. */
function openPassword(name, { back, onSignedOut }) {
  dialog = byId('password-dialog');
  const close = () => dialog.close();
  dialog.addEventListener('close', () => {
    fill(dialog); // no password stays in the page
    back.focus();
  }, { once: true });
  const cancel = h('button', { type: 'button', class: 'button', onclick: close }, 'Cancel');
  const password = (label, attributes) => field({ label, type: 'password', missing: 'Type the password.', ...attributes });
  const change = form({
    before: knownName(name),
    fields: [
      password('Current password', { name: 'current', autocomplete: 'current-password' }),
      password('New password', { name: 'password', autocomplete: 'new-password', minlength: '10', hint: 'At least 10 characters. A few words are easy to remember.' }),
    ],
    button: 'Change password',
    after: cancel,
    send: async (told) => {
      try {
        await send('PUT', '/api/v1/me/password', told);
      } catch (error) {
        if (error.status !== 401) throw error;
        close();
        onSignedOut();
        return;
      }
      const done = h('button', { type: 'button', class: 'button button-main', onclick: close }, 'Close');
      fill(dialog, h('h2', { id: 'ap-password-title' }, 'Your password is changed'),
        h('p', { role: 'status' }, 'Wherever else you were signed in, you are signed out now.'), h('div', { class: 'form-end' }, done));
      done.focus();
    },
  });
  fill(dialog, h('h2', { id: 'ap-password-title' }, 'Change your password'), change.element);
  dialog.showModal();
  change.fields[0].input.focus();
}

/** A button that opens and closes what stands below it. */
function menu(label, ...content) {
  const panel = h('div', { class: 'account-panel', id: 'ap-account-panel', hidden: true }, content);
  const button = h('button', { type: 'button', class: 'bar-link account-button', 'aria-expanded': 'false', 'aria-controls': panel.id }, label);
  const open = (opened) => {
    panel.hidden = !opened;
    button.setAttribute('aria-expanded', String(opened));
  };
  button.addEventListener('click', () => open(panel.hidden));
  const whole = h('div', { class: 'account-menu' }, button, panel);
  whole.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || panel.hidden) return;
    event.preventDefault();
    event.stopPropagation(); // it closes this, not the article
    open(false);
    button.focus();
  });
  whole.addEventListener('focusout', ({ relatedTarget }) => {
    if (relatedTarget && !whole.contains(relatedTarget)) open(false);
  });
  document.addEventListener('pointerdown', ({ target }) => {
    if (!whole.contains(target)) open(false);
  });
  return { element: whole, button, close: () => open(false) };
}

async function leave(fault, onSignOut) {
  fault.textContent = '';
  try {
    await onSignOut();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    fault.textContent = `You are still signed in. ${sentence(error.message)}`;
  }
}

/** The session in the shape of GET /api/v1/session: nobody, an anonymous reader, or a person, whose
 *  name and department are whatever somebody typed. */
export function showAccount(session, { onSignIn, onSignOut, onSignedOut }) {
  const person = session.person;
  if (!person) {
    fill(placeOf(), session.by === 'anonymous' && h('button', { type: 'button', class: 'bar-link', onclick: onSignIn }, 'Sign in'));
    return;
  }
  const name = () => h('bdi', { class: 'account-name' }, person.display_name);
  if (session.by !== 'session') { // a proxy has signed them in, and signs them out
    fill(placeOf(), h('p', { class: 'account-proxy' }, h('span', { class: 'hidden' }, 'Signed in: '), name()));
    return;
  }
  const fault = h('p', { class: 'fault', role: 'alert' });
  const facts = [['Signs in as', person.name !== person.display_name && person.name], ['Role', nameOf('role', session.role)], ['Department', person.department], ['Team', person.team]];
  const { element, button, close } = menu([h('span', { class: 'hidden' }, 'Account: '), name()],
    h('p', { class: 'account-who' }, h('bdi', {}, person.display_name)),
    h('dl', { class: 'facts' }, facts.filter(([, value]) => value).map(([term, value]) => h('div', {}, h('dt', {}, term), h('dd', {}, h('bdi', {}, value))))),
    h('button', { type: 'button', class: 'button', onclick: () => { close(); openPassword(person.name, { back: button, onSignedOut }); } }, 'Change password'),
    h('button', { type: 'button', class: 'button', onclick: () => leave(fault, onSignOut) }, 'Sign out'),
    fault);
  fill(placeOf(), element);
}
