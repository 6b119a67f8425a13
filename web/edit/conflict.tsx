// SPDX-License-Identifier: GPL-3.0-or-later
// Somebody else has saved the article while it was written here: what they changed, and the way on.
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { EditorView } from '@codemirror/view';
import { placesIn, settle, WAYS, WORDS } from './conflict_marks';
import { Difference } from './difference';
import { compare } from './lines';
import { t } from './messages';
import type { Writing } from './writing';

function Gone({ of: writing }: { of: Writing }) {
  return (
    <>
      <p>{t('conflict.gone')}</p>
      <div class="form-end"><button type="button" class="button button-main" onClick={() => void writing.saveAnew()}>{t('conflict.anew')}</button></div>
    </>
  );
}

function Changed({ of: writing, before, after, conflicts }: { of: Writing; before: string; after: string; conflicts: number }) {
  const show = async () => {
    await writing.takeMerged();
    if (!writing.conflict.value) writing.field!.goToLine(placesIn(writing.text.value)[0]?.from ?? 1);
  };
  return (
    <>
      <p>{conflicts === 0 ? t('conflict.clean') : t('conflict.places', { n: conflicts })}</p>
      <div class="form-end">
        {conflicts === 0
          ? <button type="button" class="button button-main" onClick={() => void writing.save()}>{t('conflict.merge')} <kbd aria-hidden="true">{t('key.save')}</kbd></button>
          : <button type="button" class="button button-main" onClick={() => void show()}>{t('conflict.show')}</button>}
      </div>
      <details class="conflict-theirs" open>
        <summary>{t('conflict.theirsTitle')}</summary>
        <Difference of={compare(before, after)} label={t('conflict.theirsTitle')} />
      </details>
    </>
  );
}

/** What stands between this text and the article: asked for by saving. */
export function ConflictPanel({ of: writing }: { of: Writing }) {
  const head = useRef<HTMLHeadingElement>(null);
  const conflict = writing.conflict.value;
  useLayoutEffect(() => { if (conflict) head.current?.focus(); }, [conflict]);
  if (!conflict) return null;
  return (
    <section class="conflict" aria-labelledby="ap-conflict">
      <h2 ref={head} id="ap-conflict" tabIndex={-1}>{t(conflict.kind === 'gone' ? 'conflict.goneTitle' : 'conflict.title')}</h2>
      {conflict.kind === 'gone' ? <Gone of={writing} />
        : <Changed of={writing} before={writing.base.value.text} after={conflict.theirs.text} conflicts={conflict.merged.conflicts} />}
    </section>
  );
}

/** The places that are still open, for the keyboard; the same buttons stand in the text. */
export function OpenPlaces({ of: writing, view }: { of: Writing; view: () => EditorView | null }) {
  const places = placesIn(writing.text.value);
  if (places.length === 0) return null;
  return (
    <section class="conflict" aria-labelledby="ap-places">
      <div role="status"><h2 id="ap-places">{t('conflict.left', { n: places.length })}</h2></div>
      <ul class="places">
        {places.map((place, i) => (
          <li key={i}>
            <button type="button" class="row-open" onClick={() => writing.field?.goToLine(place.from)}>{t('finding.line', { n: place.from })}</button>{' '}
            {WAYS.map((way) => (
              <button key={way} type="button" class="button" aria-label={t('conflict.wayAt', { way: t(WORDS[way]), line: place.from })} onClick={() => settle(view()!, place, way)}>{t(WORDS[way])}</button>
            ))}
          </li>
        ))}
      </ul>
    </section>
  );
}
