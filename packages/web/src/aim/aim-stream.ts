import { openEventStream } from '../api/event-stream.ts';
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
  return openEventStream(path, {
    on: {
      aim: (data) => {
        const picture = readAimPicture(data);
        if (picture !== null) listener.onPicture(picture);
      },
    },
    ends: { ended: listener.onEnded },
    onLost: listener.onLost,
    retryAfterMs,
  });
}
