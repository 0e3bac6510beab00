/**
 * BG/BB: purchases (or gifts) on fixed occasions. At each of n occasions a person who is still there buys with
 * a beta chance (alpha, beta), and leaves before the next with a beta chance (gamma, delta).
 * P. Fader, B. Hardie, J. Shang, "Customer-base analysis in a discrete-time noncontractual setting",
 * Marketing Science 29(6), 2010, equations 5 to 14.
 */
import type { Histories } from './histories.ts';
import type { Likelihood } from './maximise.ts';
import { logAdd, logBeta, logGamma } from './special.ts';

/** alpha, beta, gamma, delta. */
export type BgBbParameters = readonly [alpha: number, beta: number, gamma: number, delta: number];

/** ln of the likelihood of x purchases in n occasions, the last at occasion `last` (0 without one). */
const logOne = ([alpha, beta, gamma, delta]: BgBbParameters, x: number, last: number, n: number): number => {
  const base = logBeta(alpha, beta) + logBeta(gamma, delta);
  const stayed = logBeta(alpha + x, beta + n - x) + logBeta(gamma, delta + n);
  if (n === last) return stayed - base;
  // Having left i occasions after the last purchase: each term is the one before it times a ratio of the two betas.
  let term = 1;
  let terms = 0;
  for (let i = 0; i < n - last; i++) {
    terms += term;
    term *=
      ((beta + last - x + i) * (delta + last + i)) /
      ((alpha + beta + last + i) * (gamma + 1 + delta + last + i));
  }
  const left = logBeta(alpha + x, beta + last - x) + logBeta(gamma + 1, delta + last) + Math.log(terms);
  return logAdd(stayed, left) - base;
};

/** The log-likelihood over compressed histories; recency and age count occasions. */
export const bgBbLikelihood = (h: Histories): Likelihood => ({
  value: ([alpha, beta, gamma, delta]) => {
    let sum = 0;
    for (let i = 0; i < h.frequency.length; i++)
      sum += h.weight[i] * logOne([alpha, beta, gamma, delta], h.frequency[i], h.recency[i], h.age[i]);
    return sum;
  },
});

/** P(alive at the next occasion | x, last, n) (equation 11). */
export const bgBbAlive = (p: BgBbParameters, x: number, last: number, n: number): number => {
  const [alpha, beta, gamma, delta] = p;
  return Math.exp(
    logBeta(alpha + x, beta + n - x) -
      logBeta(alpha, beta) +
      logBeta(gamma, delta + n + 1) -
      logBeta(gamma, delta) -
      logOne(p, x, last, n),
  );
};

/** ln of the share of the ratio of gammas in equations 9 and 13, after n occasions. */
const logRatio = (gamma: number, delta: number, n: number): number =>
  logGamma(1 + delta + n) - logGamma(gamma + delta + n);

const awayFromOne = (gamma: number): number =>
  Math.abs(gamma - 1) < 1e-7 ? (gamma < 1 ? 1 - 1e-7 : 1 + 1e-7) : gamma;

/** Expected purchases over the next `occasions` (equation 13). */
export const bgBbConditional = (
  p: BgBbParameters,
  occasions: number,
  x: number,
  last: number,
  n: number,
): number => {
  const [alpha, beta, rawGamma, delta] = p;
  const gamma = awayFromOne(rawGamma);
  // Where nearly everyone stays alike, gamma and delta are huge and each factor overflows: their logarithms do not.
  const here = logRatio(gamma, delta, n);
  const scale = Math.exp(
    logBeta(alpha + x + 1, beta + n - x) -
      logBeta(alpha, beta) +
      logGamma(gamma + delta) -
      logGamma(1 + delta) -
      logOne(p, x, last, n) +
      here,
  );
  return ((scale * delta) / (gamma - 1)) * -Math.expm1(logRatio(gamma, delta, n + occasions) - here);
};

/** Expected purchases of a new person over n occasions (equation 9). */
export const bgBbExpected = ([alpha, beta, rawGamma, delta]: BgBbParameters, n: number): number => {
  const gamma = awayFromOne(rawGamma);
  const kept = logRatio(gamma, delta, n) - logRatio(gamma, delta, 0);
  return (alpha / (alpha + beta)) * (delta / (gamma - 1)) * -Math.expm1(kept);
};
