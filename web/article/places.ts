// SPDX-License-Identifier: GPL-3.0-or-later
// Where somebody is in the steps of which article, for each call: what is ticked outlives a look at
// another article, an interruption and a reload.
import { computed } from '@preact/signals';
import { call } from '../state/call';
import { kept } from '../state/kept';
import { sharing } from '../state/sharing';

export interface Place {
  call: string;
  /** Whether it was while sharing: an article has other steps for customers, and other names. */
  shared: boolean;
  id: string;
  title: string;
  /** Which of the article's lists of steps. */
  list: number;
  /** From 0. */
  step: number;
  steps: number;
  done: number[];
}

/** A step that was left by one of its links, and the article that the link leads to; null where that
 *  is not known yet. */
interface Branch extends Pick<Place, 'call' | 'shared' | 'id' | 'title' | 'list' | 'step'> { to: string | null }

const MOST_PLACES = 40; // more than anybody opens in the calls of an hour
const MOST_BRANCHES = 20;
const MOST_STEPS = 500;

const isPlace = (value: unknown): value is Place => {
  const { call: id, shared, id: article, title, list, step, steps, done } = (value ?? {}) as Partial<Place>;
  return [id, article, title].every((text) => typeof text === 'string') && typeof shared === 'boolean' &&
    [list, step, steps].every(Number.isInteger) && Array.isArray(done) && done.every(Number.isInteger);
};
const isBranch = (value: unknown): value is Branch => {
  const { to } = (value ?? {}) as Partial<Branch>;
  return isPlace({ ...value as Branch, steps: 0, done: [] }) && (to === null || typeof to === 'string');
};
const areAll = <T>(is: (value: unknown) => value is T) => (value: unknown): value is T[] => Array.isArray(value) && value.every(is);

const places = kept<Place[]>(() => sessionStorage, 'places', [], areAll(isPlace)); // the latest first
const branches = kept<Branch[]>(() => sessionStorage, 'branches', [], areAll(isBranch)); // the latest last

interface Stepping { call: string; id: string }
const isStepping = (value: unknown): value is Stepping | null => {
  const { call: id, id: article } = (value ?? {}) as Partial<Stepping>;
  return value === null || (typeof id === 'string' && typeof article === 'string');
};
const inSteps = kept<Stepping | null>(() => sessionStorage, 'stepping', null, isStepping);

/** The article that is shown step by step; null when none is. */
export const stepping = computed(() => (inSteps.value?.call === call.value.id ? inSteps.value.id : null));

export const setStepping = (id: string | null) => { inSteps.value = id === null ? null : { call: call.value.id, id }; };

const isOfNow = (one: Pick<Place, 'call' | 'shared'>) => one.call === call.value.id && one.shared === sharing.value;
const now = () => ({ call: call.value.id, shared: sharing.value });

/** The place in that article in this call. */
export const placeIn = (id: string): Place | undefined => places.value.find((one) => isOfNow(one) && one.id === id);

/** Where somebody has worked last in this call. */
export const lastPlace = computed(() => places.value.find(isOfNow));

/** Whether there is anything to go on with. */
export const isUnderWay = ({ step, done, steps }: Place) => (step > 0 || done.length > 0) && done.length < steps;

export function keepPlace(place: Omit<Place, 'call' | 'shared'>) {
  const others = places.value.filter((one) => !(isOfNow(one) && one.id === place.id));
  const done = place.done.slice(0, MOST_STEPS);
  places.value = [{ ...place, ...now(), done }, ...others].slice(0, MOST_PLACES);
}

/** The step that was left last by a link. */
export const lastBranch = computed(() => branches.value.filter(isOfNow).at(-1));

export function branchOff(from: Pick<Place, 'id' | 'title' | 'list' | 'step'>, to: string | null) {
  branches.value = [...branches.value, { ...from, ...now(), to }].slice(-MOST_BRANCHES);
}

/** The article that the last branch has led to, once that is known. */
export function arriveByBranch(to: string) {
  const last = lastBranch.value;
  if (last?.to === null && last.id !== to) branches.value = branches.value.map((one) => (one === last ? { ...one, to } : one));
}

/** Takes the last branch off the trail. */
export function endBranch() {
  const last = lastBranch.value;
  branches.value = branches.value.filter((one) => one !== last);
}
