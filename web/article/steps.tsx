// SPDX-License-Identifier: GPL-3.0-or-later
// The steps of the article one at a time, large: what is done, what is on, and what comes next.
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Article } from '../api/types';
import { isTyping, pushMode } from '../keys';
import { directionOf, t } from '../messages/messages';
import { announce } from '../shell/announcer';
import { isPlain } from '../state/links';
import { readAddress } from '../state/address';
import { furnish } from './body';
import { branchOff, isUnderWay, keepPlace, lastBranch, placeIn, setStepping, stepping } from './places';
import { goBackToStep, startSteps, stopSteps } from './stepping';
import type { Steps } from './steps_of';

/** A step's own text. The indexer's markup, as in the body. */
function Content({ of }: { of: Element[] }) {
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    place.current!.replaceChildren(...of.map((element) => element.cloneNode(true)));
    furnish(place.current!);
  }, [of]);
  return <div ref={place} class="article-body step-text" />;
}

const NEXT_DIGIT_MS = 1000; // 1 and then 2 is step 12, where there are that many

/** The number that the digits typed stand for. */
function digits() {
  let typed = '';
  let at = -Infinity;
  return (event: KeyboardEvent, most: number): number => {
    const both = event.timeStamp - at < NEXT_DIGIT_MS ? typed + event.key : event.key;
    typed = Number(both) <= most ? both : event.key;
    at = event.timeStamp;
    return Number(typed);
  };
}

/** Where they are in the steps, and the ways from there. */
function wayIn({ id, title }: Article, lists: Steps[]) {
  const place = placeIn(id);
  const list = Math.min(place?.list ?? 0, lists.length - 1);
  const { steps } = lists[list]!;
  const step = Math.min(place?.step ?? 0, steps.length - 1);
  const done = (place?.done ?? []).filter((one) => one < steps.length);
  const keep = (change: { list?: number; step?: number; done?: number[] }) =>
    keepPlace({ id, title, list, step, done, steps: lists[change.list ?? list]!.steps.length, ...change });
  return {
    lists, list, step, steps, done,
    goTo: (next: number) => keep({ step: Math.max(0, Math.min(next, steps.length - 1)) }),
    choose: (next: number) => keep({ list: next, step: 0, done: [] }),
    tick: () => {
      const all = [...new Set([...done, step])];
      keep({ done: all, step: Math.min(step + 1, steps.length - 1) });
      if (step === steps.length - 1) announce(all.length === steps.length ? t('steps.allDone') : t('steps.lastDone', { n: steps.length - all.length }));
    },
  };
}

type Way = ReturnType<typeof wayIn>;

function runKey(event: KeyboardEvent, way: Way, numberOf: ReturnType<typeof digits>): boolean {
  const isRightToLeft = getComputedStyle(document.documentElement).direction === 'rtl';
  const [forth, back] = isRightToLeft ? ['ArrowLeft', 'ArrowRight'] : ['ArrowRight', 'ArrowLeft'];
  if (/^[1-9]$/.test(event.key) || (event.key === '0' && way.steps.length > 9)) {
    way.goTo(numberOf(event, way.steps.length) - 1);
    return true;
  }
  switch (event.key) {
    case ' ': case 'Enter': case forth: way.tick(); return true;
    case 'Backspace':
      if (way.step === 0 && lastBranch.value) goBackToStep();
      else way.goTo(way.step - 1);
      return true;
    case back: way.goTo(way.step - 1); return true;
    case 'Escape': stopSteps(); return true;
    default: return false;
  }
}

/** A link presses itself, so does a button, and a wide table scrolls; in the list of results and the
 *  cards nobody means the steps. */
function hasOwnKeys({ target, key }: KeyboardEvent): boolean {
  if (isTyping(target)) return true;
  if (!(target instanceof Element)) return false;
  if (target.closest('.list, .bar') || (key !== 'Escape' && target.closest('.cards'))) return true;
  const isPressed = (key === 'Enter' || key === ' ') && target.closest('a, button') !== null;
  return isPressed || (key.startsWith('Arrow') && target.closest('.table-frame, pre') !== null);
}

/** All steps in a line, to see what is done and to jump. */
function Marks({ way: { steps, step, done, goTo } }: { way: Way }) {
  return (
    <ol class="step-marks" aria-label={t('steps.all')}>
      {steps.map((_, i) => {
        const isDone = done.includes(i);
        return (
          <li key={i} aria-current={i === step ? 'step' : undefined}>
            <button type="button" class="step-mark" data-done={isDone || undefined} aria-label={t(isDone ? 'steps.markDone' : 'steps.mark', { n: i + 1 })} onClick={() => goTo(i)}>
              {isDone ? '✓' : i + 1}
            </button>
          </li>
        );
      })}
    </ol>
  );
}

/** Where an article has steps of several kinds. */
function Lists({ lists, list, choose }: { lists: Steps[]; list: number; choose: (list: number) => void }) {
  if (lists.length < 2) return null;
  return (
    <div class="chips chips-wrapped step-lists" role="group" aria-label={t('steps.lists')}>
      {lists.map(({ heading, steps }, i) => (
        <button key={i} type="button" class="chip" aria-pressed={i === list} onClick={() => choose(i)}>{heading || t('steps.list', { n: i + 1 })}<span class="chip-count"> {steps.length}</span></button>
      ))}
    </div>
  );
}

/** `lists`: at least one. */
export function StepsView({ of: article, lists }: { of: Article; lists: Steps[] }) {
  const way = wayIn(article, lists);
  const { steps, step, list, done } = way;
  const now = useRef<HTMLDivElement>(null);
  const latest = useRef(way);
  latest.current = way;
  useLayoutEffect(() => {
    const numberOf = digits();
    return pushMode((event) => !hasOwnKeys(event) && runKey(event, latest.current, numberOf));
  }, []);
  useLayoutEffect(() => {
    now.current!.focus({ preventScroll: true });
    document.getElementById('ap-article')!.scrollTop = 0;
  }, [list, step]);
  const onLink = (event: MouseEvent) => {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[href]') : null;
    if (!link || !isPlain(event) || link.origin !== location.origin || link.target) return;
    const to = link.getAttribute('href')!.startsWith('#') ? article.id : readAddress(link).open;
    branchOff({ id: article.id, title: article.title, list, step }, to);
    if (to === article.id) setStepping(null); // to the place in the text
  };
  const place = t('steps.place', { n: step + 1, all: steps.length });
  return (
    <section class="steps" aria-label={t('steps.title')} onClick={onLink}>
      <Lists lists={lists} list={list} choose={way.choose} />
      <Marks way={way} />
      <div key={`${list} ${step}`} ref={now} class="step" tabIndex={-1} role="group" aria-labelledby="ap-step-place">
        <p class="step-place" id="ap-step-place">{place}{done.includes(step) && <span class="step-done"> ✓ {t('steps.done')}</span>}</p>
        <div lang={article.language} dir={directionOf(article.language)}><Content of={steps[step]!} /></div>
      </div>
      <p class="step-ways">
        <button type="button" class="button button-main" onClick={way.tick}>{t('steps.tick')} <kbd aria-hidden="true">{t('steps.space')}</kbd></button>
        <button type="button" class="button" disabled={step === 0} onClick={() => way.goTo(step - 1)}>{t('steps.back')} <kbd aria-hidden="true">←</kbd></button>
        <button type="button" class="button" onClick={stopSteps}>{t('steps.leave')} <kbd aria-hidden="true">Esc</kbd></button>
      </p>
      {step + 1 < steps.length && (
        <div class="step-next">
          <p class="step-place">{t('steps.next', { n: step + 2 })}</p>
          <div lang={article.language} dir={directionOf(article.language)}><Content key={`${list} ${step + 1}`} of={steps[step + 1]!} /></div>
        </div>
      )}
    </section>
  );
}

/** The way back to a step that a link has led away from. */
export function Trail({ id }: { id: string }) {
  const from = lastBranch.value;
  if (!from || from.to !== id || (from.id === id && stepping.value === id)) return null;
  return (
    <p class="trail">
      {t('steps.from', { n: from.step + 1, title: from.title })}{' '}
      <button type="button" class="button" onClick={goBackToStep}>{t('steps.return')} <kbd aria-hidden="true">r</kbd></button>
    </p>
  );
}

/** Where they were in this article, for who comes back to it. */
export function Interrupted({ id }: { id: string }) {
  const place = placeIn(id);
  if (!place || !isUnderWay(place)) return null;
  return (
    <p class="trail">
      {t('steps.were', { n: place.step + 1, all: place.steps })}{' '}
      <button type="button" class="button" onClick={startSteps}>{t('steps.goOn')} <kbd aria-hidden="true">t</kbd></button>
    </p>
  );
}
