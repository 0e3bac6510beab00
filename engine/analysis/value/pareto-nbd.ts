/**
 * Pareto/NBD: a person buys at a gamma rate (r, alpha) until leaving at a gamma rate (s, beta), unseen.
 * D. Schmittlein, D. Morrison, R. Colombo, Management Science 33(1), 1987; the forms used here are those of
 * P. Fader, B. Hardie, "A note on deriving the Pareto/NBD model and related expressions", 2005.
 */
import type { Histories } from './histories.ts';
import { logIntegral } from './log-integral.ts';
import type { Likelihood } from './maximise.ts';
import { digamma, hypergeometric, logAdd, logGamma, logSeries, logSubtract } from './special.ts';

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

/** Nearer to 1 than this the series takes hundreds of terms, or never settles; the integral it stands for does. */
const SLOW = 0.9;
const isSlow = (alpha: number, beta: number, recency: number): boolean =>
  Math.abs(alpha - beta) > SLOW * (Math.max(alpha, beta) + recency);

/**
 * ln of the integral that A0 / k stands for, that of (alpha + t)^-(r + x) (beta + t)^-(s + 1) from the last purchase to now, over
 * v = ln(t + the smaller of alpha and beta); where `slopes` are asked for, its derivatives by r, alpha, s and beta.
 */
const goneIntegral = (
  [r, alpha, s, beta]: ParetoParameters,
  x: number,
  recency: number,
  age: number,
  slopes = false,
): { log: number; slopes: number[] } => {
  const low = Math.min(alpha, beta);
  const gap = Math.abs(alpha - beta);
  const [p, q] = alpha >= beta ? [s, r + x] : [r + x - 1, s + 1];
  const small = (v: number): number => Math.exp(v);
  const large = (v: number): number => Math.exp(v) + gap;
  const [ofAlpha, ofBeta] = alpha >= beta ? [large, small] : [small, large];
  const { log, means } = logIntegral(
    (v) => -p * v - q * Math.log(large(v)),
    (v) => -p - q / (1 + gap * Math.exp(-v)),
    Math.log(low + recency),
    Math.log(low + age),
    4,
    slopes
      ? [
          (v) => -Math.log(ofAlpha(v)),
          (v) => -(r + x) / ofAlpha(v),
          (v) => -Math.log(ofBeta(v)),
          (v) => -(s + 1) / ofBeta(v),
        ]
      : [],
  );
  return { log, slopes: means };
};

/** ln A0 of the note: the weight of having left between the last purchase and now. */
const logGone = ([r, alpha, s, beta]: ParetoParameters, x: number, recency: number, age: number): number => {
  if (age === recency) return Number.NEGATIVE_INFINITY;
  const k = r + s + x;
  const high = Math.max(alpha, beta);
  const gap = Math.abs(alpha - beta);
  if (isSlow(alpha, beta, recency))
    return Math.log(k) + goneIntegral([r, alpha, s, beta], x, recency, age).log;
  const c = alpha >= beta ? s + 1 : r + x;
  return logSubtract(logPart(k, c, high, gap, recency), logPart(k, c, high, gap, age));
};

/** Derivatives of `logPart` by r, alpha, s and beta. */
const slopesOfPart = ([r, alpha, s, beta]: ParetoParameters, x: number, t: number): number[] => {
  const first = alpha >= beta;
  const [high, low] = first ? [alpha, beta] : [beta, alpha];
  const b = first ? r + x : s + 1;
  const c = r + s + x + 1;
  const z = (high - low) / (high + t);
  const [, seriesB, seriesC, seriesZ] = logSeries(b, c, z);
  const fading = Math.log1p(-z);
  const byB = fading + seriesB;
  const byC = seriesC - fading - Math.log(high + t);
  const byZ = seriesZ - ((1 + b - c) * (high + t)) / (low + t);
  const byHigh = ((byZ * (low + t)) / (high + t) - (c - 1)) / (high + t);
  const byLow = -byZ / (high + t);
  return first ? [byB + byC, byHigh, byC, byLow] : [byC, byLow, byB + byC, byHigh];
};

/** The distinct pairs of a frequency and a time, last purchase or now: what the series depends on. */
const pairsOf = (h: Histories) => {
  const places = Array.from(h.frequencies, () => new Map<number, number>());
  const [levels, times]: [number[], number[]] = [[], []];
  const placeOf = (level: number, time: number): number => {
    const known = places[level].get(time);
    if (known !== undefined) return known;
    places[level].set(time, levels.length);
    levels.push(level);
    times.push(time);
    return levels.length - 1;
  };
  const last = Int32Array.from(h.level, (level, i) => placeOf(level, h.recency[i]));
  const now = Int32Array.from(h.level, (level, i) => placeOf(level, h.age[i]));
  return { last, now, levels, times };
};

/**
 * The log-likelihood over compressed histories, with its exact gradient. What depends on the frequency and a time
 * alone is computed once for each such pair: dated to the day, a million histories share a few thousand.
 */
export const paretoLikelihood = (h: Histories): Likelihood => {
  const { last, now, levels, times } = pairsOf(h);
  const pairs = levels.length;
  const [base, share] = [new Float64Array(h.frequencies.length), new Float64Array(h.frequencies.length)];
  const [part, here] = [new Float64Array(pairs), new Float64Array(pairs)];
  const prepare = ([r, alpha, s, beta]: ParetoParameters): void => {
    h.frequencies.forEach((x, level) => {
      base[level] = logGamma(r + x) - logGamma(r) + r * Math.log(alpha) + s * Math.log(beta);
      share[level] = Math.log(s / (r + s + x));
    });
    const [high, gap] = [Math.max(alpha, beta), Math.abs(alpha - beta)];
    for (let at = 0; at < pairs; at++) {
      const [x, t] = [h.frequencies[levels[at]], times[at]];
      part[at] = isSlow(alpha, beta, t)
        ? Number.NaN
        : logPart(r + s + x, alpha >= beta ? s + 1 : r + x, high, gap, t);
      here[at] = -(r + x) * Math.log(alpha + t) - s * Math.log(beta + t);
    }
  };
  /** ln of "left since the last purchase". */
  const gone = (p: ParetoParameters, i: number): number => {
    if (last[i] === now[i]) return Number.NEGATIVE_INFINITY;
    if (isSlow(p[1], p[3], h.recency[i]))
      return Math.log(p[2]) + goneIntegral(p, h.frequency[i], h.recency[i], h.age[i]).log;
    return share[h.level[i]] + logSubtract(part[last[i]], part[now[i]]);
  };
  return {
    value: ([r, alpha, s, beta]) => {
      const p: ParetoParameters = [r, alpha, s, beta];
      prepare(p);
      let sum = 0;
      for (let i = 0; i < h.frequency.length; i++)
        sum += h.weight[i] * (base[h.level[i]] + logAdd(here[now[i]], gone(p, i)));
      return sum;
    },
    gradient: ([r, alpha, s, beta]) => {
      const p: ParetoParameters = [r, alpha, s, beta];
      prepare(p);
      const slopes = new Float64Array(4 * pairs);
      for (let at = 0; at < pairs; at++)
        if (!isSlow(alpha, beta, times[at]))
          slopes.set(slopesOfPart(p, h.frequencies[levels[at]], times[at]), 4 * at);
      const byR = Array.from(h.frequencies, (x) => digamma(r + x) - digamma(r) + Math.log(alpha));
      const out = [0, 0, 0, 0];
      for (let i = 0; i < h.frequency.length; i++) {
        const x = h.frequency[i];
        const age = h.age[i];
        // Chance that this person has left, given the history.
        const left = 1 / (1 + Math.exp(here[now[i]] - gone(p, i)));
        const stays = 1 - left;
        const n = h.weight[i];
        let [dr, da, ds, db] = [0, 0, 0, 0];
        if (left > 0 && isSlow(alpha, beta, h.recency[i])) {
          [dr, da, ds, db] = goneIntegral(p, x, h.recency[i], age, true).slopes;
          ds += 1 / s;
        } else if (left > 0) {
          // d ln(A - B) = (A d ln A - B d ln B) / (A - B).
          const fall = part[now[i]] - part[last[i]];
          const one = -1 / Math.expm1(fall);
          const other = Math.exp(fall) * one;
          const of = (t: number): number => one * slopes[4 * last[i] + t] - other * slopes[4 * now[i] + t];
          const k = r + s + x;
          [dr, da, ds, db] = [of(0) - 1 / k, of(1), of(2) + 1 / s - 1 / k, of(3)];
        }
        out[0] += n * (byR[h.level[i]] - stays * Math.log(alpha + age) + left * dr);
        out[1] += n * (r / alpha - (stays * (r + x)) / (alpha + age) + left * da);
        out[2] += n * (Math.log(beta) - stays * Math.log(beta + age) + left * ds);
        out[3] += n * (s / beta - (stays * s) / (beta + age) + left * db);
      }
      return out;
    },
  };
};

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
