// SPDX-License-Identifier: GPL-3.0-or-later
// Stands in for what the server does for those who write, so that a test can put it into any state:
// two articles that can be read, checked, saved, merged and looked back at. All else goes to the server
// behind the page.

const ETAG = /^"[^"]+-md"$/;

let versions = 0;
const etagOf = () => `"${++versions}-md"`;

const titleOf = (markdown) => markdown.match(/^title:\s*"?(.*?)"?\s*$/m)?.[1] ?? '';
const textOf = (markdown) => markdown.replace(/^---\n[^]*?\n---\n/, '');
const escaped = (text) => text.replace(/[&<>]/g, (one) => `&#${one.charCodeAt(0)};`);

export const LATE = `---
title: Refund is late
kind: procedure
audience: customer
answer: "It takes ten days."
test_queries:
  - refund late
---
## Resolution

Look at the date.

> [!INTERNAL]
> The batch runs at night.

## After that

Call back.
`;

/** Blocks of quoted text by their mark, as the indexer divides them, roughly. */
function htmlOf(markdown, hat) {
  return textOf(markdown).split(/\n{2,}/).map((part) => {
    const mark = part.match(/^> \[!(CUSTOMER|SAY|INTERNAL)\]\n/)?.[1];
    const words = escaped(part.replace(/^> \[!.*\n/, '').replace(/^> ?/gm, ''));
    if (mark === 'INTERNAL' && hat === 'customer') return '';
    if (mark) return `<section class="audience audience-${mark.toLowerCase()}"><p class="alert-title">${mark}</p><p>${words}</p></section>`;
    return part.startsWith('## ') ? `<h2>${escaped(part.slice(3))}</h2>` : `<p>${words}</p>`;
  }).join('\n');
}

const problem = (status, slug, detail, more = {}) => ({
  status, contentType: 'application/problem+json',
  body: JSON.stringify({ type: `/problems/${slug}`, title: detail, status, detail, ...more }),
});
const json = (value, { status = 200, headers = {} } = {}) => ({ status, contentType: 'application/json', headers, body: JSON.stringify(value) });
const markdownOf = ({ markdown, etag }) => ({ status: 200, contentType: 'text/markdown; charset=utf-8', headers: { ETag: etag }, body: markdown });

/** Line by line, where neither text has more lines than the other; enough for what is tried. */
function merge(base, mine, theirs) {
  const [b, m, t] = [base, mine, theirs].map((text) => text.split('\n'));
  let conflicts = 0;
  const lines = b.flatMap((line, i) => {
    if (m[i] === t[i] || t[i] === line) return [m[i]];
    if (m[i] === line) return [t[i]];
    ++conflicts;
    return ['<<<<<<< yours', m[i], '=======', t[i], '>>>>>>> theirs'];
  });
  return { markdown: lines.join('\n'), conflicts };
}

export class WritersDesk {
  articles = new Map();
  drafts = new Map();
  notices = [];
  files = new Map();
  /** All that was asked to be changed: [method, path, body, headers]. */
  changes = [];
  may = { save: true, review: true, publish: true };
  hasHistory = true;
  /** Answers instead, once each, to what changes something: a function of the request. */
  next = [];

  constructor() {
    this.put('refund-late', 'payments/refund-late.md', LATE, 'Begin');
    this.put('late-fee', 'payments/late-fee.md', '---\ntitle: Waive a late fee\nkind: policy\n---\nOnce a year.\n', 'Begin');
  }

  put(id, path, markdown, message = '', author = 'Ben Okafor') {
    const before = this.articles.get(id) ?? { revisions: [], flags: [], confidence: 'validated' };
    const etag = etagOf();
    const revision = { id: `${before.revisions.length + 1}`.repeat(40), author, at: '2026-01-10T14:05:00Z', message, path, markdown };
    this.articles.set(id, { ...before, id, path, markdown, etag, revisions: [revision, ...before.revisions] });
    return { id, path, url: `/a/${id}`, etag, commit: null, findings: [] };
  }

  jsonOf(article) {
    const { id, path, markdown, etag, flags, confidence } = article;
    return {
      id, title: titleOf(markdown), description: '', kind: markdown.match(/^kind: (\w+)/m)?.[1] ?? null, confidence, audience: 'internal', department: 'payments',
      products: [], tags: [], answer: markdown.match(/^answer: "(.*)"/m)?.[1] ?? '', last_reviewed: '2026-01-10', overdue: false, updated: null, path, url: `/a/${id}`,
      owner: 'payments-kb', symptoms: [], empathy: '', promise: null, exceptions: [], handoff: null, review_every: null, publishDate: null, expiryDate: null,
      language: 'en', aliases: [], pin: [], headings: [], html: htmlOf(markdown, 'full'),
      version_etag: etag, flags, may: this.may, has_draft: this.drafts.has(id), review_due: '2026-01-10',
    };
  }

  checked({ markdown, id = null }) {
    const lines = markdown.split('\n');
    const findings = lines.flatMap((line, i) => (line.includes('[!CUSTMER]')
      ? [{ file: 'x.md', line: i + 1, rule: 'marks', severity: 'warning', message: 'this [!CUSTMER] is no word known here', hint: 'write [!CUSTOMER]' }] : []));
    const queries = [...markdown.matchAll(/^ {2}- "?(.*?)"?$/gm)].map(([, text]) => (
      { text, pin: false, rank: text.includes('refund') ? 1 : null, first: text.includes('refund'), above: text.includes('refund') ? [] : [{ id: 'late-fee', title: 'Waive a late fee' }] }));
    const hat = (name) => ({ title: titleOf(markdown), answer: markdown.match(/^answer: "(.*)"/m)?.[1] ?? '', html: htmlOf(markdown, name) });
    return {
      article: { id: id ?? 'new', title: titleOf(markdown) }, findings, queries,
      duplicates: markdown.includes('Once a year.') && id !== 'late-fee' ? [{ id: 'late-fee', title: 'Waive a late fee', share: 0.83 }] : [],
      preview: { full: hat('full'), customer: /^audience: customer|\[!(CUSTOMER|SAY)\]/m.test(markdown) ? hat('customer') : null },
    };
  }

  save(id, request, url) {
    const { 'if-match': match, 'if-none-match': none } = request.headers();
    const article = this.articles.get(id);
    if (none === '*' && article) return problem(409, 'id-taken', 'There is an article of that id already.');
    if (match && !ETAG.test(match)) return problem(400, 'bad', 'If-Match holds no version of the Markdown.');
    if (!match && !none) return problem(428, 'condition', 'Say what it replaces.');
    if (match && article?.etag !== match) return problem(412, 'changed', 'The article has been changed.', { current: article ? { etag: article.etag, markdown: article.markdown } : null });
    const saved = this.put(id, article?.path ?? url.searchParams.get('path') ?? `${id}.md`, request.postData(), url.searchParams.get('message') ?? '', 'Olga Berg');
    return json({ ...saved, findings: this.checked({ markdown: request.postData(), id }).findings }, { status: article ? 200 : 201, headers: { ETag: saved.etag } });
  }

  /** What `request` gets, or null where the server behind is asked. */
  answer(request) {
    const url = new URL(request.url());
    const method = request.method();
    const path = url.pathname.replace('/api/v1', '');
    const isChange = method !== 'GET' && path !== '/check' && !path.endsWith('/merge');
    if (isChange && /^\/(articles|files|notices)/.test(path)) {
      this.changes.push([method, path, request.postData(), request.headers()]);
      const instead = this.next.shift();
      if (instead) return instead(request);
    }
    if (path === '/check') return json(this.checked(request.postDataJSON()));
    if (path === '/templates') return json({ templates: ['procedure', 'policy', 'tip', 'script', 'faq', 'reference'].map((kind) => ({ kind, name: kind, markdown: `---\ntitle: ""\nkind: ${kind}\ntest_queries:\n  - ""\n---\n## Issue\n\n` })) });
    if (path === '/drafts') return json({ drafts: [...this.drafts].map(([id, { markdown, author }]) => ({ id, title: titleOf(markdown), author, updated: '2026-01-10T14:05:00Z', base_etag: null, live: this.articles.has(id) })) });
    if (path.startsWith('/notices')) return this.answerNotices(method, path, request);
    if (path.startsWith('/files/')) {
      if (this.files.has(path)) return problem(412, 'changed', 'There is a file already.');
      this.files.set(path, request.postDataBuffer());
      return json({ path: decodeURIComponent(path.slice('/files/'.length)), etag: etagOf() }, { status: 201 });
    }
    if (path === '/articles' && url.searchParams.has('standing')) {
      const listed = [...this.articles.values()].filter((one) => url.searchParams.get('standing') !== 'flagged' || one.flags.length > 0);
      return json({ articles: listed.map((one) => this.jsonOf(one)), total: listed.length, next: null });
    }
    const [, id, rest = ''] = path.match(/^\/articles\/([^/]+)(\/.*)?$/) ?? [];
    if (!id || rest === '/similar') return null;
    return this.answerArticle(decodeURIComponent(id), rest, method, request, url);
  }

  answerArticle(id, rest, method, request, url) {
    const article = this.articles.get(id);
    if (rest === '/draft') return this.answerDraft(id, method, request);
    if (method === 'PUT') return this.save(id, request, url);
    if (!article) return id === 'unknown' || method !== 'GET' ? problem(404, 'not-found', 'There is no such article.') : null;
    if (method === 'DELETE') {
      this.articles.delete(id);
      return { status: 204, body: '' };
    }
    if (method === 'GET' && rest === '') return request.headers().accept === 'text/markdown' ? markdownOf(article) : json(this.jsonOf(article));
    return this.answerWay(article, rest, request, url);
  }

  answerWay(article, rest, request, url) {
    const revisionOf = (wanted) => article.revisions.find((one) => one.id === wanted);
    const [, wanted, part] = rest.match(/^\/versions\/([^/]+)(\/difference)?$/) ?? [];
    if (wanted && part) {
      const [from, to] = [revisionOf(wanted), url.searchParams.has('to') ? revisionOf(url.searchParams.get('to')) : article];
      const [a, b] = [from.markdown.split('\n'), to.markdown.split('\n')];
      const line = (kind, text, i) => ({ kind, text, old_line: kind === 'added' ? null : i + 1, new_line: kind === 'removed' ? null : i + 1 });
      return json({ from: wanted, to: to.id, hunks: from.markdown === to.markdown ? [] : [a.flatMap((text, i) => (text === b[i] ? [line('same', text, i)] : [line('removed', text, i), line('added', b[i] ?? '', i)]))] });
    }
    if (wanted) return markdownOf({ ...revisionOf(wanted), etag: '"then"' });
    switch (rest) {
      case '/history': return json({ history: this.hasHistory, revisions: this.hasHistory ? article.revisions.map(({ markdown: _, ...revision }) => revision) : [], next: null, cut: false });
      case '/merge': {
        const { base, yours } = request.postDataJSON();
        return json({ ...merge(base, yours, article.markdown), etag: article.etag });
      }
      case '/revert': return json(this.put(article.id, article.path, revisionOf(request.postDataJSON().revision).markdown, 'Go back'));
      case '/move': return json(this.put(article.id, request.postDataJSON().path, article.markdown, 'Move'));
      case '/flag': article.flags = [...article.flags, { by: 'Olga Berg', at: '2026-01-10T14:05:00Z', reason: request.postDataJSON().reason }]; break;
      case '/unflag': article.flags = []; break;
      case '/archive': article.confidence = 'archived'; break;
      case '/restore': article.confidence = 'not-validated'; break;
      default: break;
    }
    return json({ id: article.id, path: article.path, url: `/a/${article.id}`, etag: article.etag, commit: null, findings: [] });
  }

  answerDraft(id, method, request) {
    const draft = this.drafts.get(id);
    if (method === 'PUT') {
      this.drafts.set(id, { markdown: request.postData(), etag: etagOf(), author: 'olga' });
      return json({ id }, { status: draft ? 200 : 201 });
    }
    if (!draft) return problem(404, 'not-found', 'There is no draft.');
    if (method === 'DELETE') this.drafts.delete(id);
    return method === 'DELETE' ? { status: 204, body: '' } : markdownOf(draft);
  }

  answerNotices(method, path, request) {
    const [, id, way] = path.match(/^\/notices(?:\/([^/]+))?(\/publish)?$/);
    const notice = this.notices.find((one) => one.id === id);
    if (method === 'POST' && !id) {
      const made = { id: `n${this.notices.length + 1}`, audience: 'internal', queries: [], starts: null, expires: null, state: 'draft', author: 'olga', ...request.postDataJSON() };
      this.notices.push(made);
      return json(made, { status: 201 });
    }
    if (way) notice.state = 'published';
    else if (method === 'DELETE') notice.state = 'ended';
    else if (method === 'PATCH') Object.assign(notice, request.postDataJSON());
    if (method === 'DELETE') return { status: 204, body: '' };
    return json(notice ?? { notices: this.notices });
  }

  /** Answers in place of the server for everything that the page asks of it. */
  async serve(page) {
    await page.route('**/api/v1/**', (route) => {
      const answer = this.answer(route.request());
      return answer ? route.fulfill(answer) : route.fallback();
    });
  }
}
