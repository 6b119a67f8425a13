// SPDX-License-Identifier: GPL-3.0-or-later
import { t } from '../messages/messages';
import { customerTextAround } from './customer_text';
import { copyText } from './copy';

/** Copies the customer's text that it stands in or, by its id, another one. */
export function CopyButton({ what, of, shortcut }: { what: string; of?: string; shortcut?: string }) {
  return (
    <button
      type="button" class="copy label"
      onClick={({ currentTarget }) => {
        const text = of ? document.getElementById(of) : customerTextAround(currentTarget);
        if (text) void copyText(text);
      }}
    >{t('copy.short')}<span class="hidden"> {t('copy.button', { what })}</span>{shortcut && <>{' '}<kbd aria-hidden="true">{shortcut}</kbd></>}</button>
  );
}
