// SPDX-License-Identifier: GPL-3.0-or-later
// Which call is going on, where a telephone system has told of it. Queues are the house's own: nothing
// of it is shown while a customer may be looking.
import { rich, t } from '../messages/messages';
import { call } from '../state/call';
import { unknownProduct } from '../state/pop';
import { sharing } from '../state/sharing';

export function CallLine() {
  const { id, queue, product } = call.value;
  const parts = [
    !id.startsWith('local-') && rich('call.line', { call: <bdi>{id}</bdi> }),
    queue && rich('call.queue', { queue: <bdi>{queue}</bdi> }),
    product && rich('call.product', { product: <bdi>{product}</bdi> }),
  ].filter(Boolean);
  if (sharing.value || parts.length === 0) return null;
  return (
    <p class="call-line" role="status">
      {parts.map((part, i) => <span key={i} class="call-part">{part}</span>)}
      {unknownProduct.value === product && product && <span class="call-note">{t('call.noProduct')}</span>}
    </p>
  );
}
