// SPDX-License-Identifier: GPL-3.0-or-later
// Forms that people fill in: each field with its label and with what is wrong beside it, passwords
// that can be looked at, and what the server said no with put where it belongs.
import { Problem } from '../api/problem';
import { h } from './dom.js';
import { sentence } from '../messages/messages';

let count = 0; // for ids

/** A field: its element, its input, and `say`, which puts what is wrong beside it. An empty one that
 *  is not optional is told `missing` instead of being sent. */
export function field({ name, label, missing = null, hint = null, ...attributes }) {
  const id = `ap-field-${++count}`;
  const input = h('input', { id, name, type: 'text', 'aria-describedby': `${hint ? `${id}-hint ` : ''}${id}-fault`, ...attributes });
  const fault = h('p', { class: 'fault', id: `${id}-fault`, role: 'alert' });
  const say = (text) => {
    fault.textContent = text;
    if (text) input.setAttribute('aria-invalid', 'true');
    else input.removeAttribute('aria-invalid');
  };
  input.addEventListener('input', () => say(''));
  const box = attributes.type === 'password' ? h('div', { class: 'field-box' }, input, revealButton(input, label)) : input;
  const element = h('div', { class: 'field' },
    h('label', { for: id }, label), hint && h('p', { class: 'hint', id: `${id}-hint` }, hint), box, fault);
  return { name, element, input, missing, say };
}

/** A name for the password manager only, beside passwords that are asked without one. */
export const knownName = (name) => h('input', { class: 'hidden', type: 'text', name: 'username', autocomplete: 'username', value: name, readonly: true, tabindex: '-1', 'aria-hidden': 'true' });

function revealButton(input, label) {
  const of = h('span', { class: 'hidden' }, ` ${label.toLowerCase()}`);
  const word = document.createTextNode('');
  const button = h('button', { type: 'button', class: 'reveal', 'aria-controls': input.id }, word, of);
  const show = (shown) => {
    input.type = shown ? 'text' : 'password';
    word.data = shown ? 'Hide' : 'Show';
  };
  show(false);
  button.addEventListener('click', () => show(input.type === 'password'));
  input.addEventListener('conceal', () => show(false));
  return button;
}

/** Counts down on the button that cannot be used meanwhile; said by ear at its ends only. */
function waitOn(button, said, seconds, onDone) {
  const until = performance.now() + seconds * 1000;
  const word = button.textContent;
  button.setAttribute('aria-disabled', 'true');
  const tick = () => {
    const left = Math.ceil((until - performance.now()) / 1000);
    if (!button.isConnected) return;
    if (left > 0) {
      button.textContent = `${word} in ${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
      setTimeout(tick, 250);
      return;
    }
    button.textContent = word;
    button.removeAttribute('aria-disabled');
    said.textContent = 'You can try again now.';
    onDone();
  };
  tick();
}

/** A form that calls `send` with {name: text} once all is filled in. When that throws a Problem it
 *  is shown: at the fields it names, else above the button. */
export function form({ fields, before = [], after = [], button: word, send }) {
  const said = h('p', { class: 'fault', role: 'alert' });
  const button = h('button', { type: 'submit', class: 'button button-main' }, word);
  let busy = false;
  let waiting = false;

  const point = (at, text) => {
    at.say(text);
    at.input.focus();
    at.input.select();
  };

  const tell = (problem) => {
    const hint = sentence(problem.hint);
    if (problem.passes) {
      said.textContent = `${sentence(problem.message)} ${hint}`;
      waiting = true;
      waitOn(button, said, problem.retryAfter, () => { waiting = false; });
      return;
    }
    const faults = problem.errors.flatMap(({ name, detail }) => {
      const at = fields.find((one) => one.name === name);
      return at ? [[at, problem.errors.length === 1 && hint ? `${sentence(detail)} ${hint}` : sentence(detail)]] : [];
    });
    for (const [at, text] of faults.reverse()) point(at, text); // the first has the focus at the end
    if (faults.length === 0) said.textContent = `${sentence(problem.message)} ${hint}`.trim();
  };

  const submit = async (event) => {
    event.preventDefault();
    if (busy || waiting) return;
    said.textContent = '';
    for (const one of fields) one.say('');
    const empty = fields.filter(({ input, missing }) => missing && input.value === '');
    for (const one of empty.reverse()) point(one, one.missing);
    if (empty.length > 0) return;
    for (const { input } of fields) input.dispatchEvent(new Event('conceal'));
    busy = true;
    button.setAttribute('aria-disabled', 'true');
    try {
      await send(Object.fromEntries(fields.map(({ name, input }) => [name, input.value])));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      tell(error);
    } finally {
      busy = false;
      if (!waiting) button.removeAttribute('aria-disabled');
    }
  };

  // The method keeps passwords out of the address, should a submit ever get past the script.
  const element = h('form', { class: 'form', method: 'post', novalidate: true, onsubmit: submit },
    before, fields.map((one) => one.element), said, h('div', { class: 'form-end' }, button, after));
  return { element, fields };
}
