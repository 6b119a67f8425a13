// SPDX-License-Identifier: GPL-3.0-or-later
import type { Fragment as Piece } from '../api/types';

/** Text in pieces, what matched marked. */
export const Marked = ({ pieces }: { pieces: Piece[] }) =>
  <>{pieces.map(({ text, match }, i) => (match ? <mark key={i}>{text}</mark> : text))}</>;
