import { useEffect, useEffectEvent, useState } from 'react';

const storageKey = 'outis.alert-keys';

/** What keys do; names as `KeyboardEvent.key` has them, letters small. */
export type Keys = Readonly<Record<string, () => void>>;

/**
 * Keys that work anywhere on the page, but where something is typed or a control uses them itself. They can be switched
 * off (WCAG 2.1.4): then they do nothing.
 */
export function useKeys(keys: Keys): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const act = keys[key];
    if (act === undefined || !areKeysOn() || ownsKey(event.target, event.key)) return;
    event.preventDefault();
    act();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey(event);
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}

/** Whether the keys are used, on this device; and what changes that. */
export function useKeysChoice(): readonly [boolean, (isOn: boolean) => void] {
  const [isOn, setIsOn] = useState(areKeysOn);
  return [
    isOn,
    (next) => {
      setIsOn(next);
      try {
        window.localStorage.setItem(storageKey, next ? 'on' : 'off');
      } catch {
        // Without storage they stay on.
      }
    },
  ];
}

function areKeysOn(): boolean {
  try {
    return window.localStorage.getItem(storageKey) !== 'off';
  } catch {
    return true;
  }
}

/** True where the element that has the keyboard does something of its own with this key. */
function ownsKey(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.closest('dialog') !== null) return true;
  if (target instanceof HTMLSelectElement || target instanceof HTMLTextAreaElement) return true;
  const isPress = key === ' ' || key === 'Enter';
  if (target instanceof HTMLInputElement) {
    if (target.type === 'radio' || target.type === 'range' || target.type === 'checkbox')
      return isPress || key.startsWith('Arrow');
    return true;
  }
  return isPress && target.closest('button, a, summary') !== null;
}
