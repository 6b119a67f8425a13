// SPDX-License-Identifier: GPL-3.0-or-later
import { useSignal } from '@preact/signals';
import { problemOf, wordsOf } from '../api/problem';
import { nameOf, t } from '../messages/messages';
import { announce } from '../shell/announcer';
import { useLoaded } from './loaded';
import { NewTokenPanel } from './new_token';
import { Ask, Filter, fits, Head, Moment, Trouble, type Question } from './parts';
import { change } from '../state/change';
import { Table, type Row } from './table';
import type { Token } from './types';

type Standing = 'active' | 'expired' | 'revoked';

const standingOf = ({ revoked, expires }: Token): Standing => {
  if (revoked) return 'revoked';
  return expires && Date.parse(expires) <= Date.now() ? 'expired' : 'active';
};

const textsOf = (token: Token) => [token.name, nameOf('role', token.role), token.created_by, nameOf('token', standingOf(token))];

export function Tokens() {
  const tokens = useLoaded<{ tokens: Token[] }>('/api/v1/tokens');
  const filter = useSignal('');
  const isNew = useSignal(false);
  const question = useSignal<Question | null>(null);
  const fault = useSignal('');
  const all = tokens.value.value?.tokens ?? [];
  const shown = all.filter((token) => fits(filter.value, textsOf(token)));

  const revoke = ({ id, name }: Token) => async () => {
    fault.value = '';
    try {
      await change('DELETE', `/api/v1/tokens/${id}`);
      announce(t('tokens.revoked', { name }));
    } catch (error) {
      fault.value = wordsOf(problemOf(error));
    }
    await tokens.load();
    queueMicrotask(() => { // the button that had the focus is not there any more
      if (document.activeElement === document.body) document.getElementById('ap-admin')?.focus();
    });
  };
  const askToRevoke = (token: Token) => {
    const { name } = token;
    question.value = { title: t('tokens.revoke.title', { name }), text: t('tokens.revoke.text'), button: t('tokens.revoke'), run: revoke(token) };
  };
  const rowOf = (token: Token): Row => {
    const standing = standingOf(token);
    return {
      key: token.id,
      faded: standing !== 'active',
      cells: [
        <bdi>{token.name}</bdi>, nameOf('role', token.role),
        <><Moment at={token.created} /> <bdi class="admin-by">{token.created_by}</bdi></>,
        token.last_used ? <Moment at={token.last_used} /> : t('tokens.never'),
        token.expires ? <Moment at={token.expires} /> : t('tokens.endless'),
        <span class="badge" data-good={standing === 'active' || undefined}>{nameOf('token', standing)}</span>,
        standing === 'active' ? <button type="button" class="button row-open" onClick={() => askToRevoke(token)}>{t('tokens.revoke')}<span class="hidden"> {token.name}</span></button> : '',
      ],
    };
  };
  return (
    <div class="admin-split" data-open={isNew.value || undefined}>
      <div class="admin-list">
        <Head title="admin.tokens">
          <Filter text={filter} label={t('tokens.filter')} />
          <button type="button" class="button button-main" onClick={() => { isNew.value = true; }}>{t('tokens.add')}</button>
        </Head>
        <p class="admin-about">{t('tokens.about')}</p>
        <Trouble of={tokens} />
        <p class="fault" role="alert">{fault}</p>
        <p class="admin-count" role="status">{tokens.value.value && t('tokens.count', { n: shown.length })}</p>
        {tokens.value.value && (
          <Table
            caption={t('admin.tokens')} empty={t(all.length === 0 ? 'tokens.none' : 'admin.nothingFits')} rows={shown.map(rowOf)}
            heads={[t('field.name'), t('account.role'), t('tokens.made'), t('tokens.lastUsed'), t('tokens.expires'), t('people.state'), t('admin.doing')]}
          />
        )}
      </div>
      {isNew.value && <NewTokenPanel onClose={() => { isNew.value = false; }} onMade={() => void tokens.load()} />}
      {question.value && <Ask question={question.value} onClose={() => { question.value = null; }} />}
    </div>
  );
}
