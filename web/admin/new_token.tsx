// SPDX-License-Identifier: GPL-3.0-or-later
// A token is made, and its secret is shown once: it is in the page as long as this panel is, and
// nowhere else.
import { useSignal } from '@preact/signals';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { Form, nameField, type Told } from '../entry/form';
import { t } from '../messages/messages';
import { announce } from '../shell/announcer';
import { Panel } from './parts';
import { roleField } from './person_fields';
import { change } from '../state/change';
import type { NewToken } from './types';

const SPANS = ['30d', '90d', '180d', '1y', ''] as const;

/** Copies what stands in the field; also where the browser gives a page without TLS no clipboard. */
async function copy(input: HTMLInputElement): Promise<boolean> {
  input.select();
  try {
    await navigator.clipboard.writeText(input.value);
    return true;
  } catch {
    return document.execCommand('copy');
  }
}

function Secret({ token, onClose }: { token: NewToken; onClose: () => void }) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    const { current } = input;
    current!.focus();
    current!.setSelectionRange(0, token.secret.length, 'backward'); // its beginning stays in sight
  }, []);
  const onCopy = async () => announce(t(await copy(input.current!) ? 'tokens.copied' : 'tokens.notCopied'));
  return (
    <div class="form">
      <div class="field">
        <label for={id}>{t('tokens.secret')}</label>
        <input ref={input} id={id} class="secret" readOnly value={token.secret} spellcheck={false} autoComplete="off" />
      </div>
      <p class="warning" role="status">{t('tokens.once')}</p>
      <div class="form-end">
        <button type="button" class="button button-main" onClick={onCopy}>{t('tokens.copy')}</button>
        <button type="button" class="button" onClick={onClose}>{t('tokens.kept')}</button>
      </div>
    </div>
  );
}

export function NewTokenPanel({ onClose, onMade }: { onClose: () => void; onMade: () => void }) {
  const made = useSignal<NewToken | null>(null);
  const make = async ({ expires_in: span, ...told }: Told) => {
    made.value = await change<NewToken>('POST', '/api/v1/tokens', span ? { ...told, expires_in: span } : told);
    onMade();
  };
  return (
    <Panel title={made.value ? <bdi>{made.value.name}</bdi> : t('tokens.add')} onClose={onClose}>
      {made.value ? <Secret token={made.value} onClose={onClose} /> : (
        <Form
          fields={[
            nameField({ autocomplete: 'off', maxLength: 100, missing: t('tokens.name.missing'), hint: t('tokens.name.hint') }),
            roleField('agent', { hint: t('tokens.role.hint') }),
            { name: 'expires_in', label: t('tokens.expires'), type: 'select', value: '90d', options: SPANS.map((span) => [span, t(`tokens.span.${span}`)] as const) },
          ]}
          button={t('tokens.make')} send={make}
          after={<button type="button" class="button" onClick={onClose}>{t('action.cancel')}</button>}
        />
      )}
    </Panel>
  );
}
