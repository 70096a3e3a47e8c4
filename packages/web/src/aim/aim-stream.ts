import { type AimPicture, readAimPicture } from './aim-picture.ts';

const retryAfterMs = 3000;

/** What the stream of the aim view tells its listener. */
export interface AimListener {
  readonly onPicture: (picture: AimPicture) => void;
  /** The time is up, or somebody ended it. */
  readonly onEnded: () => void;
  readonly onLost: () => void;
}

/** Opens the aim view; a lost connection is tried again until it has ended. Answers the function that closes it. */
export function openAimStream(path: string, listener: AimListener): () => void {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const close = () => {
    clearTimeout(timer);
    source?.close();
    source = null;
  };
  const open = () => {
    source = new EventSource(path);
    source.addEventListener('aim', (event) => {
      const picture = readAimPicture(event.data);
      if (picture !== null) listener.onPicture(picture);
    });
    source.addEventListener('ended', () => {
      close();
      listener.onEnded();
    });
    source.onerror = () => {
      close();
      listener.onLost();
      timer = setTimeout(open, retryAfterMs);
    };
  };
  open();
  return close;
}
