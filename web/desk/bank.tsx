// SPDX-License-Identifier: GPL-3.0-or-later
// Somebody's own knowledge bank: notes, stars and what they read last, searched together, taken along
// as Markdown.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { useLoaded } from '../admin/loaded';
import { Ask, Filter, fits, Panel, Trouble, type Question } from '../admin/parts';
import { askText } from '../api/client';
import type { Named, NoteFound, OwnNote } from '../api/types';
import { language, momentOf } from '../messages/messages';
import { Marked } from '../search/marked';
import { announce } from '../shell/announcer';
import { deskTask } from '../state/desk';
import { loadNotes, loadStars, notes, offer, star, stars, throwAway } from '../state/own';
import { download } from './download';
import { rich, t } from './messages';
import { ArticleLink, Frame, Told, useAttempts } from './parts';

/** The first line, where a note has no title. */
const nameOfNote = ({ title, text }: OwnNote) => title || text.split('\n', 1)[0]!.slice(0, 80);

function NotePanel({ note, onClose }: { note: OwnNote; onClose: () => void }) {
  const question = useSignal<Question | null>(null);
  const { trouble, attempt } = useAttempts();
  const remove = () => {
    question.value = {
      title: t('bank.deleteTitle'), text: t('bank.deleteText', { title: nameOfNote(note) }), button: t('bank.delete'),
      run: async () => { if (await attempt(() => throwAway(note), t('bank.deleted'))) onClose(); },
    };
  };
  return (
    <Panel title={<bdi>{nameOfNote(note)}</bdi>} onClose={onClose}>
      <p class="label-mine">{t('note.mine')}</p>
      <p class="own-note-text"><bdi>{note.text}</bdi></p>
      {note.article && <p><ArticleLink of={note.article} /></p>}
      <p class="admin-since">{momentOf(note.changed)}</p>
      <Told trouble={trouble} />
      <div class="form-end">
        <button type="button" class="button button-main" onClick={() => { deskTask.value = { name: 'note', article: note.article, note }; }}>{t('bank.change')}</button>
        {!note.offered && <button type="button" class="button" onClick={() => void attempt(() => offer(note), t('bank.offered'))}>{t('bank.offer')}</button>}
        <button type="button" class="button button-danger" onClick={remove}>{t('bank.delete')}</button>
      </div>
      {note.offered && <p class="admin-about">{rich('bank.offeredAt', { at: momentOf(note.offered.at) })}</p>}
      {question.value && <Ask question={question.value} onClose={() => { question.value = null; }} />}
    </Panel>
  );
}

/** The notes that hold the words, as the server's search understands words; null while none are typed. */
function useFound(words: string) {
  const found = useLoaded<{ notes: NoteFound[]; stars: string[] }>(`/api/v1/me/search?${new URLSearchParams({ q: words || ' ', lang: language })}`, { quiet: true });
  return words.trim() ? found.value.value : null;
}

function Stars({ all }: { all: readonly Named[] }) {
  const { trouble, attempt } = useAttempts();
  if (all.length === 0) return <p class="admin-none">{t('bank.noStars')}</p>;
  return (
    <>
      <Told trouble={trouble} />
      <ul class="desk-items">
        {all.map((one) => (
          <li key={one.id}>
            <ArticleLink of={one} />
            <button type="button" class="button" aria-label={t('bank.unstarOf', { title: one.title })} onClick={() => void attempt(() => star(one, false), t('star.undone'))}>{t('bank.unstar')}</button>
          </li>
        ))}
      </ul>
    </>
  );
}

export function Bank({ open: asked }: { open: string }) {
  const words = useSignal('');
  const open = useSignal<number | null>(Number(asked) || null);
  const recent = useLoaded<{ recent: Named[] }>('/api/v1/me/recent', { quiet: true });
  const found = useFound(words.value);
  const { trouble, attempt } = useAttempts();
  useEffect(() => { void Promise.all([loadNotes(), loadStars()]); }, []); // what another tab has written

  const snippets = new Map(found?.notes.map((note) => [note.id, note.snippet]));
  const notesHere = notes.value.filter((note) => words.value.trim() === '' || snippets.has(note.id) || fits(words.value, [note.title, note.text, note.article?.title ?? '']));
  const starsHere = stars.value.filter((one) => words.value.trim() === '' || found?.stars.includes(one.id) || fits(words.value, [one.title]));
  const recentHere = (recent.value.value?.recent ?? []).filter((one) => fits(words.value, [one.title]));
  const shown = notes.value.find(({ id }) => id === open.value);
  const takeAlong = () => attempt(async () => {
    const { text } = await askText('text/markdown')('/api/v1/me/export');
    download(text, 'text/markdown', 'aplomb-notes.md');
    announce(t('bank.exported'));
  });
  return (
    <Frame
      part="bank"
      ways={(
        <>
          <Filter text={words} label={t('bank.search')} />
          <button type="button" class="button button-main" onClick={() => { deskTask.value = { name: 'note', article: null, note: null }; }}>{t('bank.write')} <kbd aria-hidden="true">n</kbd></button>
          <button type="button" class="button" onClick={() => void takeAlong()}>{t('bank.export')}</button>
        </>
      )}
      open={shown && <NotePanel key={shown.id} note={shown} onClose={() => { open.value = null; }} />}
    >
      <Told trouble={trouble} />
      <section class="desk-part" aria-labelledby="ap-bank-notes">
        <h2 id="ap-bank-notes">{t('bank.notes')}</h2>
        {notesHere.length === 0 && <p class="admin-none">{t('bank.noNotes')}</p>}
        <ul class="desk-notes admin-table">
          {notesHere.map((note) => (
            <li key={note.id} data-current={note.id === open.value || undefined}>
              <button type="button" class="row-open" onClick={() => { open.value = note.id; }}><bdi>{nameOfNote(note)}</bdi></button>
              {note.article && <span class="desk-about"><bdi>{note.article.title}</bdi></span>}
              {note.offered && <span class="badge">{t('bank.isOffered')}</span>}
              {snippets.has(note.id) && <span class="desk-snippet"><Marked pieces={snippets.get(note.id)!} /></span>}
            </li>
          ))}
        </ul>
      </section>
      <section class="desk-part" aria-labelledby="ap-bank-stars">
        <h2 id="ap-bank-stars">{t('bank.stars')}</h2>
        <Stars all={starsHere} />
      </section>
      <Trouble of={recent} />
      {recentHere.length > 0 && (
        <section class="desk-part" aria-labelledby="ap-bank-recent">
          <h2 id="ap-bank-recent">{t('bank.recent')}</h2>
          <ul class="desk-items">{recentHere.map((one) => <li key={one.id}><ArticleLink of={one} /></li>)}</ul>
        </section>
      )}
    </Frame>
  );
}
