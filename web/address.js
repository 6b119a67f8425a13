// SPDX-License-Identifier: GPL-3.0-or-later
// What is shown, as an address that can be shared, and back.
//   /?q=refund&kind=tip&open=refund-card#resolution   a search with an article open
//   /?q=refnd&exact=1                                 a search for exactly what was typed
//   /a/refund-card#resolution                         an article alone
//   /browse/payments?open=…                           a folder's articles
// The server redirects /p/<file> to its article, so that address is seen only when there is none.

export const FILTERS = ['kind', 'department'];

const decode = (text) => {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text; // a stray % in a hand-written address
    throw error;
  }
};

/** {q, exact, filters: {kind: [], department: []}, browse: null or folder, open: null or id, anchor,
 *  lost: null or the path of a file that is no article} */
export function readAddress(location) {
  const parameters = new URLSearchParams(location.search);
  const article = location.pathname.match(/^\/a\/([^/]+)$/);
  const browse = location.pathname.match(/^\/browse(?:\/(.*))?$/);
  return {
    q: parameters.get('q') ?? '',
    exact: parameters.get('exact') === '1',
    filters: Object.fromEntries(FILTERS.map((field) => [field, parameters.getAll(field)])),
    browse: browse ? decode(browse[1] ?? '') : null,
    open: article ? decode(article[1]) : parameters.get('open') || null,
    anchor: decode(location.hash.slice(1)),
    lost: location.pathname.startsWith('/p/') ? decode(location.pathname.slice(3)) : null,
  };
}

export function writeAddress({ q, exact, filters, browse, open, anchor }) {
  const parameters = new URLSearchParams();
  if (q) parameters.append('q', q);
  if (q && exact) parameters.append('exact', '1');
  for (const field of FILTERS) for (const value of filters[field]) parameters.append(field, value);
  const alone = parameters.toString() === '';
  let path = '/';
  if (browse !== null && !q) path = browse ? `/browse/${browse.split('/').map(encodeURIComponent).join('/')}` : '/browse';
  else if (alone && open) path = `/a/${encodeURIComponent(open)}`;
  if (open && !path.startsWith('/a/')) parameters.append('open', open);
  const query = parameters.toString();
  return path + (query ? `?${query}` : '') + (open && anchor ? `#${encodeURIComponent(anchor)}` : '');
}
