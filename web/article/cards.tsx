// SPDX-License-Identifier: GPL-3.0-or-later
// What an agent needs while talking, above the text: what to say, to promise, to bend, to hand over.
// Customers' text has a full frame and internal text a dashed one, each with its word.
import type { ComponentChildren } from 'preact';
import type { Article, Audience, Handoff, Promise_, RuleException } from '../api/types';
import { directionOf, language, rich, t, type Key } from '../messages/messages';
import { isHand } from '../state/hand';
import { CARDS, promise, type CardName } from './card_keys';
import { ANSWER } from './copy';
import { CopyButton } from './copy_button';
import { Facts, hasFacts, type Fact } from './facts';
import { Label } from './label';

/** Words to say, which `c` copies where customers may have them. */
function Said({ of: name, audience, children }: { of: CardName; audience: Audience; children: ComponentChildren }) {
  const id = `${CARDS[name].id}-say`;
  return (
    <div class={`said said-${audience}`}>
      <Label of={audience} />
      <p class="say" id={id} data-for={audience}>{children}</p>
      {audience === 'customer' && <CopyButton what={t(CARDS[name].title)} of={id} />}
    </div>
  );
}

function Say({ id, title, audience, text, shortcut }: { id: string; title: Key; audience: Audience; text: string; shortcut?: string }) {
  return (
    <section class={`card card-${audience} card-say`} id={id} aria-labelledby={`${id}-title`}>
      <div class="card-head">
        <h2 class="card-title" id={`${id}-title`} lang={language}>{t(title)}</h2>
        <Label of={audience} />
        {audience === 'customer' && <CopyButton what={t(title)} of={`${id}-text`} {...shortcut && { shortcut }} />}
      </div>
      <p class="say" id={`${id}-text`} data-for={audience}>{text}</p>
    </section>
  );
}

/** A card that its key leads to. */
function Card({ name, children }: { name: CardName; children: ComponentChildren }) {
  const { id, key, title } = CARDS[name];
  return (
    <section class={`card card-${name}`} id={id} tabIndex={-1} aria-labelledby={`${id}-title`}>
      <div class="card-head">
        <h2 class="card-title" id={`${id}-title`} lang={language}>{t(title)}</h2>
        <kbd class="label" aria-hidden="true">{key}</kbd>
      </div>
      <div>{children}</div>
    </section>
  );
}

/** What only the house may know. */
function Inside({ of }: { of: Fact[] }) {
  if (!hasFacts(of)) return null;
  return <div class="inside" data-for="internal"><Label of="internal" /><Facts of={of} /></div>;
}

function PromiseCard({ of: { what, within, limit, authority }, audience }: { of: Promise_; audience: Audience }) {
  const parts = { what: <bdi data-part>{what}</bdi>, within: <bdi data-part>{within}</bdi> };
  return (
    <Card name="promise">
      <Said of="promise" audience={audience}>{within ? rich('promise.sentence', parts) : parts.what}</Said>
      <Inside of={[['fact.limit', limit], ['fact.authority', authority]]} />
      {isHand() && <p class="card-way"><button type="button" class="button" lang={language} aria-haspopup="dialog" onClick={promise}>{t('promise.make')} <kbd aria-hidden="true">p</kbd></button></p>}
    </Card>
  );
}

const ExceptionsCard = ({ of }: { of: RuleException[] }) => (
  <Card name="exceptions">
    <div class="inside" data-for="internal">
      <Label of="internal" />
      <ul class="exceptions">
        {of.map((one, i) => <li key={i}><Facts of={[['fact.when', one.when], ['fact.may', one.may], ['fact.who', one.who], ['fact.never', one.never]]} /></li>)}
      </ul>
    </div>
  </Card>
);

const HandoffCard = ({ of: { to, hours, collect, say }, audience }: { of: Handoff; audience: Audience }) => (
  <Card name="handoff">
    {say && <Said of="handoff" audience={audience}>{say}</Said>}
    <Inside of={[['fact.team', to], ['fact.hours', hours], ['fact.collect', collect]]} />
  </Card>
);

/** `audience`: who may hear what the article says about itself, its answer for one. */
export function Cards({ of: { answer, empathy, promise, handoff, exceptions, language: code }, audience }: { of: Article; audience: Audience }) {
  const hasActions = promise !== null || exceptions.length > 0 || handoff !== null;
  return (
    <div class="cards" lang={code} dir={directionOf(code)}>
      {empathy && <Say id="ap-say-first" title="card.say" text={empathy} audience={audience} />}
      {answer && <Say id={ANSWER} title="card.answer" text={answer} audience={audience} shortcut="c" />}
      {hasActions && (
        <div class="actions">
          {promise && <PromiseCard of={promise} audience={audience} />}
          {exceptions.length > 0 && <ExceptionsCard of={exceptions} />}
          {handoff && <HandoffCard of={handoff} audience={audience} />}
        </div>
      )}
    </div>
  );
}
