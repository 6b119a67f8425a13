// SPDX-License-Identifier: GPL-3.0-or-later

/** By a field that is there for a moment: the way that also a page without https may go. */
function copyByField(text: string): boolean {
  const selection = getSelection();
  const ranges = Array.from({ length: selection?.rangeCount ?? 0 }, (_, i) => selection!.getRangeAt(i));
  const focus = document.activeElement;
  const field = document.createElement('textarea');
  field.value = text;
  field.readOnly = true; // no keyboard comes up on a phone
  field.className = 'hidden';
  document.body.append(field);
  field.select();
  const done = document.execCommand('copy');
  field.remove();
  if (focus instanceof HTMLElement) focus.focus({ preventScroll: true });
  selection?.removeAllRanges();
  for (const range of ranges) selection?.addRange(range);
  return done;
}

/** Whether the text is in the clipboard now. */
export async function toClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyByField(text); // no clipboard on plain http, or no leave to use it
  }
}
