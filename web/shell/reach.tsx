// SPDX-License-Identifier: GPL-3.0-or-later
import { waitingFor } from '../api/waiting';

/** Why an answer is not there yet. The place is there from the start, so that what comes into it is
 *  said by ear. */
export function Reach() {
  return <p class="reach" id="ap-reach" role="alert" hidden={waitingFor.value === ''}>{waitingFor}</p>;
}
