/**
 * BG/NBD and its modified form. A person buys at a rate drawn from a gamma distribution (r, alpha) and leaves
 * after a purchase with a chance drawn from a beta distribution (a, b).
 *
 * BG/NBD: P. Fader, B. Hardie, K. L. Lee, "Counting your customers the easy way", Marketing Science 24(2), 2005,
 * equations 6 to 10: nobody leaves before a repeat, so who bought once is alive for certain.
 * MBG/NBD: E. Batislam, M. Denizel, A. Filiztekin, Int. J. of Research in Marketing 24(3), 2007; D. Hoppe,
 * U. Wagner, Marketing ZFP 29(2), 2007: a person may also leave right after the first purchase.
 *
 * Both are written as one formula with a shift of 0 or 1 in the count of the chances to leave.
 */
import type { Histories } from './histories.ts';
import type { Likelihood } from './maximise.ts';
import { digamma, hypergeometric, logAdd, logBeta, logGamma } from './special.ts';

/** r, alpha, a, b. */
export type BgParameters = readonly [r: number, alpha: number, a: number, b: number];

/** 0: BG/NBD, nobody leaves after the first purchase. 1: MBG/NBD. */
export type Shift = 0 | 1;

/** ln of "left right after the last purchase" over "still here", without the part that depends on b + x. */
const departed = (shift: Shift, x: number): boolean => shift === 1 || x > 0;

/**
 * The log-likelihood over compressed histories, with its exact gradient. What depends on x alone is computed
 * once per distinct frequency.
 */
export const bgLikelihood = (h: Histories, shift: Shift): Likelihood => {
  const levels = h.frequencies.length;
  const constant = new Float64Array(levels);
  const leaving = new Float64Array(levels);
  const prepare = (r: number, alpha: number, a: number, b: number): void => {
    const base = r * Math.log(alpha) - logGamma(r) + logGamma(a + b) - logGamma(b);
    for (let i = 0; i < levels; i++) {
      const x = h.frequencies[i];
      constant[i] = base + logGamma(r + x) + logGamma(b + x + shift) - logGamma(a + b + x + shift);
      leaving[i] = departed(shift, x) ? Math.log(a) - Math.log(b + x - 1 + shift) : Number.NEGATIVE_INFINITY;
    }
  };
  return {
    value: ([r, alpha, a, b]) => {
      prepare(r, alpha, a, b);
      let sum = 0;
      for (let i = 0; i < h.frequency.length; i++) {
        const power = r + h.frequency[i];
        const level = h.level[i];
        const alive = -power * Math.log(alpha + h.age[i]);
        const gone = leaving[level] - power * Math.log(alpha + h.recency[i]);
        sum += h.weight[i] * (constant[level] + logAdd(alive, gone));
      }
      return sum;
    },
    gradient: ([r, alpha, a, b]) => {
      prepare(r, alpha, a, b);
      const digammas = Array.from(h.frequencies, (x) => {
        const total = digamma(a + b) - digamma(a + b + x + shift);
        return [
          digamma(r + x) - digamma(r) + Math.log(alpha),
          total,
          total + digamma(b + x + shift) - digamma(b),
        ];
      });
      const out = [0, 0, 0, 0];
      for (let i = 0; i < h.frequency.length; i++) {
        const x = h.frequency[i];
        const power = r + x;
        const level = h.level[i];
        const [logAge, logRecency] = [Math.log(alpha + h.age[i]), Math.log(alpha + h.recency[i])];
        // Chance that this person has left, given the history.
        const left = 1 / (1 + Math.exp(-power * logAge - leaving[level] + power * logRecency));
        const n = h.weight[i];
        const [dr, da, db] = digammas[level];
        out[0] += n * (dr - (1 - left) * logAge - left * logRecency);
        out[1] +=
          n *
          (r / alpha - (power * (1 - left)) / (alpha + h.age[i]) - (power * left) / (alpha + h.recency[i]));
        out[2] += n * (da + left / a);
        out[3] += n * (db - (left === 0 ? 0 : left / (b + x - 1 + shift)));
      }
      return out;
    },
  };
};

/** P(alive | x, recency, age). */
export const bgAlive = (
  [r, alpha, a, b]: BgParameters,
  shift: Shift,
  x: number,
  recency: number,
  age: number,
): number => {
  if (!departed(shift, x)) return 1;
  const odds =
    Math.log(a) - Math.log(b + x - 1 + shift) + (r + x) * Math.log((alpha + age) / (alpha + recency));
  return 1 / (1 + Math.exp(odds));
};

/**
 * (1 - z)^power 2F1(power, B; C; z), which neither overflows nor slows down: of the series and that of Euler's
 * transformation (Abramowitz & Stegun 15.3.3) the one that converges up to z = 1, whether people buy often (power) or
 * leave soon (C).
 */
const damped = (power: number, bigB: number, bigC: number, z: number): number =>
  bigC > power + bigB
    ? (1 - z) ** power * hypergeometric(power, bigB, bigC, z)
    : (1 - z) ** (bigC - bigB) * hypergeometric(bigC - power, bigC - bigB, bigC, z);

/** The formulas divide by a - 1; at a = 1 they have a limit, which a step to either side stays close to. */
const awayFromOne = (a: number): number => (Math.abs(a - 1) < 1e-7 ? (a < 1 ? 1 - 1e-7 : 1 + 1e-7) : a);

/** Expected purchases in the next `time` of a person with this history (equation 10; 2007, equation 14). */
export const bgConditional = (
  parameters: BgParameters,
  shift: Shift,
  time: number,
  x: number,
  recency: number,
  age: number,
): number => {
  const [r, alpha, rawA, b] = parameters;
  const a = awayFromOne(rawA);
  const total = a + b + x - 1 + shift;
  const z = time / (alpha + age + time);
  const stays = 1 - damped(r + x, b + x + shift, total, z);
  return (total / (a - 1)) * stays * bgAlive(parameters, shift, x, recency, age);
};

/** Expected purchases of a new person in `time` after the first (equation 9). */
export const bgExpected = ([r, alpha, rawA, b]: BgParameters, shift: Shift, time: number): number => {
  const a = awayFromOne(rawA);
  const total = a + b - 1 + shift;
  const factor = shift === 1 ? b / (a - 1) : total / (a - 1);
  return factor * (1 - damped(r, b + shift, total, time / (alpha + time)));
};

/** P(X(time) = x) of a new person under BG/NBD (equation 8). */
export const bgProbability = ([r, alpha, a, b]: BgParameters, time: number, x: number): number => {
  const here = alpha / (alpha + time);
  const logChance = (j: number): number =>
    logGamma(r + j) -
    logGamma(r) -
    logGamma(j + 1) +
    r * Math.log(here) +
    (j === 0 ? 0 : j * Math.log1p(-here));
  const stayed = Math.exp(logBeta(a, b + x) - logBeta(a, b) + logChance(x));
  if (x === 0) return stayed;
  let fewer = 0;
  for (let j = 0; j < x; j++) fewer += Math.exp(logChance(j));
  return stayed + Math.exp(logBeta(a + 1, b + x - 1) - logBeta(a, b)) * (1 - fewer);
};
