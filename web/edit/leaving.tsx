// SPDX-License-Identifier: GPL-3.0-or-later
// Leaving what is not saved: asked for, whatever leads away.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Modal } from '../shell/modal';
import { giveUp, guardLeaving, isGuarded } from '../state/leaving';
import { t } from './messages';
import type { Writing } from './writing';

const TITLE = 'ap-leaving';

export function Leaving({ of: writing }: { of: Writing }) {
  const goOn = useSignal<(() => void) | null>(null);
  useEffect(() => {
    const release = guardLeaving((next) => {
      if (!writing.isAtRisk()) return false;
      goOn.value = next;
      return true;
    });
    const onUnload = (event: BeforeUnloadEvent) => { if (isGuarded() && writing.isAtRisk()) event.preventDefault(); };
    const onHide = () => writing.keepNow();
    addEventListener('beforeunload', onUnload);
    addEventListener('pagehide', onHide);
    return () => {
      release();
      removeEventListener('beforeunload', onUnload);
      removeEventListener('pagehide', onHide);
      writing.close();
    };
  }, [writing]);
  if (!goOn.value) return null;
  const leave = (close: () => void, before?: () => void) => {
    const next = goOn.value!;
    before?.();
    close();
    giveUp();
    next();
  };
  return (
    <Modal labelledBy={TITLE} onClose={() => { goOn.value = null; }}>
      {(close) => (
        <>
          <h2 id={TITLE}>{t('leave.title')}</h2>
          <p>{t(writing.isKept.value ? 'leave.kept' : 'leave.lost')}</p>
          <div class="form-end">
            <button type="button" class="button button-main" onClick={async () => { const next = goOn.value!; close(); if (await writing.save()) next(); }}>{t('leave.save')}</button>
            <button type="button" class="button" onClick={() => leave(close)}>{t('leave.leave')}</button>
            <button type="button" class="button" onClick={() => { close(); writing.field?.focus(); }}>{t('leave.stay')}</button>
            <button type="button" class="button button-danger" onClick={() => leave(close, () => writing.discard())}>{t('kept.throwAway')}</button>
          </div>
        </>
      )}
    </Modal>
  );
}
