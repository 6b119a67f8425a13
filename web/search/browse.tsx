// SPDX-License-Identifier: GPL-3.0-or-later
// A folder of articles, for those who do not search.
import { t } from '../messages/messages';
import type { List } from '../state/list';
import { go } from '../state/page';
import { ArticleItem, Item } from './item';

const address = (folder: string) => (folder ? `/browse/${folder.split('/').map(encodeURIComponent).join('/')}` : '/browse');
const goTo = (folder: string) => () => go({ browse: folder, q: '' }, { push: true });

export function Browse({ listing: { folder, folders, articles } }: { listing: Extract<List, { kind: 'listing' }> }) {
  const above = folder.includes('/') ? folder.slice(0, folder.lastIndexOf('/')) : '';
  return (
    <>
      {folder !== '' && (
        <ul class="items"><Item href={address(above)} onOpen={goTo(above)}>{t('browse.up', { folder: above || t('browse.title') })}</Item></ul>
      )}
      {folders.folders.length > 0 && (
        <ul class="items folders" aria-label={t('browse.folders')}>
          {folders.folders.map(({ name, path, articles: count }) => (
            <Item key={path} href={address(path)} onOpen={goTo(path)}>
              <span class="folder-name">{name}</span> <span class="chip-count">{count}</span>
            </Item>
          ))}
        </ul>
      )}
      {articles.length === 0 && folders.folders.length === 0 && <p class="empty-list">{t('browse.empty')}</p>}
      <ul class="items" aria-label={t('search.results')}>{articles.map((article) => <ArticleItem key={article.id} article={article} />)}</ul>
    </>
  );
}
