// SPDX-License-Identifier: GPL-3.0-or-later
// Forms that people fill in: each field with its label and with what is wrong beside it, passwords
// that can be looked at, and what the server said no with put where it belongs. What is typed lives
// in the fields alone, so that a password leaves the page with its form.
import { useSignal, type Signal } from '@preact/signals';
import type { ComponentChildren, InputHTMLAttributes } from 'preact';
import { useEffect, useId, useLayoutEffect, useRef } from 'preact/hooks';
import { Problem } from '../api/problem';
import { sentence, t } from '../messages/messages';
import { useCountdown } from './countdown';

export interface Field extends Pick<InputHTMLAttributes, 'autocomplete' | 'autocapitalize' | 'spellcheck' | 'minLength' | 'maxLength' | 'list'> {
  name: string;
  label: string;
  type?: 'text' | 'password' | 'select' | 'lines' | 'datetime-local';
  /** The choices of a select: what is sent, and how it is shown. */
  options?: (readonly [string, string])[];
  value?: string;
  hint?: string;
  /** What is said of it while it is empty, instead of sending it; a field without may be empty. */
  missing?: string;
}

export type Told = Record<string, string>;
type Input = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

export const nameField = (more: Partial<Field>): Field =>
  ({ name: 'name', label: t('field.name'), missing: t('field.name.missing'), autocomplete: 'username', autocapitalize: 'none', spellcheck: false, maxLength: 64, ...more });

export const passwordField = (more: Partial<Field>): Field =>
  ({ name: 'password', label: t('field.password'), missing: t('field.password.missing'), type: 'password', ...more });

export const newPasswordField = (more: Partial<Field>): Field =>
  passwordField({ autocomplete: 'new-password', minLength: 10, hint: t('field.password.hint'), ...more });

/** A name for the password manager only, beside passwords that are asked without one. */
export const KnownName = ({ name }: { name: string }) =>
  <input class="hidden" type="text" name="username" autocomplete="username" value={name} readOnly tabIndex={-1} aria-hidden="true" />;

interface Shown { field: Field; fault: string; revealed: Signal<readonly string[]> }

function Control({ field, fault, id, describedBy, isRevealed }: { field: Field; fault: string; id: string; describedBy: string; isRevealed: boolean }) {
  const { name, label: _, type = 'text', options, value, hint: __, missing: ___, ...more } = field;
  const common = { id, name, 'aria-describedby': describedBy, 'aria-invalid': fault ? true : undefined } as const;
  if (type === 'select')
    return <select {...common} defaultValue={value}>{options!.map(([word, shown]) => <option key={word} value={word} selected={word === value}>{shown}</option>)}</select>;
  if (type === 'lines') return <textarea {...common} rows={4} {...more.maxLength && { maxLength: more.maxLength }} defaultValue={value ?? ''} />;
  return <input {...common} {...more} type={isRevealed ? 'text' : type} defaultValue={value ?? ''} placeholder=" " />;
}

function FieldRow({ field, fault, revealed }: Shown) {
  const id = useId();
  const { name, label, hint, type } = field;
  const isRevealed = revealed.value.includes(name);
  const reveal = () => { revealed.value = isRevealed ? revealed.value.filter((other) => other !== name) : [...revealed.value, name]; };
  const control = <Control field={field} fault={fault} id={id} describedBy={`${hint ? `${id}-hint ` : ''}${id}-fault`} isRevealed={isRevealed} />;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {hint && <p class="hint" id={`${id}-hint`}>{hint}</p>}
      {type !== 'password' ? control : (
        <div class="field-box">
          {control}
          <button type="button" class="reveal" aria-controls={id} onClick={reveal}>
            {t(isRevealed ? 'field.password.hide' : 'field.password.show')}<span class="hidden"> {label}</span>
          </button>
        </div>
      )}
      <p class="fault" id={`${id}-fault`} role="alert">{fault}</p>
    </div>
  );
}

/** What is wrong, by the field that the server named; with none of them, of all of it. */
function faultsOf(problem: Problem, fields: Field[]): Record<string, string> | string {
  const hint = sentence(problem.hint);
  const known = problem.errors.filter(({ name }) => fields.some((field) => field.name === name));
  if (known.length === 0) return `${sentence(problem.message)} ${hint}`.trim();
  const alone = problem.errors.length === 1 && hint;
  return Object.fromEntries(known.map(({ name, detail }) => [name, alone ? `${sentence(detail)} ${hint}` : sentence(detail)]));
}

interface Props {
  fields: Field[];
  button: string;
  /** Gets {name: text} once all is filled in. When it throws a Problem that is shown: at the fields
   *  that it names, else above the button. */
  send: (told: Told) => Promise<void>;
  before?: ComponentChildren;
  after?: ComponentChildren;
  /** What is wrong from the start, of all of it and by field. */
  said?: string;
  faults?: Record<string, string>;
}

export function Form({ fields, button, send, before, after, said: saidFirst = '', faults: faultsFirst = {} }: Props) {
  const form = useRef<HTMLFormElement>(null);
  const faults = useSignal(faultsFirst);
  const said = useSignal(saidFirst);
  const busy = useSignal(false);
  const revealed = useSignal<readonly string[]>([]);
  const wait = useCountdown(() => { said.value = t('form.again'); });
  const alive = useRef(true);
  useEffect(() => () => { alive.current = false; }, []);

  const inputOf = ({ name }: Field) => form.current!.elements.namedItem(name) as Input;

  const point = (found: Record<string, string>) => {
    faults.value = found;
    const first = fields.find(({ name }) => found[name]);
    if (!first) return;
    const input = inputOf(first);
    input.focus();
    if (input instanceof HTMLInputElement) input.select();
  };

  useLayoutEffect(() => {
    if (saidFirst) form.current!.querySelector<HTMLElement>('[type="submit"]')!.focus();
    point(faultsFirst);
  }, []);

  const tell = (problem: Problem) => {
    if (problem.passes) {
      said.value = `${sentence(problem.message)} ${sentence(problem.hint)}`;
      wait.start(problem.retryAfter);
      return;
    }
    const found = faultsOf(problem, fields);
    if (typeof found === 'string') said.value = found;
    else point(found);
  };

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (busy.value || wait.left.value > 0) return;
    said.value = '';
    point(Object.fromEntries(fields.flatMap((field) => (field.missing && inputOf(field).value === '' ? [[field.name, field.missing]] : []))));
    if (Object.keys(faults.value).length > 0) return;
    revealed.value = [];
    busy.value = true;
    try {
      await send(Object.fromEntries(fields.map((field) => [field.name, inputOf(field).value])));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (alive.current) tell(error);
    } finally {
      busy.value = false;
    }
  };

  const onInput = ({ target }: InputEvent) => {
    const { name } = target as Input;
    if (faults.value[name]) faults.value = { ...faults.value, [name]: '' };
  };

  // The method keeps passwords out of the address, should a submit ever get past the script.
  return (
    <form ref={form} class="form" method="post" noValidate onSubmit={submit} onInput={onInput}>
      {before}
      {fields.map((field) => <FieldRow key={field.name} field={field} fault={faults.value[field.name] ?? ''} revealed={revealed} />)}
      <p class="fault" role="alert">{said}</p>
      <div class="form-end">
        <button type="submit" class="button button-main" aria-disabled={busy.value || wait.left.value > 0 || undefined}>
          {wait.left.value > 0 ? t('form.wait', { word: button, time: wait.shown.value }) : button}
        </button>
        {after}
      </div>
    </form>
  );
}
