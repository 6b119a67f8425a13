// SPDX-License-Identifier: GPL-3.0-or-later
// What those who write articles, and those who find something wrong with one, may do here. How it is
// done comes with a bundle of its own (edit/).
import { signal } from '@preact/signals';
import type { Article } from '../api/types';
import { isPanel, type Work } from './address';
import { go } from './page';
import { sharing } from './sharing';
import { session } from './who';

/** Something that is done about an article without going elsewhere. */
export interface Task { name: 'reviewed' | 'flag' | 'unflag' | 'more'; article: Article }

/** What is being done; null when it is over. */
export const task = signal<Task | null>(null);

const isHere = () => !isPanel && !sharing.value;

/** Whether who is here writes articles at all. */
export const isWriter = () => isHere() && (session.value?.role === 'editor' || session.value?.role === 'admin');

/** Whether they look after what is written: the lists and the notices are theirs. */
export const isKeeper = () => isWriter() || (isHere() && session.value?.role === 'lead');

/** The server says what may be done with an article; one of before says nothing. */
export const mayEdit = ({ may }: Article) => may !== undefined && isWriter();
export const mayReview = ({ may }: Article) => isHere() && may?.review === true;
export const mayFlag = ({ flags, may }: Article) => isHere() && flags !== undefined && may !== undefined && may.flag !== false;

export const work = (view: Work['view'], of = '', more = '') => go({ work: { view, of, more } }, { push: true });
