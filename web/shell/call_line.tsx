// SPDX-License-Identifier: GPL-3.0-or-later
// Which call is going on, where a telephone system has told of it. Queues are the house's own: nothing
// of it is shown while a customer may be looking.
import { rich } from '../messages/messages';
import { call } from '../state/call';
import { unknownProduct } from '../state/pop';
import { sharing } from '../state/sharing';

export function CallLine() {
  const { id, queue, product } = call.value;
  const isUnknown = product !== '' && unknownProduct.value === product;
  const parts = [
    !id.startsWith('local-') && rich('call.line', { call: <bdi>{id}</bdi> }),
    queue && rich('call.queue', { queue: <bdi>{queue}</bdi> }),
    product && !isUnknown && rich('call.product', { product: <bdi>{product}</bdi> }),
  ].filter(Boolean);
  if (sharing.value || (parts.length === 0 && !isUnknown)) return null;
  return (
    <p class="call-line" role="status">
      {parts.map((part, i) => <span key={i} class="call-part">{part}</span>)}
      {isUnknown && <span class="call-note">{rich('call.noProduct', { product: <bdi>{product}</bdi> })}</span>}
    </p>
  );
}
