// SPDX-License-Identifier: GPL-3.0-or-later
// What was written here before and not saved, found again.
import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { Difference } from './difference';
import type { Kept } from './drafts';
import { compare } from './lines';
import { t } from './messages';
import { momentOf } from '../messages/messages';

interface Props {
  kept: Kept;
  /** What the article says now. */
  now: string;
  onGoOn: () => void;
  onThrowAway: () => void;
}

export function KeptChoice({ kept, now, onGoOn, onThrowAway }: Props) {
  const compared = useSignal(false);
  const first = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => first.current!.focus(), []);
  return (
    <div class="work-narrow">
      <h1>{kept.title || kept.path}</h1>
      <p class="kept-said">{t('kept.said', { at: momentOf(new Date(kept.at).toISOString()) })}{kept.base.text !== now && ` ${t('kept.changed')}`}</p>
      <div class="form-end">
        <button ref={first} type="button" class="button button-main" onClick={onGoOn}>{t('kept.goOn')}</button>
        <button type="button" class="button" aria-expanded={compared.value} onClick={() => { compared.value = !compared.value; }}>{t('kept.compare')}</button>
        <button type="button" class="button button-danger" onClick={onThrowAway}>{t('kept.throwAway')}</button>
      </div>
      {compared.value && <Difference of={compare(now, kept.text)} label={t('kept.compare')} />}
    </div>
  );
}
