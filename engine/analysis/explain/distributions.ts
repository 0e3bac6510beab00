/**
 * Tails of F and χ², quantiles of Student's t, and Holm's correction: what a test needs. Through the regularised
 * incomplete beta and gamma functions (NIST Digital Library of Mathematical Functions, 8.17.22, 8.11.4 and 8.9.2).
 */
import { logBeta, logGamma } from '../value/special.ts';

const TINY = 1e-300;
const CLOSE = 1e-15;
const MOST_TERMS = 10_000;

/** A continued fraction b0 + a1 / (b1 + a2 / (b2 + …)) from its front (W. Lentz, Applied Optics 15, 1976). */
const fraction = (b0: number, a: (i: number) => number, b: (i: number) => number): number => {
  let value = b0 === 0 ? TINY : b0;
  let c = value;
  let d = 0;
  for (let i = 1; i <= MOST_TERMS; i++) {
    d = b(i) + a(i) * d;
    c = b(i) + a(i) / c;
    d = 1 / (d === 0 ? TINY : d);
    if (c === 0) c = TINY;
    value *= c * d;
    if (Math.abs(c * d - 1) < CLOSE) break;
  }
  return value;
};

/** I_x(a, b), the regularised incomplete beta function, for a, b > 0 and 0 <= x <= 1. */
export const betaShare = (x: number, a: number, b: number): number => {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  // Beyond its mean the fraction converges slowly; there it is taken from the other end.
  if (x > (a + 1) / (a + b + 2)) return 1 - betaShare(1 - x, b, a);
  const term = (i: number): number => {
    if (i === 1) return 1;
    const m = (i - 1) >> 1;
    return i % 2 === 1
      ? (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
      : (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
  };
  const front = Math.exp(a * Math.log(x) + b * Math.log1p(-x) - logBeta(a, b)) / a;
  return front * fraction(0, term, () => 1);
};

/** Q(a, x), the upper share of the incomplete gamma function, for a > 0 and x >= 0. */
export const gammaTail = (a: number, x: number): number => {
  if (x <= 0) return 1;
  const front = Math.exp(a * Math.log(x) - x - logGamma(a));
  if (x < a + 1) {
    let term = 1 / a;
    let sum = term;
    for (let n = 1; n < MOST_TERMS && term > sum * CLOSE; n++) {
      term *= x / (a + n);
      sum += term;
    }
    return Math.max(0, 1 - front * sum);
  }
  return (
    front *
    fraction(
      0,
      (i) => (i === 1 ? 1 : (i - 1) * (a - i + 1)),
      (i) => x + 2 * i - 1 - a,
    )
  );
};

/** Chance of an F at least as large where the groups do not differ. */
export const fTail = (f: number, between: number, within: number): number => {
  if (f <= 0) return 1;
  return f === Number.POSITIVE_INFINITY
    ? 0
    : betaShare(within / (within + between * f), within / 2, between / 2);
};

/** Chance of a χ² at least as large where the groups do not differ. */
export const chiSquareTail = (chiSquare: number, freedom: number): number =>
  gammaTail(freedom / 2, chiSquare / 2);

/** Chance of a value of Student's t up to t. */
export const studentShare = (t: number, freedom: number): number => {
  const tail = betaShare(freedom / (freedom + t * t), freedom / 2, 0.5) / 2;
  return t > 0 ? 1 - tail : tail;
};

/** The t below which a share p from 0.5 to 1 lies, by bisection. */
export const studentQuantile = (p: number, freedom: number): number => {
  let [low, high] = [0, 1];
  while (studentShare(high, freedom) < p) high *= 2;
  for (let i = 0; i < 200 && high - low > 1e-13 * high; i++) {
    const middle = (low + high) / 2;
    if (studentShare(middle, freedom) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
};

/** p values so that the chance of even one false finding stays below theirs (S. Holm, Scand. J. Statist. 6, 1979). */
export const holm = (values: readonly number[]): number[] => {
  const order = [...values.keys()].sort((i, j) => values[i] - values[j]);
  const adjusted = new Array<number>(values.length);
  let reached = 0;
  order.forEach((at, rank) => {
    reached = Math.max(reached, Math.min(1, (values.length - rank) * values[at]));
    adjusted[at] = reached;
  });
  return adjusted;
};
