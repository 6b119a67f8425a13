// SPDX-License-Identifier: GPL-3.0-or-later
// What an agent needs while talking, above the text: what to say, to promise, to bend, to hand over.
import type { ComponentChildren } from 'preact';
import type { Article, Handoff, Promise_, RuleException } from '../api/types';
import { language, t, type Key } from '../messages/messages';
import { Facts } from './facts';

function Card({ look, title, children }: { look: string; title: Key; children: ComponentChildren }) {
  return (
    <section class={`card card-${look}`} aria-labelledby={`ap-card-${title}`}>
      <h2 class="card-title" id={`ap-card-${title}`} lang={language}>{t(title)}</h2>
      {children}
    </section>
  );
}

const Say = ({ title, text }: { title: Key; text: string }) => <Card look="say" title={title}><p class="say">{text}</p></Card>;

const PromiseCard = ({ of }: { of: Promise_ }) => (
  <Card look="promise" title="card.promise">
    <Facts of={[['fact.what', of.what], ['fact.within', of.within], ['fact.limit', of.limit], ['fact.authority', of.authority]]} />
  </Card>
);

const HandoffCard = ({ of }: { of: Handoff }) => (
  <Card look="handoff" title="card.handoff">
    <Facts of={[['fact.team', of.to], ['fact.hours', of.hours], ['fact.collect', of.collect]]} />
    {of.say && <p class="say">{of.say}</p>}
  </Card>
);

const ExceptionsCard = ({ of }: { of: RuleException[] }) => (
  <Card look="exceptions" title="card.exceptions">
    <ul class="exceptions">
      {of.map((one, i) => <li key={i}><Facts of={[['fact.when', one.when], ['fact.may', one.may], ['fact.who', one.who], ['fact.never', one.never]]} /></li>)}
    </ul>
  </Card>
);

export function Cards({ of: { answer, empathy, promise, handoff, exceptions, language: code } }: { of: Article }) {
  if (!answer && !empathy && !promise && !handoff && exceptions.length === 0) return null;
  return (
    <div class="cards" lang={code}>
      {empathy && <Say title="card.say" text={empathy} />}
      {answer && <Say title="card.answer" text={answer} />}
      {promise && <PromiseCard of={promise} />}
      {handoff && <HandoffCard of={handoff} />}
      {exceptions.length > 0 && <ExceptionsCard of={exceptions} />}
    </div>
  );
}
