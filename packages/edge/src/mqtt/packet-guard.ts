/**
 * Follows where MQTT packets begin and end in a stream of bytes, so that one that is too large is known by its first
 * bytes and not when it has filled the memory. Fixed header: MQTT 5.0, 2.1.1 and 1.5.5 (a length of at most four bytes).
 */
export class PacketGuard {
  readonly #bytesMax: number;
  #state: 'type' | 'length' | 'rest' = 'type';
  #lengthBytes = 0;
  #length = 0;
  #left = 0;

  /** `bytesMax` is what a packet may have behind its fixed header. */
  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  /** Takes the next bytes; false once a packet announces too much, or a length that is none. */
  accepts(bytes: Uint8Array): boolean {
    for (let at = 0; at < bytes.length; ) {
      if (this.#state === 'rest') {
        const step = Math.min(this.#left, bytes.length - at);
        at += step;
        this.#left -= step;
        if (this.#left === 0) this.#state = 'type';
      } else if (this.#state === 'type') {
        at++;
        this.#state = 'length';
        this.#length = this.#lengthBytes = 0;
      } else if (!this.#takeLength(bytes[at++]!)) return false;
    }
    return true;
  }

  #takeLength(byte: number): boolean {
    this.#length += (byte & 0x7f) * 0x80 ** this.#lengthBytes;
    this.#lengthBytes++;
    if ((byte & 0x80) !== 0) return this.#lengthBytes < 4;
    this.#left = this.#length;
    this.#state = this.#left === 0 ? 'type' : 'rest';
    return this.#length <= this.#bytesMax;
  }
}
