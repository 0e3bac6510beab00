/**
 * Pareto/NBD: a person buys at a gamma rate (r, alpha) until leaving at a gamma rate (s, beta), unseen.
 * D. Schmittlein, D. Morrison, R. Colombo, Management Science 33(1), 1987; the forms used here are those of
 * P. Fader, B. Hardie, "A note on deriving the Pareto/NBD model and related expressions", 2005.
 */
import type { Histories } from './histories.ts';
import type { Likelihood } from './maximise.ts';
import { hypergeometric, logAdd, logGamma, logSubtract } from './special.ts';

/** r, alpha, s, beta. */
export type ParetoParameters = readonly [r: number, alpha: number, s: number, beta: number];

/**
 * ln of F(t) = 2F1(k, c; k + 1; gap / (high + t)) / (high + t)^k with k = r + s + x, after Euler's
 * transformation, so that many purchases do not overflow.
 */
const logPart = (k: number, c: number, high: number, gap: number, t: number): number => {
  const z = gap / (high + t);
  return (1 - c) * Math.log1p(-z) + Math.log(hypergeometric(1, k + 1 - c, k + 1, z)) - k * Math.log(high + t);
};

/** ln A0 of the note: the weight of having left between the last purchase and now. */
const logGone = ([r, alpha, s, beta]: ParetoParameters, x: number, recency: number, age: number): number => {
  if (age === recency) return Number.NEGATIVE_INFINITY;
  const k = r + s + x;
  const high = Math.max(alpha, beta);
  const gap = Math.abs(alpha - beta);
  const c = alpha >= beta ? s + 1 : r + x;
  return logSubtract(logPart(k, c, high, gap, recency), logPart(k, c, high, gap, age));
};

/** ln of the likelihood of one history. */
const logOne = (p: ParetoParameters, x: number, recency: number, age: number): number => {
  const [r, alpha, s, beta] = p;
  const base = logGamma(r + x) - logGamma(r) + r * Math.log(alpha) + s * Math.log(beta);
  const here = -(r + x) * Math.log(alpha + age) - s * Math.log(beta + age);
  return base + logAdd(here, Math.log(s / (r + s + x)) + logGone(p, x, recency, age));
};

/** The log-likelihood over compressed histories. */
export const paretoLikelihood = (h: Histories): Likelihood => ({
  value: ([r, alpha, s, beta]) => {
    const p: ParetoParameters = [r, alpha, s, beta];
    let sum = 0;
    for (let i = 0; i < h.frequency.length; i++)
      sum += h.weight[i] * logOne(p, h.frequency[i], h.recency[i], h.age[i]);
    return sum;
  },
});

/** P(alive | x, recency, age). */
export const paretoAlive = (p: ParetoParameters, x: number, recency: number, age: number): number => {
  const [r, alpha, s, beta] = p;
  const odds =
    Math.log(s / (r + s + x)) +
    (r + x) * Math.log(alpha + age) +
    s * Math.log(beta + age) +
    logGone(p, x, recency, age);
  return 1 / (1 + Math.exp(odds));
};

/** (1 - (beta / (beta + t))^(s - 1)) / (s - 1), with its limit at s = 1. */
const fading = (s: number, from: number, t: number): number => {
  const ratio = Math.log1p(t / from);
  return Math.abs(s - 1) < 1e-12 ? ratio : -Math.expm1(-(s - 1) * ratio) / (s - 1);
};

/** Expected purchases in the next `time` of a person with this history (note, equation 41). */
export const paretoConditional = (
  p: ParetoParameters,
  time: number,
  x: number,
  recency: number,
  age: number,
): number => {
  const [r, alpha, s, beta] = p;
  return (
    (((r + x) * (beta + age)) / (alpha + age)) * fading(s, beta + age, time) * paretoAlive(p, x, recency, age)
  );
};

/** Expected purchases of a new person in `time` after the first. */
export const paretoExpected = ([r, alpha, s, beta]: ParetoParameters, time: number): number =>
  ((r * beta) / alpha) * fading(s, beta, time);
