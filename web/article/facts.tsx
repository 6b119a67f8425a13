// SPDX-License-Identifier: GPL-3.0-or-later
import { language, t, type Key } from '../messages/messages';

export type Fact = [Key, string | string[] | null | undefined];

/** Names and values; those without a value are left out. */
export function Facts({ of }: { of: Fact[] }) {
  const kept = of.filter(([, value]) => value && value.length > 0);
  if (kept.length === 0) return null;
  return (
    <dl class="facts">
      {kept.map(([name, value]) => <div key={name}><dt lang={language}>{t(name)}</dt><dd><bdi>{Array.isArray(value) ? value.join(', ') : value}</bdi></dd></div>)}
    </dl>
  );
}
