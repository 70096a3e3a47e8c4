import {
  type AimCommand,
  type ApproveCommand,
  type BackgroundState,
  backgroundBlocksMax,
  parseSightCommand,
  type SightStart,
  WireError,
} from '@outis/core';

/** Where messages come from: the process itself, or a stand-in in tests. */
export interface MessageSource {
  on(event: 'message', listener: (message: unknown) => void): unknown;
}

/** Three lights of the largest picture. */
const stateBlocksMax = 3 * backgroundBlocksMax;

/**
 * What the edge asks, in its order: `start` once, then the state of the background where one is learned, then what an
 * installer does. Anything else, or anything else first, ends the run.
 */
export class Commands {
  readonly start: Promise<SightStart>;
  /** The state of before, whole; empty where no background is learned. */
  readonly states: Promise<readonly BackgroundState[]>;
  readonly #onStart: (start: SightStart) => void;
  readonly #onStates: (states: readonly BackgroundState[]) => void;
  readonly #received: BackgroundState[] = [];
  #phase: 'start' | 'state' | 'run' = 'start';
  #blocks = 0;
  #early: (AimCommand | ApproveCommand)[] = [];
  #follower: ((command: AimCommand | ApproveCommand) => void) | null = null;

  constructor(source: MessageSource, onError: (error: unknown) => void) {
    const start = Promise.withResolvers<SightStart>();
    const states = Promise.withResolvers<readonly BackgroundState[]>();
    this.start = start.promise;
    this.states = states.promise;
    this.#onStart = start.resolve;
    this.#onStates = states.resolve;
    source.on('message', (message) => {
      try {
        this.#receive(message);
      } catch (error) {
        onError(error);
      }
    });
  }

  /** From now on every command of an installer goes there, first the last ones that have already come. */
  follow(follower: (command: AimCommand | ApproveCommand) => void): void {
    this.#follower = follower;
    for (const command of this.#early) follower(command);
    this.#early = [];
  }

  #receive(message: unknown): void {
    const command = parseSightCommand(message);
    switch (command.kind) {
      case 'start':
        if (this.#phase !== 'start') throw new WireError('start comes once');
        this.#phase = command.background === null ? 'run' : 'state';
        this.#onStart(command);
        if (this.#phase === 'run') this.#onStates([]);
        return;
      case 'background-state':
        if (this.#phase !== 'state') throw new WireError('a state that nobody waits for');
        this.#blocks += command.blocks.length;
        if (this.#blocks > stateBlocksMax || this.#received.length > stateBlocksMax)
          throw new WireError('a state that is too long');
        this.#received.push(command);
        if (!command.isLast) return;
        this.#phase = 'run';
        this.#onStates(this.#received.splice(0));
        return;
      default:
        if (this.#phase !== 'run') throw new WireError('a command before the start');
        if (this.#follower !== null) this.#follower(command);
        // Between the start and the first frame there is hardly time for one.
        else this.#early = [...this.#early, command].slice(-10);
    }
  }
}
