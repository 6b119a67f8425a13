// SPDX-License-Identifier: GPL-3.0-or-later
// What everybody on the phone must know now: above the hits that it is about, and at the start.
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Line } from '../api/line';
import { problemOf } from '../api/problem';
import type { NoticeShown } from '../api/types';
import { shortMomentOf, t } from '../messages/messages';
import { overview } from '../state/overview';
import { asSeen } from '../state/sharing';

export function Notices({ of }: { of: NoticeShown[] }) {
  if (of.length === 0) return null;
  return (
    <section class="notices" aria-label={t('notice.label')}>
      {of.map(({ id, title, text, expires }) => (
        <article key={id} class="notice">
          <h2 class="notice-title"><bdi>{title}</bdi></h2>
          <p class="notice-text"><bdi>{text}</bdi></p>
          {expires && <p class="notice-until">{t('notice.until', { at: shortMomentOf(expires) })}</p>}
        </article>
      ))}
    </section>
  );
}

const current = signal<NoticeShown[]>([]);
const line = new Line({ quiet: true });

async function look() {
  try {
    const answer = await line.ask<{ notices: NoticeShown[] }>(asSeen('/api/v1/notices'));
    if (answer) current.value = answer.notices ?? [];
  } catch (error) {
    problemOf(error); // the page is of use without
    current.value = [];
  }
}

/** All that hold now, of those that are for whoever looks. */
export function CurrentNotices() {
  useEffect(() => {
    if (overview.value?.notices) void look();
    else current.value = [];
  }, [overview.value]);
  return <Notices of={current.value} />;
}
