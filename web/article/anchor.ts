// SPDX-License-Identifier: GPL-3.0-or-later

/** Marks the passage and brings it into view. Where it begins the text or can be seen from the top
 *  the pane stays there, because what may be said and promised stands above it. */
export function scrollToAnchor(pane: HTMLElement, anchor: string) {
  for (const marked of pane.querySelectorAll('.here')) marked.classList.remove('here');
  pane.scrollTop = 0;
  const body = pane.querySelector('.article-body');
  const target = anchor ? body?.querySelector(`[id="${CSS.escape(anchor)}"]`) : null;
  if (!body || !target) return;
  target.classList.add('here');
  const { top, height } = pane.getBoundingClientRect();
  const seen = target.getBoundingClientRect().top < top + 0.75 * height;
  if (target !== body.firstElementChild && !seen) target.scrollIntoView({ block: 'start' });
}
