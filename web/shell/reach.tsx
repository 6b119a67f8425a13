// SPDX-License-Identifier: GPL-3.0-or-later
import { isOutdated } from '../api/lookout';
import { waitingFor } from '../api/waiting';
import { t } from '../messages/messages';

/** Why an answer is not there yet, else that the page is not the newest. The places are there from the
 *  start, so that what comes into them is said by ear. */
export function Reach() {
  const isNewer = isOutdated.value && waitingFor.value === '';
  return (
    <>
      <p class="reach" id="ap-reach" role="alert" hidden={waitingFor.value === ''}>{waitingFor}</p>
      <p class="reach newer" role="status" hidden={!isNewer}>
        {isNewer && <>{t('reach.newer')} <button type="button" class="button" onClick={() => location.reload()}>{t('reach.reload')}</button></>}
      </p>
    </>
  );
}
