import { useEffect, useId, useRef, useState } from 'react';
import { useWords } from '../messages/words.tsx';
import { useMe } from './me.ts';

/** Who is signed in, and the way out. */
export function UserMenu(props: { readonly isAccount: boolean }) {
  const { say, list } = useWords();
  const { me, leave } = useMe();
  const [isOpen, setIsOpen] = useState(false);
  const menuId = useId();
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!isOpen) return;
    const onPointer = (event: PointerEvent) => {
      if (event.target instanceof Node && !root.current?.contains(event.target)) setIsOpen(false);
    };
    const onFocus = (event: FocusEvent) => {
      if (event.target instanceof Node && !root.current?.contains(event.target)) setIsOpen(false);
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      setIsOpen(false);
      button.current?.focus();
    };
    const onWay = () => setIsOpen(false);
    window.addEventListener('hashchange', onWay);
    document.addEventListener('pointerdown', onPointer);
    document.addEventListener('focusin', onFocus);
    document.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('hashchange', onWay);
      document.removeEventListener('pointerdown', onPointer);
      document.removeEventListener('focusin', onFocus);
      document.removeEventListener('keydown', onKey);
    };
  }, [isOpen]);
  if (me.user === null) return null;
  const { name, roles } = me.user;
  return (
    <div ref={root} className="user-menu">
      <button
        ref={button}
        type="button"
        className="user-menu-button"
        aria-expanded={isOpen}
        aria-controls={menuId}
        aria-label={say('menu.label', { name })}
        onClick={() => setIsOpen(!isOpen)}
      >
        <svg width="18" height="18" viewBox="0 0 18 18" aria-hidden="true">
          <circle cx="9" cy="6" r="3.4" fill="none" stroke="currentColor" strokeWidth="1.6" />
          <path
            d="M2.5 16c.7-3.4 3.2-5 6.5-5s5.8 1.6 6.5 5"
            fill="none"
            stroke="currentColor"
            strokeWidth="1.6"
          />
        </svg>
        <span>{name}</span>
      </button>
      <div id={menuId} className="user-menu-list card" hidden={!isOpen}>
        <p className="soft small">
          {say('menu.roles', { roles: list(roles.map((role) => say(`role.${role}`))) })}
        </p>
        <a href="#/account" aria-current={props.isAccount ? 'page' : undefined}>
          {say('menu.account')}
        </a>
        <button type="button" onClick={() => void leave().catch(() => {})}>
          {say('menu.signOut')}
        </button>
      </div>
    </div>
  );
}
