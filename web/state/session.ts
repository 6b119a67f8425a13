// SPDX-License-Identifier: GPL-3.0-or-later
export { enter, startSession } from '../entry/session.js';
