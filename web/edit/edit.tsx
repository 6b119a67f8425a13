// SPDX-License-Identifier: GPL-3.0-or-later
import type { Work } from '../state/address';
export const WorkView = ({ work }: { work: Work }) => <main class="work" id="ap-work" tabIndex={-1}>{work.view}</main>;
export const TaskView = () => null;
