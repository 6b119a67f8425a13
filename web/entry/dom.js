// SPDX-License-Identifier: GPL-3.0-or-later
// Builds elements. Text goes in as text nodes, so nothing that an article or a query says can
// become markup; article.js holds the one exception.

/** h('p', {class: 'x', onclick: f}, 'text', child, null) – absent children are left out. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

export function fill(element, ...children) {
  element.replaceChildren(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
}

/** The element of that id; the page's own ids begin with "ap-", so no heading's id gets in the way. */
export const byId = (id) => document.getElementById(`ap-${id}`);
