// SPDX-License-Identifier: GPL-3.0-or-later

/** What callers say, what an agent types of it, and the article whose line is then to be read out. */
export const CALLS = [
  ['My refund has not come, it was a bank card, and I am angry!', 'refund not come', 'billing-refund-late'],
  ['You have taken the money for my hub two times.', 'charged twice', 'billing-charged-twice'],
  ['My husband has died, and I do not know what to do with his account.', 'husband died', 'care-bereavement'],
  ['The box says ERR-4012.', '4012', 'hub-err-4012'],
  ['I never get the code you send me.', 'code not coming', 'account-one-time-code-not-arriving'],
  ['Your light is red and there is no internet at all.', 'no internet', 'connection-no-internet'],
  ['I want to cancel my Plus.', 'cancel plus', 'plus-cancel-plus'],
  ['The parcel was to be here on Monday.', 'parcel not here', 'delivery-where-is-my-order'],
  ['Somebody called me and wanted my password.', 'scam call password', 'security-caller-claims-to-be-us'],
  ['I have forgotten my password.', 'forgot password', 'account-password-reset'],
];
