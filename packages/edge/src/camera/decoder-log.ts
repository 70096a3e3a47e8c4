import type { ErrorCode, FrameSize } from '@outis/core';

/** The longest line that is looked at; the rest of a longer one is skipped. */
const lineLengthMax = 2_000;

/**
 * Reads the decoder's verbose log as it comes and keeps only codes of the error table. No text of it is kept or passed on:
 * it holds the camera's address. Memory is bounded by one line.
 */
export class DecoderLog {
  #line = '';
  #skipping = false;
  #pictureSize: string | null = null;
  readonly #onSizeChange: () => void;
  #problem: ErrorCode | null = null;

  /** `expected` is the size that an earlier run has found; another one is a change, too. Null where it is not known. */
  constructor(expected: FrameSize | null, onSizeChange: () => void) {
    if (expected !== null) this.#pictureSize = `${expected.widthPx}x${expected.heightPx}`;
    this.#onSizeChange = onSizeChange;
  }

  /** The last problem that the log named; null when it named none. */
  get problem(): ErrorCode | null {
    return this.#problem;
  }

  push(chunk: string): void {
    for (const part of chunk.split(/([\n\r])/)) {
      if (part === '\n' || part === '\r') {
        if (!this.#skipping) this.#read(this.#line);
        this.#line = '';
        this.#skipping = false;
      } else if (this.#line.length + part.length > lineLengthMax) {
        this.#skipping = true;
        this.#line = '';
      } else if (!this.#skipping) {
        this.#line += part;
      }
    }
  }

  #read(line: string): void {
    // The filter graph says the size it was built for; ffmpeg 5.1 rebuilds it silently when the stream's size changes.
    const size = /^\[graph \d+ input from stream \d+:\d+ @ [^\]]+\] w:(\d+) h:(\d+) /.exec(line);
    if (size !== null && line.includes('stream 0:')) {
      const pictureSize = `${size[1]}x${size[2]}`;
      if (this.#pictureSize !== null && this.#pictureSize !== pictureSize) this.#onSizeChange();
      this.#pictureSize = pictureSize;
    }
    this.#problem = problemOf(line) ?? this.#problem;
  }
}

const patterns: readonly (readonly [RegExp, ErrorCode])[] = [
  [/401 Unauthorized|403 Forbidden|authorization failed/i, 'source-unauthorised'],
  [
    /Connection refused|No route to host|Network is unreachable|Connection timed out|Failed to resolve|Name or service not known|404 Not Found|Server returned 4|Server returned 5|Input\/output error/i,
    'source-unreachable',
  ],
  [/does not contain any stream|matches no streams|Could not find codec parameters/i, 'source-no-video'],
  [
    /Invalid data found when processing input|moov atom not found|not on whitelist|Format not on whitelist/i,
    'source-unreadable',
  ],
  [/Picture size \d+x\d+ is invalid/i, 'source-too-large'],
];

/** The code that a line of ffmpeg's or ffprobe's log stands for; null for a line that says nothing of that kind. */
export function problemOf(line: string): ErrorCode | null {
  return patterns.find(([expression]) => expression.test(line))?.[1] ?? null;
}
