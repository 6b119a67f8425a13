// SPDX-License-Identifier: GPL-3.0-or-later
// A change of one's own password; the session goes on.
import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { send } from '../api/client';
import { Problem } from '../api/problem';
import { t } from '../messages/messages';
import { Modal } from '../shell/modal';
import { enter } from '../state/session';
import { Form, KnownName, newPasswordField, passwordField, type Told } from './form';

const TITLE = 'ap-password-title';

function Done({ onClose }: { onClose: () => void }) {
  const button = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => button.current!.focus(), []);
  return (
    <>
      <h2 id={TITLE}>{t('password.done')}</h2>
      <p role="status">{t('password.doneText')}</p>
      <div class="form-end"><button ref={button} type="button" class="button button-main" onClick={onClose}>{t('action.close')}</button></div>
    </>
  );
}

/** `name` is who changes it; `onClose` is called when nothing of it is to be shown any more. */
export function PasswordDialog({ name, onClose }: { name: string; onClose: () => void }) {
  const done = useSignal(false);
  const change = async (told: Told, close: () => void) => {
    try {
      await send('PUT', '/api/v1/me/password', told);
      done.value = true;
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 401) throw error;
      close(); // the session has ended meanwhile
      void enter();
    }
  };
  const missing = t('field.password.eachMissing');
  return (
    <Modal labelledBy={TITLE} onClose={onClose}>
      {(close) => (done.value ? <Done onClose={close} /> : (
        <>
          <h2 id={TITLE}>{t('password.title')}</h2>
          <Form
            before={<KnownName name={name} />}
            fields={[
              passwordField({ name: 'current', label: t('field.password.current'), autocomplete: 'current-password', missing }),
              newPasswordField({ label: t('field.password.new'), missing }),
            ]}
            button={t('account.password')} send={(told) => change(told, close)}
            after={<button type="button" class="button" onClick={close}>{t('action.cancel')}</button>}
          />
        </>
      ))}
    </Modal>
  );
}
