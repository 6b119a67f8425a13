// SPDX-License-Identifier: GPL-3.0-or-later
// What the door shows.
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { send } from '../api/client';
import { Problem } from '../api/problem';
import type { Session } from '../api/types';
import { sentence, t } from '../messages/messages';
import { comeBack, door, titleOf, type Door } from './door';
import { Form, nameField, newPasswordField, passwordField } from './form';

type Of<K extends Door['kind']> = Extract<Door, { kind: K }>;

function SignIn({ why, name, onIn, onCancel }: Of<'sign-in'>) {
  const signIn = async (told: object) => {
    try {
      onIn(await send<Session>('POST', '/api/v1/session', told));
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 401) throw error;
      // Told beside the field; how to be helped stands below the form anyway.
      throw error.at('password', t('entry.wrong'));
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !onCancel) return;
    event.stopPropagation(); // it opens the door, and nothing behind it
    onCancel();
  };
  return (
    <div onKeyDown={onKeyDown}>
      {why && <p class="entry-why" role="status">{why}</p>}
      <Form
        fields={[nameField({ value: name }), passwordField({ autocomplete: 'current-password' })]} button={t('entry.signIn')} send={signIn}
        after={onCancel && <button type="button" class="button" onClick={onCancel}>{t('entry.notNow')}</button>}
      />
      <p class="entry-help">{t('entry.help')}</p>
    </div>
  );
}

function First({ code, onIn, onSpent }: Of<'first'>) {
  const start = async (told: object) => {
    try {
      onIn(await send<Session>('POST', '/api/v1/session/first', { ...told, code }));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.status === 401) onSpent(t('first.used'), sentence(error.message));
      else if (error.status === 409 && error.errors.length === 0) onSpent(t('first.taken'), sentence(error.message));
      else throw error;
    }
  };
  return (
    <>
      <p>{t('first.text')}</p>
      <Form
        fields={[
          nameField({ hint: t('field.name.hint') }),
          { name: 'display_name', label: t('field.display_name'), autocomplete: 'name', maxLength: 100 },
          newPasswordField({ missing: t('field.password.choose') }),
        ]}
        button={t('first.button')} send={start}
      />
    </>
  );
}

const Next = ({ word, onNext }: { word: string; onNext: () => void }) =>
  <div class="form-end"><button type="button" class="button button-main" onClick={onNext}>{word}</button></div>;

function contentOf(shown: Door): ComponentChildren {
  switch (shown.kind) {
    case 'sign-in': return <SignIn {...shown} />;
    case 'first': return <First {...shown} />;
    case 'spent': return <><p>{shown.text}</p><p>{t('first.next')}</p><Next word={t('entry.signIn')} onNext={shown.onSignIn} /></>;
    case 'problem': return <><p role="alert">{shown.text}</p><Next word={t('action.tryAgain')} onNext={shown.onAgain} /></>;
  }
}

let cards = 0;
const numbers = new WeakMap<Door, number>(); // a form that is asked for anew is a new one

function keyOf(shown: Door) {
  if (!numbers.has(shown)) numbers.set(shown, ++cards);
  return numbers.get(shown)!;
}

/** What an empty field is known by is its placeholder, which is a space (form.tsx). */
const FIRST = ['input:placeholder-shown', 'input, .button', 'h1'];

export function Entry() {
  const place = useRef<HTMLElement>(null);
  const shown = door.value;
  useLayoutEffect(() => {
    for (const part of document.querySelectorAll<HTMLElement>('.page')) part.inert = shown !== null;
    if (!shown) queueMicrotask(comeBack); // when all that has changed with it is there
    else FIRST.map((selector) => place.current!.querySelector<HTMLElement>(selector)).find(Boolean)?.focus();
  }, [shown]);
  if (!shown) return null;
  return (
    <main ref={place} class="entry" id="ap-entry" aria-labelledby="ap-entry-title">
      <div class="entry-card" key={keyOf(shown)}>
        <p class="entry-brand" aria-hidden="true">Aplomb</p>
        <h1 id="ap-entry-title" tabIndex={-1}>{titleOf(shown)}</h1>
        {contentOf(shown)}
      </div>
    </main>
  );
}
