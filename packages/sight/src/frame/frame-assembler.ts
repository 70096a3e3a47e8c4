/**
 * Cuts a byte stream into frames of a fixed length. Nothing is lost and nothing is misaligned:
 * frame n is exactly the bytes from n × length to (n + 1) × length of the stream.
 */
export class FrameAssembler {
  readonly #lengthBytes: number;
  #filling: Uint8Array;
  #spare: Uint8Array;
  #filledBytes = 0;
  #frames = 0;

  constructor(lengthBytes: number) {
    if (!Number.isInteger(lengthBytes) || lengthBytes < 1)
      throw new TypeError('A frame must have at least one byte.');
    this.#lengthBytes = lengthBytes;
    this.#filling = new Uint8Array(lengthBytes);
    this.#spare = new Uint8Array(lengthBytes);
  }

  /** Whole frames seen so far. */
  get frames(): number {
    return this.#frames;
  }

  /** Bytes that belong to a frame not yet complete. */
  get bytesLeft(): number {
    return this.#filledBytes;
  }

  /**
   * Takes a chunk of any length and calls `onFrame` for every frame it completes.
   * The bytes handed over stay untouched until the frame after the next is complete.
   */
  push(chunk: Uint8Array, onFrame: (bytes: Uint8Array, index: number) => void): void {
    let offset = 0;
    while (offset < chunk.length) {
      const take = Math.min(chunk.length - offset, this.#lengthBytes - this.#filledBytes);
      this.#filling.set(chunk.subarray(offset, offset + take), this.#filledBytes);
      this.#filledBytes += take;
      offset += take;
      if (this.#filledBytes < this.#lengthBytes) return;
      const complete = this.#filling;
      this.#filling = this.#spare;
      this.#spare = complete;
      this.#filledBytes = 0;
      onFrame(complete, this.#frames++);
    }
  }
}
