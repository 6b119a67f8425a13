// SPDX-License-Identifier: GPL-3.0-or-later
// The hits: the line to say first, then where it stands and why it was found.
import { useEffect, useRef } from 'preact/hooks';
import type { Hit } from '../api/types';
import { directionOf, nameOf, t } from '../messages/messages';
import { active, found } from '../state/list';
import { isPlain } from '../state/links';
import { open } from '../state/page';
import { openId } from '../state/where';
import { Badges } from './badges';
import { HITS, optionId } from './box';
import { Marked } from './marked';

/** "title, typo: refnd → refund" in the page's language, as far as it has words for it. */
function whyOf(why: string[]) {
  return why.map((reason) => {
    const [, name, rest] = reason.match(/^([a-z ]+)(:.*)?$/) ?? [];
    return name ? nameOf('why', name) + (rest ?? '') : reason;
  }).join(', ');
}

function Option({ hit, isActive, isOpen, answers }: { hit: Hit; isActive: boolean; isOpen: boolean; answers: boolean }) {
  const element = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    if (isActive) element.current?.scrollIntoView({ block: 'nearest' });
  }, [isActive]);
  const answer = answers && hit.answer;
  const snippet = hit.passage?.snippet ?? [];
  return (
    <a
      ref={element} role="option" id={optionId(hit.id)} class="hit" href={hit.url} tabIndex={-1} data-id={hit.id}
      lang={hit.language} dir={directionOf(hit.language)} aria-selected={isActive} data-open={isOpen || undefined}
      onClick={(event) => {
        if (!isPlain(event)) return;
        event.preventDefault();
        open(hit.id, hit.passage?.anchor);
      }}
    >
      {answer && <span class="hit-answer">{answer}</span>}
      <span class="hit-title" title={hit.title}>{hit.title}</span>
      {snippet.length > 0 && (
        <span class="hit-snippet">
          {hit.passage!.heading && <span class="hit-heading">{hit.passage!.heading}</span>}
          <Marked pieces={snippet} />
        </span>
      )}
      <span class="hit-foot">
        <Badges of={hit} />
        {hit.why.length > 0 && <span class="hit-why">{t('hits.why', { why: whyOf(hit.why) })}</span>}
      </span>
    </a>
  );
}

/** `answers`: these are answers, and not the articles nearest to one. Rows keep their place and height
 *  while what they say changes with each letter: nothing jumps under the eyes. */
export function Hits({ labelledBy, answers }: { labelledBy: string; answers: boolean }) {
  if (found.value.length === 0) return null;
  return (
    <div class="hits" id={HITS} role="listbox" aria-labelledby={labelledBy} data-answers={(answers && found.value.some((hit) => hit.answer)) || undefined}>
      {found.value.map((hit, i) => (
        <Option key={i} hit={hit} isActive={hit.id === active.value} isOpen={hit.id === openId.value} answers={answers} />
      ))}
    </div>
  );
}
