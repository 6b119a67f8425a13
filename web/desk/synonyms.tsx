// SPDX-License-Identifier: GPL-3.0-or-later
// Words of callers for which articles have others: proposals for the house's synonyms.
import { useLoaded } from '../admin/loaded';
import { Trouble } from '../admin/parts';
import { Table, type Row } from '../admin/table';
import { toClipboard } from '../article/clipboard';
import { announce } from '../shell/announcer';
import { change } from '../state/change';
import { t } from './messages';
import { Frame, Told, useAttempts } from './parts';
import type { SynonymProposal } from './types';

const PATH = '/api/v1/proposals/synonyms';

/** As it stands under one_way in synonyms.yaml: what callers say is rarely right the other way round. */
const lineOf = ({ word, with: other }: SynonymProposal) => `  - {from: [${JSON.stringify(word)}], to: [${JSON.stringify(other)}]}`;

export function Synonyms() {
  const loaded = useLoaded<{ proposals: SynonymProposal[] }>(PATH);
  const { trouble, attempt } = useAttempts();
  const copy = async (one: SynonymProposal) => announce(t(await toClipboard(lineOf(one)) ? 'words.copied' : 'copy.noClipboard'));
  const remove = (one: SynonymProposal) => attempt(async () => {
    await change('DELETE', `${PATH}/${one.id}`);
    await loaded.load();
  }, t('synonyms.removed'));
  const rowOf = (one: SynonymProposal): Row => {
    const pair = t('synonyms.pair', { word: one.word, with: one.with });
    return {
      key: one.id,
      cells: [
        <bdi>{pair}</bdi>, String(one.people), String(one.uses),
        <span class="desk-links">{one.articles.map((id) => <a key={id} href={`/a/${encodeURIComponent(id)}`}><bdi>{id}</bdi></a>)}</span>,
        <span class="desk-ways">
          <button type="button" class="button" aria-label={t('synonyms.copyOf', { pair })} onClick={() => void copy(one)}>{t('synonyms.copy')}</button>{' '}
          <button type="button" class="button" aria-label={t('synonyms.removeOf', { pair })} onClick={() => void remove(one)}>{t('synonyms.remove')}</button>
        </span>,
      ],
    };
  };
  return (
    <Frame part="synonyms">
      <Trouble of={loaded} />
      <Told trouble={trouble} />
      {loaded.value.value && (
        <Table
          caption={t('desk.synonyms')} empty={t('synonyms.none')} rows={loaded.value.value.proposals.map(rowOf)}
          heads={[t('synonyms.words'), t('fact.people'), t('synonyms.uses'), t('synonyms.articles'), t('desk.do')]}
        />
      )}
    </Frame>
  );
}
