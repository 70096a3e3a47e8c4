/** How somebody is told of an alert while a page is open. Both are off until they are asked for. */
export interface Telling {
  readonly notifications: boolean;
  readonly sound: boolean;
}

const storageKey = 'outis.alert-telling';
const quiet: Telling = { notifications: false, sound: false };

/** What was chosen on this device. */
export function readTelling(): Telling {
  try {
    const kept = JSON.parse(window.localStorage.getItem(storageKey) ?? '{}') as Partial<Telling>;
    return { notifications: kept.notifications === true, sound: kept.sound === true };
  } catch {
    return quiet;
  }
}

/** Keeps the choice on this device. */
export function keepTelling(telling: Telling): void {
  try {
    window.localStorage.setItem(storageKey, JSON.stringify(telling));
  } catch {
    // It holds for this visit only.
  }
}

/** Whether the browser may show notifications of this page. `missing` also where the page came without encryption. */
export function permission(): NotificationPermission | 'missing' {
  return 'Notification' in window && window.isSecureContext ? Notification.permission : 'missing';
}

/** Shows a notification: place and rule, and nothing else. Answers false where the browser can show none from a page. */
export function notify(
  text: { readonly title: string; readonly body: string; readonly tag: string },
  onClick: () => void,
): boolean {
  if (permission() !== 'granted') return false;
  try {
    const notification = new Notification(text.title, { body: text.body, tag: text.tag });
    notification.onclick = () => {
      window.focus();
      onClick();
      notification.close();
    };
    return true;
  } catch {
    // Browsers of phones have them for service workers alone.
    return false;
  }
}

/** Two short tones. Browsers let a page sound only after somebody has pressed something on it. */
export class Beeper {
  #context: AudioContext | null = null;

  /** To be called when a button is pressed: from then on the page may sound. */
  unlock(): void {
    this.#context ??= new AudioContext();
    void this.#context.resume();
  }

  beep(): void {
    this.unlock();
    const context = this.#context;
    if (context === null || context.state !== 'running') return;
    for (const [index, hz] of [880, 1175].entries()) {
      const fromS = context.currentTime + index * 0.16;
      const tone = context.createOscillator();
      const gain = context.createGain();
      tone.frequency.value = hz;
      gain.gain.setValueAtTime(0.0001, fromS);
      gain.gain.exponentialRampToValueAtTime(0.18, fromS + 0.02);
      gain.gain.exponentialRampToValueAtTime(0.0001, fromS + 0.15);
      tone.connect(gain).connect(context.destination);
      tone.start(fromS);
      tone.stop(fromS + 0.16);
    }
  }
}
