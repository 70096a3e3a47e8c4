import { backgroundBlockPx } from '@outis/core';
import { type Planes, planesOf } from '../measure/colour.ts';
import { LeakMeter, type Sought, type Worst } from '../measure/leak-meter.ts';
import { PublishedPicture } from '../measure/published-picture.ts';
import { Random } from '../random.ts';
import type { Place } from '../scenario/bound.ts';
import { paste, ScenarioFilm } from '../scenario/film.ts';
import { type Scenario, type ScenarioKind, sampleMs, scenarioSize } from '../scenario/scenario.ts';
import type { LearnerFactory } from './learner.ts';

/** What was found of one person at one place, beside what was found of decoys who were never there. */
export interface PlaceResult extends Worst {
  readonly isInside: boolean;
  readonly unseenMinutes: number;
  /** The pattern's cell, px: its own null distribution belongs to each. */
  readonly cellPx: number;
  readonly decoys: readonly Worst[];
}

export interface ScenarioResult {
  readonly seed: number;
  readonly kind: ScenarioKind;
  /** True when everybody in it is inside the stated bound. */
  readonly isInside: boolean;
  readonly places: readonly PlaceResult[];
  /** Share of the blocks that was known at the end. */
  readonly learnedShare: number;
  /** Minutes until half and 90 % of the blocks were known; null when they never were. */
  readonly halfMinutes: number | null;
  readonly mostMinutes: number | null;
}

export interface ScenarioOptions {
  readonly scenario: Scenario;
  readonly learner: LearnerFactory;
  /** Decoys beside every person: the null distribution. */
  readonly decoys: number;
  /** The picture at the end, for those who judge its quality. */
  readonly onEnd?: (picture: PublishedPicture, film: ScenarioFilm) => void;
}

/** People who are looked for in one scenario, at most. */
const placesMax = 10;
/** Correlation is searched at most this often, and before anything is forgotten. Opacity is measured at every change. */
const searchEverySamples = (10 * 60_000) / sampleMs;

/** Lets a learner see one scenario and looks for everybody in every picture that it publishes. */
export function runScenario({ scenario, learner, decoys, onEnd }: ScenarioOptions): ScenarioResult {
  const film = new ScenarioFilm(scenario);
  const places = chosenPlaces(film.places);
  const meter = new LeakMeter(
    truthsOf(film),
    soughtOf(film, places, decoys),
    scenario.light.kind === 'steady',
  );
  const watch = new Watch(meter, scenario.startMs);
  let current = learner(scenarioSize);
  let saved: unknown = null;
  for (let sample = 0; sample < scenario.samples; sample++) {
    if (scenario.restarts.includes(sample)) {
      // Nothing is said at the end: a crash takes what was not handed over.
      current = learner(scenarioSize);
      if (saved !== null) current.restore(saved);
    }
    const { detections, ...frame } = film.frame(sample);
    current.observe(frame, detections);
    for (const update of current.takeUpdates()) watch.apply(update, frame.tMs, sample);
    watch.look(sample);
    if (sample % scenario.saveEvery === 0) saved = current.save();
  }
  watch.search();
  onEnd?.(watch.picture, film);
  return {
    seed: scenario.seed,
    kind: scenario.kind,
    isInside: film.places.every(({ isInside }) => isInside),
    places: places.map((place, index) => ({
      ...meter.worst[index * (decoys + 1)]!,
      isInside: place.isInside,
      unseenMinutes: Math.round((place.unseenSamples * sampleMs) / 60_000),
      cellPx: place.wear.cellPx,
      decoys: meter.worst.slice(index * (decoys + 1) + 1, (index + 1) * (decoys + 1)),
    })),
    learnedShare: watch.picture.knownShare,
    halfMinutes: watch.halfMinutes,
    mostMinutes: watch.mostMinutes,
  };
}

/** Everybody who watches sees the picture after every update. */
class Watch {
  readonly picture = new PublishedPicture(
    Math.ceil(scenarioSize.widthPx / backgroundBlockPx),
    Math.ceil(scenarioSize.heightPx / backgroundBlockPx),
  );
  halfMinutes: number | null = null;
  mostMinutes: number | null = null;
  readonly #meter: LeakMeter;
  readonly #startMs: number;
  #isChanged = false;
  #isSearchDue = false;
  #searchedAt = -searchEverySamples;

  constructor(meter: LeakMeter, startMs: number) {
    this.#meter = meter;
    this.#startMs = startMs;
  }

  apply(update: Parameters<PublishedPicture['apply']>[0], tMs: number, sample: number): void {
    const forgets = update.isReset || update.blocks.some(({ side }) => side === 0);
    // What is about to be forgotten is looked at once more.
    if (forgets && this.#isSearchDue) this.search();
    if (this.picture.apply(update).length === 0) return;
    this.#isChanged = true;
    this.#isSearchDue = true;
    const minutes = (tMs - this.#startMs) / 60_000;
    if (this.picture.knownShare >= 0.5) this.halfMinutes ??= minutes;
    if (this.picture.knownShare >= 0.9) this.mostMinutes ??= minutes;
    this.look(sample);
  }

  look(sample: number): void {
    if (this.#isChanged) this.#meter.lookForOpacity(this.picture);
    this.#isChanged = false;
    if (!this.#isSearchDue || sample - this.#searchedAt < searchEverySamples) return;
    this.#searchedAt = sample;
    this.search();
  }

  search(): void {
    this.#isSearchDue = false;
    this.#meter.lookForPatterns(this.picture);
  }
}

/** The longest stays first: those are the ones that may be learned. */
function chosenPlaces(places: readonly Place[]): Place[] {
  return [...places].sort((a, b) => b.unseenSamples - a.unseenSamples).slice(0, placesMax);
}

/** The scene in both views, when a bump made two. */
function truthsOf(film: ScenarioFilm): Planes[] {
  const { bump } = film.scenario;
  return [film.truth(), ...(bump === null ? [] : [film.truth(bump)])].map(planesOf);
}

/** Everybody, each with decoys: the same place, pose and cell, and a pattern that nobody ever wore. */
function soughtOf(film: ScenarioFilm, places: readonly Place[], decoys: number): Sought[] {
  const random = new Random(film.scenario.seed ^ 0x6a09e667);
  return places.flatMap((place) => {
    const wears = [
      place.wear,
      ...Array.from({ length: decoys }, () => ({ ...place.wear, seed: random.seed() })),
    ];
    return wears.map((wear): Sought => {
      const figure = film.figure(wear, place.pose, place.x + place.view.x, place.y + place.view.y);
      const picture = film.truth(place.view);
      paste(picture, figure, place.x, place.y, 1);
      return {
        planes: planesOf(picture),
        mask: maskOf(figure, place.x, place.y),
        pattern: { ...figure, values: figure.y },
        left: place.x,
        top: place.y,
      };
    });
  });
}

function maskOf(
  figure: { readonly widthPx: number; readonly heightPx: number; readonly mask: Uint8Array },
  left: number,
  top: number,
): Uint8Array {
  const mask = new Uint8Array(scenarioSize.widthPx * scenarioSize.heightPx);
  figure.mask.forEach((isBody, at) => {
    const x = left + (at % figure.widthPx);
    const y = top + Math.floor(at / figure.widthPx);
    if (isBody === 1 && x >= 0 && y >= 0 && x < scenarioSize.widthPx && y < scenarioSize.heightPx)
      mask[y * scenarioSize.widthPx + x] = 1;
  });
  return mask;
}
