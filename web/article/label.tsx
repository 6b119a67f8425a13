// SPDX-License-Identifier: GPL-3.0-or-later
import type { Audience } from '../api/types';
import { language, nameOf } from '../messages/messages';

/** Who may hear what stands beside it, in a word; the frame and the colour only repeat it. */
export const Label = ({ of }: { of: Audience }) =>
  <span class={`label label-${of}`} lang={language}>{nameOf('audience', of)}</span>;
