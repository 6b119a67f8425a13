// SPDX-License-Identifier: GPL-3.0-or-later
// Stands in for what the server remembers of calls, so that a test can put it into any state: what is
// used, asked, promised, noted and starred. All else goes to the server behind the page.

export const problem = (status, slug, detail, more = {}) => ({
  status, contentType: 'application/problem+json',
  body: JSON.stringify({ type: `/problems/${slug}`, title: detail, status, detail, ...more }),
});
const json = (value, status = 200) => ({ status, contentType: 'application/json', body: JSON.stringify(value) });
const NOTHING = { status: 204, body: '' };

const HOUR_MS = 3_600_000;
/** The time that is `hours` from now, as the API writes it. */
export const timeIn = (hours) => new Date(Date.now() + hours * HOUR_MS).toISOString().replace(/\.\d+Z$/, 'Z');

const named = (id) => ({ id, title: { 'secretdesk-parcel-secretplan': 'A parcel is lost, what now' }[id] ?? id, url: `/a/${id}` });

export class CallersDesk {
  uses = [];
  gaps = [];
  promises = [];
  stars = [];
  notes = [];
  shortcuts = [];
  recent = [];
  changes = [];
  news = [];
  learned = [];
  proposals = [];
  numbers = { topics: [], articles: [], questions: [] };
  may = true;
  /** All that was asked: [method, path with parameters, body]. */
  asked = [];
  /** Answers instead, once each, to what changes something: a function of the request. */
  next = [];
  #ids = 0;

  /** What was sent to change something. */
  get sent() { return this.asked.filter(([method]) => method !== 'GET'); }

  gapOf(question, more = {}) {
    return {
      id: ++this.#ids, question, also: [], state: 'open', asked: { today: 1, total: 1, people: 1 }, certainty: 'none', hold: 'I will ask payments and call you back by three.',
      nearest: [], owner: 'payments-kb', department: 'payments', due: timeIn(2), created: timeIn(-1), article: null, reason: null, asked_by_me: true, ...more,
    };
  }

  promiseOf(more = {}) {
    return {
      id: ++this.#ids, article: named('secretdesk-parcel-secretplan'), what: 'a new parcel', within: '2 working days', case: 'C-1', amount: null, by: { name: 'ana', display_name: 'Ana Ito' }, team: 'phone',
      made: timeIn(-40), due: timeIn(8), warn_at: timeIn(-4), state: 'open', standing: 'soon', moved: [], reason: null,
      say: { notice: 'The parcel will be a day late; I am sorry.', made: 'A new parcel is with you by tomorrow.' }, ...more,
    };
  }

  noteOf(text, more = {}) {
    return { id: ++this.#ids, article: null, title: '', text, created: timeIn(-30), changed: timeIn(-20), offered: null, ...more };
  }

  answer(request) {
    const url = new URL(request.url());
    const path = url.pathname.replace('/api/v1', '');
    const method = request.method();
    const body = request.postData() ? request.postDataJSON() : null;
    const mine = /^\/(uses|gaps|promises|me|calls|insight|proposals)(\/|$)/.test(path) || /^\/articles\/[^/]+\/learned/.test(path);
    if (!mine) return null;
    this.asked.push([method, path + url.search, body]);
    if (method !== 'GET' && path !== '/me/recent' && this.next.length > 0) return this.next.shift()(request);
    const [, room, ...rest] = path.split('/');
    if (room === 'uses') return this.answerUses(method, rest, body);
    if (room === 'gaps') return this.answerGaps(method, rest, body, url);
    if (room === 'promises') return this.answerPromises(method, rest, body, url);
    if (room === 'calls') return NOTHING;
    if (room === 'insight') return this.answerNumbers(rest[0], request);
    if (room === 'proposals') return this.answerList(method, 'proposals', rest[1]);
    if (room === 'articles') return this.answerLearned(method, rest);
    return this.answerMine(method, rest, body, url);
  }

  answerList(method, name, id) {
    if (method === 'DELETE') this[name] = this[name].filter((one) => String(one.id) !== id);
    return method === 'DELETE' ? NOTHING : json({ [name]: this[name] });
  }

  answerUses(method, [id], body) {
    if (method === 'DELETE') {
      this.uses = this.uses.filter((use) => String(use.id) !== id);
      return NOTHING;
    }
    const use = { id: ++this.#ids, learned: true, ...body };
    this.uses.push(use);
    return json(use, 201);
  }

  answerGaps(method, [id, way], body, url) {
    const gap = this.gaps.find((one) => String(one.id) === id);
    if (way === 'article') {
      Object.assign(gap, { state: 'writing', article: named('late-fee') });
      return json({ id: 'late-fee', path: 'fee.md', url: '/a/late-fee', etag: '"1-md"', commit: null, findings: [] }, 201);
    }
    if (method === 'PATCH') return json(Object.assign(gap, body));
    if (method === 'GET') return json({ gaps: this.gaps.filter((one) => one.state === url.searchParams.get('state') && (one.asked_by_me || !url.searchParams.has('mine'))), next: null });
    const before = this.gaps.find(({ question }) => question === body.question);
    if (before) {
      before.asked = { today: before.asked.today + 1, total: before.asked.total + 1, people: before.asked.people };
      return json(before);
    }
    this.gaps.push(this.gapOf(body.question));
    return json(this.gaps.at(-1), 201);
  }

  answerPromises(method, [id], body, url) {
    if (id === 'terms') return url.searchParams.get('article') === 'secretdesk-parcel-secretplan'
      ? json({ what: 'a new parcel', within: '2 working days', due: timeIn(48), limit: '90 EUR', authority: 'agent', may: this.may, who: this.may ? null : 'lead', say: { made: 'A new parcel is with you by Thursday.', notice: 'It will be late.' } })
      : problem(404, 'not-found', 'The article promises nothing.');
    const open = this.promises.filter(({ state }) => state === 'open');
    const count = (standing) => open.filter((one) => one.standing === standing).length;
    if (id === 'summary') return json({ open: open.length, soon: count('soon'), late: count('late') });
    if (method === 'PATCH') {
      const one = this.promises.find((other) => String(other.id) === id);
      if (body.due) Object.assign(one, { moved: [...one.moved, { at: timeIn(0), from: one.due, to: body.due, reason: body.reason }], due: body.due, standing: 'ok' });
      else Object.assign(one, { state: body.state, standing: null, reason: body.reason ?? null });
      return json(one);
    }
    if (method === 'POST') {
      this.promises.push(this.promiseOf({ case: body.case, amount: body.amount ?? null, due: timeIn(48), standing: 'ok' }));
      return json(this.promises.at(-1), 201);
    }
    const isMine = url.searchParams.get('whose') !== 'team';
    return json({ promises: this.promises.filter((one) => one.state === url.searchParams.get('state') && (!isMine || one.by?.name === 'ana')), next: null });
  }

  answerNumbers(report, request) {
    if (request.headers().accept.includes('text/csv')) return { status: 200, contentType: 'text/csv', body: 'topic,questions\r\npayments,7\r\n' };
    return json({ [report]: this.numbers[report] });
  }

  answerLearned(method, [, , id, way]) {
    if (way === 'symptom') this.learned = this.learned.filter((one) => String(one.id) !== id);
    if (way === 'symptom') return json({ id: 'secretdesk-parcel-secretplan', path: 'x.md', url: '/a/secretdesk-parcel-secretplan', etag: '"2-md"', commit: null, findings: [] });
    if (method === 'DELETE') this.learned = this.learned.filter((one) => String(one.id) !== id);
    return method === 'DELETE' ? NOTHING : json({ questions: this.learned });
  }

  answerMine(method, [what, id, way], body, url) {
    switch (what) {
      case 'stars':
        if (method === 'PUT') this.stars.unshift({ ...named(decodeURIComponent(id)), starred: timeIn(0) });
        if (method === 'DELETE') this.stars = this.stars.filter((star) => star.id !== decodeURIComponent(id));
        return method === 'GET' ? json({ stars: this.stars }) : NOTHING;
      case 'notes': return this.answerNotes(method, id, way, body);
      case 'shortcuts':
        if (method !== 'GET') this.shortcuts = this.shortcuts.filter(({ short }) => short !== decodeURIComponent(id));
        if (method === 'PUT') this.shortcuts.push({ short: decodeURIComponent(id), text: body.text });
        return method === 'GET' ? json({ shortcuts: this.shortcuts }) : NOTHING;
      case 'recent':
        if (method === 'PUT') this.recent.unshift({ ...named(decodeURIComponent(id)), at: timeIn(0) });
        return method === 'GET' ? json({ recent: this.recent }) : NOTHING;
      case 'search': {
        const words = url.searchParams.get('q').toLowerCase();
        const found = this.notes.filter(({ text }) => words.trim() !== '' && text.toLowerCase().includes(words));
        return json({ notes: found.map((note) => ({ id: note.id, title: note.title, article: note.article, snippet: [{ text: note.text, match: false }] })), stars: [] });
      }
      case 'since':
        if (method === 'PUT') this.changes = [];
        return method === 'PUT' ? NOTHING : json({ since: timeIn(-16), changes: this.changes });
      case 'news': return this.answerList(method, 'news', id);
      case 'export': return { status: 200, contentType: 'text/markdown', body: '# Notes\n' };
      default: return null;
    }
  }

  answerNotes(method, id, way, body) {
    const note = this.notes.find((one) => String(one.id) === id);
    if (way === 'offer') {
      note.offered = { article: 'note-draft', at: timeIn(0) };
      return json({ draft: 'note-draft' }, 201);
    }
    if (method === 'GET') return json({ notes: this.notes });
    if (method === 'DELETE') this.notes = this.notes.filter((one) => one !== note);
    if (method === 'DELETE') return NOTHING;
    if (method === 'PATCH') return json(Object.assign(note, body, { changed: timeIn(0) }));
    this.notes.unshift(this.noteOf(body.text, { title: body.title ?? '', article: body.article ? named(body.article) : null }));
    return json(this.notes[0], 201);
  }

  /** Answers in place of the server for everything that the page asks of it. */
  async serve(page) {
    await page.route('**/api/v1/**', (route) => {
      const answer = this.answer(route.request());
      return answer ? route.fulfill(answer) : route.fallback();
    });
  }
}
