// SPDX-License-Identifier: GPL-3.0-or-later
import type { Role } from '../api/types';
import type { Field } from '../entry/form';
import { nameOf, t } from '../messages/messages';
import { ROLES, type User } from './types';

/** What is in use, offered while typing so that one department keeps one name. */
export interface Groups { departments: string[]; teams: string[] }

const DEPARTMENTS = 'ap-departments';
const TEAMS = 'ap-teams';
const MAX_GROUP = 100;

export const GroupLists = ({ departments, teams }: Groups) => (
  <>
    <datalist id={DEPARTMENTS}>{departments.map((value) => <option key={value} value={value} />)}</datalist>
    <datalist id={TEAMS}>{teams.map((value) => <option key={value} value={value} />)}</datalist>
  </>
);

export const roleField = (value: Role, more: Partial<Field> = {}): Field =>
  ({ name: 'role', label: t('account.role'), type: 'select', value, options: ROLES.map((role) => [role, nameOf('role', role)] as const), hint: t('people.role.hint'), ...more });

/** What can be changed of somebody. */
export const personFields = ({ display_name, role, department, team }: Pick<User, 'display_name' | 'role' | 'department' | 'team'>): Field[] => [
  { name: 'display_name', label: t('field.display_name'), autocomplete: 'off', maxLength: 100, value: display_name },
  roleField(role),
  { name: 'department', label: t('people.department'), autocomplete: 'off', maxLength: MAX_GROUP, list: DEPARTMENTS, value: department },
  { name: 'team', label: t('people.team'), autocomplete: 'off', maxLength: MAX_GROUP, list: TEAMS, value: team },
];
