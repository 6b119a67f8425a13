// SPDX-License-Identifier: GPL-3.0-or-later
// Articles about the same, at the end of this one.
import { useEffect, useState } from 'preact/hooks';
import { Line } from '../api/line';
import { problemOf } from '../api/problem';
import type { Summary } from '../api/types';
import { addCommands } from '../keys';
import { t } from '../messages/messages';
import { ArticleItem } from '../search/item';
import { announce } from '../shell/announcer';
import { asSeen } from '../state/sharing';
import { isReading } from './reading';

const MOST = 5;
const ID = 'ap-similar';

async function look(line: Line, id: string): Promise<Summary[]> {
  try {
    const path = `/api/v1/articles/${encodeURIComponent(id)}/similar?limit=${MOST}`;
    return (await line.ask<{ articles: Summary[] }>(asSeen(path)))?.articles ?? [];
  } catch (error) {
    problemOf(error);
    return []; // the article is of use without
  }
}

export function Similar({ id }: { id: string }) {
  const [articles, setArticles] = useState<Summary[]>([]);
  useEffect(() => {
    const line = new Line({ quiet: true });
    void look(line, id).then(setArticles);
    return () => line.drop();
  }, [id]);
  if (articles.length === 0) return null;
  return (
    <section class="similar" id={ID} aria-labelledby={`${ID}-title`}>
      <h2 id={`${ID}-title`}>{t('similar.title')} <kbd class="label" aria-hidden="true">m</kbd></h2>
      <ul class="items">{articles.map((article) => <ArticleItem key={article.id} article={article} />)}</ul>
    </section>
  );
}

function goToSimilar() {
  const first = document.querySelector<HTMLElement>(`#${ID} .item`);
  if (!first) announce(t('similar.none'));
  else first.focus();
}

addCommands({ key: 'm', label: 'keys.similar', group: 'article', when: isReading, run: goToSimilar });
