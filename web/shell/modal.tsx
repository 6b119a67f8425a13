// SPDX-License-Identifier: GPL-3.0-or-later
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

interface Props {
  /** The id of the heading that names it. */
  labelledBy: string;
  /** It is closed, by whatever: whoever shows it stops doing so. The focus is back by then. */
  onClose: () => void;
  children: (close: () => void) => ComponentChildren;
}

const FIRST = 'input:not([tabindex="-1"]), select, .button';

/** A dialog that is open as long as it is in the page. */
export function Modal({ labelledBy, onClose, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    dialog.current!.showModal();
    dialog.current!.querySelector<HTMLElement>(FIRST)?.focus();
  }, []);
  return <dialog ref={dialog} class="dialog" aria-labelledby={labelledBy} onClose={onClose}>{children(() => dialog.current!.close())}</dialog>;
}
