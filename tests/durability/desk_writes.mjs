// SPDX-License-Identifier: GPL-3.0-or-later
// What an agent leaves behind on a call: how each kind is sent, and how what was acknowledged is found
// again. Kinds whose path the server does not describe are left out.
//
// `send` gets a way to ask, `(method, path, fields) => {status, json}`, and what the call is about:
// {call, question, article, promising, number}. It returns what was acknowledged, or nothing where the
// server refused. `missing` returns those of a list of these that are not there.

/** All pages of a list, as one. */
async function pages(ask, path, name) {
  const all = [];
  for (let cursor = ''; ;) {
    const { status, json } = await ask('GET', `${path}${path.includes('?') ? '&' : '?'}limit=100${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
    if (status !== 200) throw new Error(`GET ${path}: ${status}`);
    all.push(...json[name]);
    if (!json.next) return all;
    cursor = json.next;
  }
}

const acknowledged = ({ status, json }) => ([200, 201].includes(status) ? { id: json.id } : undefined);
const notAmong = (kept, there) => {
  const ids = new Set(there.map(({ id }) => id));
  return kept.filter(({ id }) => !ids.has(id));
};

export const KINDS = {
  use: {
    path: '/api/v1/uses',
    send: async (ask, { call, question, article }) => acknowledged(await ask('POST', '/uses', { call, query: question, article, outcome: 'solved' })),
    // nothing lists them; what can be withdrawn was there
    missing: async (ask, kept) => {
      const lost = [];
      for (const each of kept) if ((await ask('DELETE', `/uses/${each.id}`)).status !== 204) lost.push(each);
      return lost;
    },
    once: true,
  },
  gap: {
    path: '/api/v1/gaps',
    send: async (ask, { call, question, number }) => acknowledged(await ask('POST', '/gaps', { call, question: `${question} ${wordOf(number)}` })),
    missing: async (ask, kept) => notAmong(kept, await pages(ask, '/gaps', 'gaps')),
  },
  promise: {
    path: '/api/v1/promises',
    send: async (ask, { call, promising, number }) => acknowledged(await ask('POST', '/promises', { call, article: promising, case: `C-${number}`, amount: '20 EUR' })),
    missing: async (ask, kept) => notAmong(kept, await pages(ask, '/promises?whose=mine&state=all', 'promises')),
  },
  note: {
    path: '/api/v1/me/notes',
    send: async (ask, { article, number }) => acknowledged(await ask('POST', '/me/notes', { article, text: `Ask for the order, ${number}.` })),
    missing: async (ask, kept) => notAmong(kept, (await ask('GET', '/me/notes')).json.notes),
  },
  star: {
    path: '/api/v1/me/stars/{article}',
    send: async (ask, { article }) => ((await ask('PUT', `/me/stars/${article}`)).status === 204 ? { id: article } : undefined),
    missing: async (ask, kept) => notAmong(kept, (await ask('GET', '/me/stars')).json.stars),
  },
};

/** The names of the kinds that a server describes: it is the one that knows. */
export async function kindsOf(url) {
  const { paths } = await (await fetch(`${url}/openapi.json`)).json();
  return Object.keys(KINDS).filter((name) => paths[KINDS[name].path]);
}

/** A word of letters for each number, far from its neighbours, so that no typing error makes one of another. */
export function wordOf(number) {
  const syllables = ['ba', 'ce', 'di', 'fo', 'gu', 'ha', 'je', 'ki', 'lo', 'mu'];
  return `w${[...String((number * 7919) % 1_000_003)].map((digit) => syllables[digit]).join('')}x`;
}
