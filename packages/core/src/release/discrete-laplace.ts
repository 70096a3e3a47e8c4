/**
 * Draws whole numbers 0 to `below` - 1, each equally likely and unpredictable. `below` is at least 1.
 * The edge gives one that reads `node:crypto`; tests give a seeded one.
 */
export type UniformBelow = (below: bigint) => bigint;

/**
 * Turns a source of random bytes into exact uniform draws, by rejection: no remainder favours small numbers.
 * `randomBytes` returns exactly so many fresh bytes.
 */
export function uniformFrom(randomBytes: (length: number) => Uint8Array): UniformBelow {
  return (below) => {
    if (below < 1n) throw new RangeError('There is no whole number from 0 to below 1.');
    if (below === 1n) return 0n;
    const bits = (below - 1n).toString(2).length;
    const length = (bits + 7) >> 3;
    const mask = (1n << BigInt(bits)) - 1n;
    for (;;) {
      let value = 0n;
      for (const byte of randomBytes(length)) value = (value << 8n) | BigInt(byte);
      value &= mask;
      if (value < below) return value;
    }
  };
}

/**
 * One draw of the discrete Laplace distribution with scale `scale`, a whole number of at least 1:
 * P(x) = (e^(1/scale) - 1) / (e^(1/scale) + 1) · e^(-|x| / scale) for every whole x.
 *
 * Exact: whole numbers and fair draws only, no floating point anywhere (its rounding gives true counts away: Mironov,
 * On significance of the least significant bits for differential privacy, 2012). Algorithms 1 and 2 of Canonne, Kamath
 * and Steinke, The discrete Gaussian for differential privacy, 2020; `discrete-laplace.proof.md` has the argument.
 */
export function discreteLaplace(scale: bigint, uniformBelow: UniformBelow): bigint {
  if (scale < 1n) throw new RangeError('The scale of the noise must be a whole number of at least 1.');
  for (;;) {
    // The remainder of the magnitude by the scale, with probability proportional to e^(-remainder / scale) …
    const remainder = uniformBelow(scale);
    if (!isTrueWithExp(remainder, scale, uniformBelow)) continue;
    // … and how often the scale goes into it, each time once more with probability e^-1.
    let whole = 0n;
    while (isTrueWithExp(1n, 1n, uniformBelow)) whole++;
    const magnitude = remainder + scale * whole;
    const isNegative = uniformBelow(2n) === 1n;
    // Zero has no sign: one of its two ways is thrown away, else it would come twice as often.
    if (isNegative && magnitude === 0n) continue;
    return isNegative ? -magnitude : magnitude;
  }
}

/** True with probability e^(-numerator / denominator), for 0 ≤ numerator ≤ denominator. */
function isTrueWithExp(numerator: bigint, denominator: bigint, uniformBelow: UniformBelow): boolean {
  // Von Neumann's trick: the first failure comes at draw k with probability γ^(k-1)/(k-1)! - γ^k/k!; summed over odd k
  // that is the series of e^-γ.
  let k = 1n;
  while (uniformBelow(denominator * k) < numerator) k++;
  return k % 2n === 1n;
}
