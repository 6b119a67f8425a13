// SPDX-License-Identifier: GPL-3.0-or-later
// While a customer may be looking: a band that says so, and the key that begins and ends it.
import { addCommands } from '../keys';
import { t } from '../messages/messages';
import { share } from '../state/page';
import { sharing } from '../state/sharing';
import { announce } from './announcer';

export function toggleSharing() {
  const on = !sharing.value;
  share(on);
  announce(t(on ? 'sharing.on' : 'sharing.off')); // in place of what was said before, which may be internal
}

export function SharingBand() {
  if (!sharing.value) return null;
  return (
    <section class="sharing-band" aria-label={t('sharing.button')}>
      <p>{t('sharing.on')}</p>
      <button type="button" class="button" onClick={toggleSharing}>{t('sharing.end')} <kbd aria-hidden="true">h</kbd></button>
    </section>
  );
}

addCommands({ key: 'h', label: 'keys.share', group: 'page', run: toggleSharing, always: true });
