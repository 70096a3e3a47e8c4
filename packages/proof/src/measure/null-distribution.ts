/** What a search finds where nothing was ever shown: a Gumbel distribution, the limit of maxima, fitted to samples. */
export interface NullDistribution {
  readonly samples: number;
  readonly location: number;
  readonly scale: number;
  /** The highest that was seen. */
  readonly highest: number;
  /** Largest distance between the fitted and the seen distribution function (Kolmogorov and Smirnov). */
  readonly distance: number;
  /** What a search exceeds by chance in one case of a million, or as rarely as was asked for. */
  readonly threshold: number;
}

/** The share of innocent searches that may exceed the threshold. */
export const falseAlarmShare = 1e-6;
/** With fewer samples a fit says nothing. */
export const nullSamplesLeast = 40;
const eulerGamma = 0.5772156649;

/**
 * Fits a Gumbel tail with L-moments (Hosking 1990), which a few outliers do not bend. The threshold is never below the
 * highest sample: what an innocent search has found once it can find again. `share`: of innocent searches may exceed it.
 */
export function fitNull(samples: readonly number[], share: number = falseAlarmShare): NullDistribution {
  if (samples.length < nullSamplesLeast)
    throw new TypeError(`A null distribution needs ${nullSamplesLeast} samples, not ${samples.length}.`);
  const sorted = [...samples].sort((a, b) => a - b);
  const mean = sorted.reduce((sum, value) => sum + value, 0) / sorted.length;
  const weighted =
    sorted.reduce((sum, value, index) => sum + (index / (sorted.length - 1)) * value, 0) / sorted.length;
  const scale = Math.max(1e-6, (2 * weighted - mean) / Math.LN2);
  const location = mean - eulerGamma * scale;
  const highest = sorted.at(-1)!;
  const distance = sorted.reduce((most, value, index) => {
    const fitted = Math.exp(-Math.exp(-(value - location) / scale));
    return Math.max(
      most,
      Math.abs(fitted - index / sorted.length),
      Math.abs(fitted - (index + 1) / sorted.length),
    );
  }, 0);
  const threshold = location - scale * Math.log(-Math.log1p(-share));
  return {
    samples: samples.length,
    location,
    scale,
    highest,
    distance,
    threshold: Math.max(threshold, highest),
  };
}
