/**
 * The value models as their stories tell them, by quadrature: what a person with known rates would do, averaged over the
 * rates of everyone. No formula of the papers is used but the densities of the rates. Everything is in logarithms, since a
 * history of hundreds of purchases underflows.
 */

/** Where a rate or a chance is looked at, and the logarithm of the weight of each place; the weights add up to 1. */
type Places = { at: Float64Array; weight: Float64Array };

const logSum = (logs: ArrayLike<number>): number => {
  let top = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < logs.length; i++) top = Math.max(top, logs[i]);
  if (top === Number.NEGATIVE_INFINITY) return top;
  let sum = 0;
  for (let i = 0; i < logs.length; i++) sum += Math.exp(logs[i] - top);
  return top + Math.log(sum);
};

/** ln of the mean of exp(of) over the places. */
const meanOf = ({ at, weight }: Places, of: (place: number) => number): number =>
  logSum(at.map((place, i) => weight[i] + of(place)));

/** The trapezoid rule from `low` to `high`, whose error falls exponentially for these integrands (Trefethen & Weideman 2014). */
const places = (
  low: number,
  high: number,
  step: number,
  of: (u: number) => [at: number, log: number],
): Places => {
  const count = Math.ceil((high - low) / step);
  const at = new Float64Array(count + 1);
  const weight = new Float64Array(count + 1);
  for (let i = 0; i <= count; i++) [at[i], weight[i]] = of(low + i * step);
  const all = logSum(weight);
  return { at, weight: weight.map((log) => log - all) };
};

/** Logarithms of rates drawn from a gamma distribution; `seen` is how many purchases sharpen what is asked of them. */
const gammaPlaces = (shape: number, rate: number, seen: number): Places =>
  places(
    -24 / Math.min(1, shape),
    Math.log(60 + 6 * (shape + seen)),
    0.45 / Math.sqrt(1 + (shape + seen) / 4),
    (u) => [u - Math.log(rate), shape * u - Math.exp(u)],
  );

/** Log-odds of chances drawn from a beta distribution. */
const betaPlaces = (a: number, b: number, seen: number): Places =>
  places(-24 / Math.min(1, a), 24 / Math.min(1, b), 0.6 / Math.sqrt(1 + (a + b + seen) / 4), (u) => [
    u,
    -a * Math.log1p(Math.exp(-u)) - b * Math.log1p(Math.exp(u)),
  ]);
/** ln of a chance, and of 1 less it, from its log-odds. */
const [ln, lnNot] = [
  (u: number): number => -Math.log1p(Math.exp(-u)),
  (u: number): number => -Math.log1p(Math.exp(u)),
];

/** The likelihood of a history, the chance that its person is still there, and their purchases to come. */
export type Told = { logLikelihood: number; alive: number; ahead: number };
type Numbers = readonly number[];

const told = (here: number, gone: number, alive: number, ahead: number): Told => {
  const all = logSum([here, gone]);
  return { logLikelihood: all, alive: Math.exp(alive - all), ahead: Math.exp(ahead - all) };
};

/** BG/NBD (shift 0) and MBG/NBD (shift 1): whoever buys leaves with a chance, with shift 1 after the first time too. */
export const bgTold = (
  [r, alpha, a, b]: Numbers,
  shift: 0 | 1,
  [x, recency, age]: Numbers,
  time: number,
): Told => {
  const [rates, chances] = [gammaPlaces(r, alpha, x), betaPlaces(a, b, x)];
  const bought = (until: number): number => meanOf(rates, (u) => x * u - until * Math.exp(u));
  const here = meanOf(chances, (u) => (x + shift) * lnNot(u)) + bought(age);
  const chancesGone = x + shift;
  const gone =
    chancesGone === 0
      ? Number.NEGATIVE_INFINITY
      : meanOf(chances, (u) => ln(u) + (chancesGone - 1) * lnNot(u)) + bought(recency);
  // At a rate that a chance p to leave thins out: (1 - exp(-rate p time)) / p purchases.
  const ahead = meanOf(chances, (u) => {
    const p = Math.exp(ln(u));
    const within = (v: number): number => {
      const y = Math.exp(v) * p * time;
      return Math.log(-Math.expm1(-y) / p);
    };
    return chancesGone * lnNot(u) + meanOf(rates, (v) => x * v - age * Math.exp(v) + within(v));
  });
  return told(here, gone, here, ahead);
};

/** Pareto/NBD: a person buys at one rate until leaving at another. */
export const paretoTold = ([r, alpha, s, beta]: Numbers, [x, recency, age]: Numbers, time: number): Told => {
  const [buying, leaving] = [gammaPlaces(r, alpha, x + 1), gammaPlaces(s, beta, 1)];
  const bought = (until: number, more = 0): number =>
    meanOf(buying, (u) => (x + more) * u - until * Math.exp(u));
  const stayed = meanOf(leaving, (u) => -age * Math.exp(u));
  const here = bought(age) + stayed;
  // Gone at a moment between the last purchase and now: double-exponential rule (Takahasi & Mori 1974).
  const span = age - recency;
  const moments =
    span === 0
      ? []
      : Array.from({ length: 141 }, (_, i) => {
          const t = (i - 70) * 0.045;
          const w = Math.PI * Math.sinh(t);
          // The share of the time that has gone by, and how fast it goes.
          const share = 1 / (1 + Math.exp(-w));
          const pace = Math.PI * Math.cosh(t) * share * (1 / (1 + Math.exp(w))) * 0.045;
          const moment = recency + span * share;
          return Math.log(span * pace) + bought(moment) + meanOf(leaving, (u) => u - moment * Math.exp(u));
        });
  const ahead =
    bought(age, 1) +
    meanOf(leaving, (u) => Math.log(-Math.expm1(-time * Math.exp(u))) - u - age * Math.exp(u));
  return told(here, logSum(moments), here, ahead);
};

/** BG/BB: at each occasion a person who is still there buys with a chance, having left before it with another. */
export const bgBbTold = ([alpha, beta, gamma, delta]: Numbers, [x, last, n]: Numbers, time: number): Told => {
  const [buying, leaving] = [betaPlaces(alpha, beta, n), betaPlaces(gamma, delta, n)];
  const bought = (until: number, more = 0): number =>
    meanOf(buying, (u) => (x + more) * ln(u) + (until - x) * lnNot(u));
  const stayed = (until: number): number => meanOf(leaving, (u) => until * lnNot(u));
  const gone = Array.from(
    { length: n - last },
    (_, i) => bought(last + i) + meanOf(leaving, (u) => (last + i) * lnNot(u) + ln(u)),
  );
  const ahead = Array.from({ length: time }, (_, i) => bought(n, 1) + stayed(n + 1 + i));
  // Still there means: at the next occasion.
  return told(bought(n) + stayed(n), logSum(gone), bought(n) + stayed(n + 1), logSum(ahead));
};
