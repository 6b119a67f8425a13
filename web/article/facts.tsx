// SPDX-License-Identifier: GPL-3.0-or-later
import { language, t, type Key } from '../messages/messages';

export type Fact = [Key, string | string[] | null | undefined];

const withValue = (facts: Fact[]) => facts.filter(([, value]) => value && value.length > 0);
export const hasFacts = (facts: Fact[]) => withValue(facts).length > 0;

/** Names and values; those without a value are left out. */
export function Facts({ of }: { of: Fact[] }) {
  if (!hasFacts(of)) return null;
  return (
    <dl class="facts">
      {withValue(of).map(([name, value]) => <div key={name}><dt lang={language}>{t(name)}</dt><dd><bdi>{Array.isArray(value) ? value.join(', ') : value}</bdi></dd></div>)}
    </dl>
  );
}
