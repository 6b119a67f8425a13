// SPDX-License-Identifier: GPL-3.0-or-later
// What is shown, as an address that can be shared, and back.
//   /?q=refund&kind=tip&open=refund-card#resolution   a search with an article open
//   /?q=refnd&exact=1                                 a search for exactly what was typed
//   /a/refund-card#resolution                         an article alone
//   /browse/payments?open=…                           a folder's articles
//   /admin/people                                     a view of the administration
//   /edit/refund-card  /new/procedure?asked=refund    an article that is edited, and a new one
//   /a/refund-card/history?revision=…                 what has become of an article
//   /lists/overdue  /notices                          what is to be done, and what is told to all
//   /desk/promises                                    what the desk remembers
//   /panel?q=refund&open=refund-card#resolution       the panel, whose path stays: its frame may be loaded anew
// The server redirects /p/<file> to its article, so that address is seen only when there is none.
import { FILTERS, noFilters, type Filters } from '../api/types';

const PANEL = '/panel';

/** Whether this is the panel, the page in a frame of another system. */
export const isPanel = location.pathname === PANEL;

export interface Address {
  q: string;
  exact: boolean;
  filters: Filters;
  /** A folder; '' is all of them. */
  browse: string | null;
  open: string | null;
  anchor: string;
  /** The path of a file that is no article. */
  lost: string | null;
  /** A view of the administration. */
  admin: string | null;
  /** A view for those who write articles, or of the desk. */
  work: Work | null;
}

/** `of`: the article's id (edit, history), the kind of a new one or '', the list's name, the part
 *  of the desk. `more`: the words that a new one begins with, the revision that is looked at, '1' where
 *  the draft is edited that the server keeps, the id of what is open of the desk. */
export interface Work { view: 'edit' | 'new' | 'history' | 'lists' | 'notices' | 'desk'; of: string; more: string }

const decode = (text: string) => {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text; // a stray % in a hand-written address
    throw error;
  }
};

/** Each view's path, with what it is of, and the parameter of what more it says. */
const WORKS: Record<Work['view'], { path: RegExp; write: (of: string) => string; more?: string }> = {
  edit: { path: /^\/edit\/([^/]+)$/, write: (of) => `/edit/${of}`, more: 'draft' },
  new: { path: /^\/new(?:\/([^/]*))?$/, write: (of) => (of ? `/new/${of}` : '/new'), more: 'asked' },
  history: { path: /^\/a\/([^/]+)\/history$/, write: (of) => `/a/${of}/history`, more: 'revision' },
  lists: { path: /^\/lists\/([^/]+)$/, write: (of) => `/lists/${of}` },
  notices: { path: /^\/notices$/, write: () => '/notices' },
  desk: { path: /^\/desk\/([^/]+)$/, write: (of) => `/desk/${of}`, more: 'open' },
};

function readWork(pathname: string, parameters: URLSearchParams): Work | null {
  for (const [view, { path, more }] of Object.entries(WORKS)) {
    const found = pathname.match(path);
    if (found) return { view: view as Work['view'], of: decode(found[1] ?? ''), more: more ? parameters.get(more) ?? '' : '' };
  }
  return null;
}

export function addressOfWork({ view, of, more }: Work): string {
  const { write, more: name } = WORKS[view];
  return write(encodeURIComponent(of)) + (name && more ? `?${new URLSearchParams({ [name]: more })}` : '');
}

export function readAddress({ pathname, search, hash }: Pick<Location, 'pathname' | 'search' | 'hash'>): Address {
  const parameters = new URLSearchParams(pathname === '/call' ? '' : search); // a call is for state/pop to take
  const article = pathname.match(/^\/a\/([^/]+)$/);
  const browse = pathname.match(/^\/browse(?:\/(.*))?$/);
  const admin = pathname.match(/^\/admin(?:\/([a-z-]*))?$/);
  const filters = noFilters();
  for (const field of FILTERS) filters[field] = parameters.getAll(field);
  return {
    q: parameters.get('q') ?? '',
    exact: parameters.get('exact') === '1',
    filters,
    browse: browse ? decode(browse[1] ?? '') : pathname === PANEL ? parameters.get('browse') : null,
    open: article ? decode(article[1]!) : parameters.get('open') || null,
    anchor: decode(hash.slice(1)),
    lost: pathname.startsWith('/p/') ? decode(pathname.slice(3)) : null,
    admin: admin ? admin[1] || 'people' : null,
    work: isPanel ? null : readWork(pathname, parameters),
  };
}

export function writeAddress({ q, exact, filters, browse, open, anchor, admin, work }: Address): string {
  if (admin !== null) return `/admin/${admin}`;
  if (work !== null) return addressOfWork(work);
  const parameters = new URLSearchParams();
  if (q) parameters.append('q', q);
  if (q && exact) parameters.append('exact', '1');
  for (const field of FILTERS) for (const value of filters[field]) parameters.append(field, value);
  if (isPanel && browse !== null && !q) parameters.append('browse', browse);
  const alone = parameters.toString() === '';
  let path = '/';
  if (isPanel) path = PANEL;
  else if (browse !== null && !q) path = browse ? `/browse/${browse.split('/').map(encodeURIComponent).join('/')}` : '/browse';
  else if (alone && open) path = `/a/${encodeURIComponent(open)}`;
  if (open && !path.startsWith('/a/')) parameters.append('open', open);
  const query = parameters.toString();
  return path + (query ? `?${query}` : '') + (open && anchor ? `#${encodeURIComponent(anchor)}` : '');
}

/** Whether the address shows something else than articles as they are read. */
export const isApart = ({ admin, work }: Address) => admin !== null || work !== null;

/** What of an address decides about the list. */
export const listKey = ({ q, exact, filters, browse }: Address) => JSON.stringify([q, exact, filters, browse]);

export const hasFilters = (filters: Filters) => FILTERS.some((field) => filters[field].length > 0);
