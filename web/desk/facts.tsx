// SPDX-License-Identifier: GPL-3.0-or-later
// Names and values, as on an article, in the words of the desk; those without a value are left out.
import { t, type Key } from './messages';

type Fact = [Key, string | string[] | null | undefined];

export const Facts = ({ of }: { of: Fact[] }) => (
  <dl class="facts">
    {of.filter(([, value]) => value && value.length > 0).map(([name, value]) => <div key={name}><dt>{t(name)}</dt><dd><bdi>{Array.isArray(value) ? value.join(', ') : value}</bdi></dd></div>)}
  </dl>
);
