// SPDX-License-Identifier: GPL-3.0-or-later
// Who is signed in, at the end of the bar, and what they can do about it.
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { Problem } from '../api/problem';
import type { Person, Role } from '../api/types';
import { Facts } from '../article/facts';
import { nameOf, rich, sentence, t } from '../messages/messages';
import { signInByChoice, signOut } from '../state/session';
import { session } from '../state/who';
import { PasswordDialog } from './password_dialog';

const PANEL = 'ap-account-panel';

/** What stands around a name is said by ear only. */
const Named = ({ of, name }: { of: 'account.label' | 'account.proxy'; name: string }) => (
  <>{rich(of, { name: <bdi class="account-name">{name}</bdi> }).map((part) => (typeof part === 'string' ? <span class="hidden">{part}</span> : part))}</>
);

function Menu({ person, role }: { person: Person; role: Role | null }) {
  const isOpen = useSignal(false);
  const isChanging = useSignal(false);
  const fault = useSignal('');
  const whole = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const onPointer = ({ target }: PointerEvent) => { if (!whole.current!.contains(target as Node)) isOpen.value = false; };
    document.addEventListener('pointerdown', onPointer);
    return () => document.removeEventListener('pointerdown', onPointer);
  }, []);

  const back = () => {
    isOpen.value = false;
    button.current!.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !isOpen.value) return;
    event.preventDefault();
    event.stopPropagation(); // it closes this, not the article
    back();
  };
  const onFocusOut = ({ relatedTarget }: FocusEvent) => {
    if (relatedTarget && !whole.current!.contains(relatedTarget as Node)) isOpen.value = false;
  };
  const changePassword = () => {
    back(); // where the dialog leads back to
    isChanging.value = true;
  };
  const leave = async () => {
    fault.value = '';
    try {
      await signOut();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      fault.value = t('account.still', { why: sentence(error.message) });
    }
  };
  return (
    <>
      <div ref={whole} class="account-menu" onKeyDown={onKeyDown} onFocusOut={onFocusOut}>
        <button ref={button} type="button" class="bar-link account-button" aria-expanded={isOpen.value} aria-controls={PANEL} onClick={() => { isOpen.value = !isOpen.value; }}>
          <Named of="account.label" name={person.display_name} />
        </button>
        <div class="account-panel" id={PANEL} hidden={!isOpen.value}>
          <p class="account-who"><bdi>{person.display_name}</bdi></p>
          <Facts of={[
            ['account.signsInAs', person.name !== person.display_name ? person.name : null], ['account.role', role && nameOf('role', role)],
            ['fact.department', person.department], ['fact.team', person.team],
          ]} />
          {role === 'admin' && <a class="button account-admin" href="/admin" onClick={() => { isOpen.value = false; }}>{t('bar.admin')}</a>}
          <button type="button" class="button" onClick={changePassword}>{t('account.password')}</button>
          <button type="button" class="button" onClick={leave}>{t('account.signOut')}</button>
          <p class="fault" role="alert">{fault}</p>
        </div>
      </div>
      {isChanging.value && <PasswordDialog name={person.name} onClose={() => { isChanging.value = false; }} />}
    </>
  );
}

/** Nobody, an anonymous reader, or a person, whose name and department are whatever somebody typed. */
export function Account() {
  if (!session.value) return null;
  const { by, person, role } = session.value;
  if (!person) return by === 'anonymous' ? <button type="button" class="bar-link" onClick={signInByChoice}>{t('entry.signIn')}</button> : null;
  // A proxy has signed them in, and signs them out.
  if (by !== 'session') return <p class="account-proxy"><Named of="account.proxy" name={person.display_name} /></p>;
  return <Menu key={person.name} person={person} role={role} />;
}
