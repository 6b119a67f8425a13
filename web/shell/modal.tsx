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

const FIRST = 'input:not([tabindex="-1"]), select, textarea, .button';

/** A dialog that is open as long as it is in the page. */
export function Modal({ labelledBy, onClose, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    dialog.current!.showModal();
    dialog.current!.querySelector<HTMLElement>(FIRST)?.focus();
  }, []);
  // At once and not with the event `close`, which comes later: somebody may have asked for the next
  // dialog by then.
  const isOver = useRef(false);
  const over = () => {
    if (isOver.current) return;
    isOver.current = true;
    dialog.current?.close();
    onClose();
  };
  const onCancel = (event: Event) => {
    event.preventDefault();
    over();
  };
  return <dialog ref={dialog} class="dialog" aria-labelledby={labelledBy} onCancel={onCancel} onClose={over}>{children(over)}</dialog>;
}
