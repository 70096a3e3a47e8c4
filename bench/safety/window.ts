/** The usual rule: at least `atLeast` of the last `of` frames, one alarm per track. */
export class Window {
  readonly name: string;
  readonly #atLeast: number;
  readonly #of: number;
  #last: boolean[] = [];
  #isRaised = false;
  /** Since it was made. */
  alarms = 0;

  constructor(name: string, atLeast: number, of: number) {
    this.name = name;
    this.#atLeast = atLeast;
    this.#of = of;
  }

  begin(): void {
    this.#last = [];
    this.#isRaised = false;
  }

  /** True when this frame raises it. */
  see(saysMissing: boolean | null): boolean {
    this.#last.push(saysMissing === true);
    if (this.#last.length > this.#of) this.#last.shift();
    if (this.#isRaised || this.#last.filter(Boolean).length < this.#atLeast) return false;
    this.#isRaised = true;
    this.alarms++;
    return true;
  }
}
