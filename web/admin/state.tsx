// SPDX-License-Identifier: GPL-3.0-or-later
// The server at one look, kept up to date while somebody looks.
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Confidence } from '../api/types';
import { bytesOf, nameOf, numberOf, sentence, t, type Key } from '../messages/messages';
import { useLoaded } from './loaded';
import { Head, Moment, Trouble } from './parts';
import type { Status } from './types';

const EVERY_MS = 5000;

type Fact = [Key, ComponentChildren];

const Card = ({ title, facts, children }: { title: Key; facts: Fact[]; children?: ComponentChildren }) => (
  <section class="card">
    <h2 class="card-title">{t(title)}</h2>
    {children}
    <dl class="facts">{facts.map(([name, value]) => <div key={name}><dt>{t(name)}</dt><dd>{value}</dd></div>)}</dl>
  </section>
);

function meaningOf(meaning: NonNullable<Status['index']>['meaning']) {
  if (meaning === null) return t('state.meaning.none');
  return typeof meaning === 'string' ? <bdi>{meaning}</bdi> : t('state.meaning.off', { why: meaning.off });
}

function IndexCard({ index, index_problem: problem }: Status) {
  if (!index)
    return <Card title="state.index" facts={[]}><p class="warning">{sentence(problem?.detail ?? '')} {sentence(problem?.hint ?? '')}</p></Card>;
  return (
    <Card title="state.index" facts={[
      ['state.articles', numberOf(index.articles)], ['state.customerArticles', numberOf(index.customer_articles)], ['state.passages', numberOf(index.passages)],
      ['state.bytes', bytesOf(index.bytes)], ['state.committed', index.committed ? <Moment at={index.committed} /> : '–'],
      ['state.generation', `${numberOf(index.generation)} / ${numberOf(index.revision)}`], ['state.meaning', meaningOf(index.meaning)],
    ]} />
  );
}

const CONFIDENCES: readonly Confidence[] = ['validated', 'not-validated', 'wip', 'archived'];

function ArticlesCard({ articles }: Status) {
  if (!articles) return null;
  const { by_confidence: counts, overdue } = articles;
  const most = Math.max(1, ...Object.values(counts));
  return (
    <section class="card">
      <h2 class="card-title">{t('state.standing')}</h2>
      <dl class="facts bars">
        {CONFIDENCES.map((one) => (
          <div key={one}><dt>{nameOf('confidence', one)}</dt><dd><span class="bar-count">{numberOf(counts[one])}</span><meter class="bar-drawn" aria-hidden="true" max={most} value={counts[one]} /></dd></div>
        ))}
        <div data-warn={overdue > 0 || undefined}><dt>{t('state.overdue')}</dt><dd><span class="bar-count">{numberOf(overdue)}</span></dd></div>
      </dl>
    </section>
  );
}

function Cards({ status }: { status: Status }) {
  const { version, started, now, listening, desk, connections, waiting } = status;
  return (
    <div class="cards admin-cards">
      <Card title="state.server" facts={[
        ['state.version', <bdi>{version}</bdi>], ['state.started', <Moment at={started} />], ['state.now', <Moment at={now} />],
        ['state.listening', <>{listening.map((address) => <code key={address} class="admin-value"><bdi>{address}</bdi></code>)}</>],
      ]} />
      <IndexCard {...status} />
      <ArticlesCard {...status} />
      <Card title="state.desk" facts={[
        ['state.people', numberOf(desk.people)], ['state.sessions', numberOf(desk.sessions)], ['state.tokens', numberOf(desk.tokens)], ['state.bytes', bytesOf(desk.bytes)],
      ]} />
      <Card title="state.connections" facts={[
        ['state.open', numberOf(connections.open)], ['state.idle', numberOf(connections.idle)],
        ['state.waitingRead', numberOf(waiting.read)], ['state.waitingWrite', numberOf(waiting.write)],
      ]} />
    </div>
  );
}

export function State() {
  const status = useLoaded<Status>('/api/v1/status', { quiet: true });
  useEffect(() => {
    const look = () => { if (!document.hidden) void status.load(); };
    const timer = setInterval(look, EVERY_MS);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, []);
  return (
    <>
      <Head title="admin.index" />
      <p class="admin-about">{t('state.about')}</p>
      <Trouble of={status} />
      {status.value.value && <Cards status={status.value.value} />}
    </>
  );
}
