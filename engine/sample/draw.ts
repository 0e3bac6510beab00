/** Draws from the distributions that the sample is made of, all from the one seeded generator. */
import type { Random } from '../../shared/random.ts';

/** Running sums of weights, for `pick`. */
export const cumulate = (weights: readonly number[]): Float64Array => {
  const sums = new Float64Array(weights.length);
  let total = 0;
  for (let i = 0; i < weights.length; i++) {
    total += weights[i];
    sums[i] = total;
  }
  return sums;
};

/** An index drawn with the weights that `cumulate` summed. */
export const pick = (random: Random, sums: Float64Array): number => {
  const last = sums.length - 1;
  const at = random.next() * sums[last];
  let i = 0;
  while (i < last && sums[i] <= at) i++;
  return i;
};

/** One of a list, all equally likely. */
export const choose = <T>(random: Random, list: readonly T[]): T => list[random.int(list.length)];

/** True with the given probability. */
export const chance = (random: Random, probability: number): boolean => random.next() < probability;

/** An integer in [from, to]. */
export const between = (random: Random, from: number, to: number): number => from + random.int(to - from + 1);

/**
 * A gamma deviate with the given shape and mean 1 (Marsaglia and Tsang, "A simple method for generating gamma
 * variables", ACM TOMS 26, 2000; a shape below 1 by their boost with U^(1/shape)).
 */
export const gamma = (random: Random, shape: number): number => {
  const boosted = shape < 1 ? shape + 1 : shape;
  const d = boosted - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = random.normal();
    const v = (1 + c * x) ** 3;
    if (v <= 0) continue;
    const u = 1 - random.next();
    if (Math.log(u) >= 0.5 * x * x + d - d * v + d * Math.log(v)) continue;
    const boost = shape < 1 ? (1 - random.next()) ** (1 / shape) : 1;
    return (d * v * boost) / shape;
  }
};

/** A Poisson count: Knuth's product of uniforms for small means, the rounded normal above 30. */
export const poisson = (random: Random, mean: number): number => {
  if (mean > 30) return Math.max(0, Math.round(mean + Math.sqrt(mean) * random.normal()));
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = random.next(); product > limit; product *= random.next()) count += 1;
  return count;
};
