// SPDX-License-Identifier: GPL-3.0-or-later
// What becomes of the text: as agents see it, and as customers see it.
import { useLayoutEffect, useRef } from 'preact/hooks';
import { showMarkup } from '../article/body';
import { Label } from '../article/label';
import type { Audience } from '../api/types';
import { t } from './messages';
import type { Hat } from './types';
import type { Writing } from './writing';

function Markup({ html }: { html: string }) {
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => showMarkup(place.current!, html), [html]);
  return <div ref={place} class="article-body" />;
}

function Side({ audience, hat }: { audience: Audience; hat: Hat | null }) {
  const id = `ap-preview-${audience}`;
  return (
    <section class={`preview preview-${audience}`} aria-labelledby={id} tabIndex={0}>
      <h2 class="preview-head" id={id}>{t(audience === 'customer' ? 'preview.customer' : 'preview.full')} <Label of={audience} /></h2>
      {!hat && <p class="preview-none">{t(audience === 'customer' ? 'preview.none' : 'preview.refused')}</p>}
      {hat && (
        <>
          <p class="preview-title">{hat.title}</p>
          {hat.answer && <p class="preview-answer say">{hat.answer}</p>}
          <Markup html={hat.html} />
        </>
      )}
    </section>
  );
}

export function Previews({ of: writing }: { of: Writing }) {
  const preview = writing.checked.value?.preview;
  if (!preview) return <div class="previews"><p class="work-loading">{writing.checkTrouble.value || t('search.loading')}</p></div>;
  return <div class="previews"><Side audience="internal" hat={preview.full} /><Side audience="customer" hat={preview.customer} /></div>;
}
