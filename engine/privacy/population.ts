/**
 * Risk in a larger population, of which the set at hand is taken to be a random sample: how many would be alone with
 * their quasi-identifiers in it, and the risk of one person of the set. For the first two estimators and the rule that
 * chooses between them (F. Dankar, K. El Emam, A. Neisa and T. Roffey, "Estimating the re-identification risk of clinical
 * data sets", BMC Medical Informatics and Decision Making 12:66, 2012). All of it stands on the assumed sampling fraction.
 */
import { CloisterError } from '../../shared/errors.ts';
import type { PopulationRisk, PopulationUniques } from '../../shared/risk.ts';

/** How many classes have each size: pairs of size and number, sizes ascending. */
const profileOf = (sizes: ArrayLike<number>): [number, number][] => {
  const counts = new Map<number, number>();
  for (const size of Array.from(sizes)) counts.set(size, (counts.get(size) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => a - b);
};

/** Logarithm of the gamma function (Lanczos, g = 7, nine terms; P. Godfrey 2001); for positive arguments. */
const logGamma = (x: number): number => {
  const terms = [
    0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
    12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
  ];
  if (x < 0.5) return Math.log(Math.PI / Math.abs(Math.sin(Math.PI * x))) - logGamma(1 - x);
  const t = x + 6.5;
  const sum = terms.reduce((total, term, i) => (i === 0 ? term : total + term / (x - 1 + i)), 0);
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum);
};

/** The root of a falling function, by bisection to the last bit that matters. */
const rootOfFalling = (f: (x: number) => number, low: number, high: number): number => {
  let [from, to] = [low, high];
  for (let i = 0; i < 100 && to - from > 1e-13 * Math.max(1, Math.abs(to)); i++) {
    const middle = (from + to) / 2;
    if (f(middle) > 0) from = middle;
    else to = middle;
  }
  return (from + to) / 2;
};

/** Sum of 1 / (start + i step) for i from 1 to count, exactly for the first terms, by Euler and Maclaurin for the rest. */
const harmonic = (start: number, step: number, count: number): number => {
  const head = Math.min(count, 64);
  let sum = 0;
  for (let i = 1; i <= head; i++) sum += 1 / (start + i * step);
  if (count <= head) return sum;
  const a = start + head * step;
  const b = start + count * step;
  return sum + Math.log(b / a) / step + (1 / b - 1 / a) / 2 + (step / 12) * (1 / (a * a) - 1 / (b * b));
};

/**
 * Pitman's sampling formula fitted by maximum likelihood (N. Hoshino, "Applying Pitman's sampling formula to microdata
 * disclosure risk assessment", Journal of Official Statistics 17, 2001).
 * @returns population uniques, or null where it cannot be fitted (no unique, or nobody but uniques)
 */
const pitman = (profile: readonly [number, number][], people: number, population: number): number | null => {
  const classes = profile.reduce((sum, [, count]) => sum + count, 0);
  if (classes === people || profile[0][0] !== 1 || classes < 2) return null;
  const thetaFor = (alpha: number): number =>
    rootOfFalling(
      (theta) => harmonic(theta, alpha, classes - 1) - harmonic(theta, 1, people - 1),
      -alpha + 1e-9,
      100 * people,
    );
  const within = (alpha: number): number => {
    let sum = 0;
    let so = 0;
    let at = 1;
    for (const [size, count] of profile) {
      for (; at < size; at++) so += 1 / (at - alpha);
      sum += count * so;
    }
    return sum;
  };
  // Along the best theta: sum of i / (theta + i alpha) is (classes - 1 - theta * harmonic) / alpha.
  const alpha = rootOfFalling(
    (value) => {
      const theta = thetaFor(value);
      return (classes - 1 - theta * harmonic(theta, value, classes - 1)) / value - within(value);
    },
    1e-6,
    1 - 1e-6,
  );
  const theta = thetaFor(alpha);
  return Math.exp(logGamma(theta + 1) - logGamma(theta + alpha) + alpha * Math.log(population));
};

/**
 * The probability that a unique of the sample is one of the population, from the sizes of the sample's classes (L.
 * Zayatz, "Estimation of the percent of unique population elements on a microdata file using the sample", 1991).
 */
const zayatz = (profile: readonly [number, number][], people: number, population: number): number => {
  const logChoose = (n: number, k: number): number => logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
  const all = logChoose(population, people);
  let sum = 0;
  let alone = 0;
  for (const [size, count] of profile) {
    if (size > population - people + 1) continue;
    const one = count * Math.exp(Math.log(size) + logChoose(population - size, people - 1) - all);
    if (size === 1) alone = one;
    sum += one;
  }
  const uniques = profile[0][0] === 1 ? profile[0][1] : 0;
  return sum === 0 ? 0 : (uniques * (alone / sum) * population) / people;
};

/**
 * Estimates the share of the population that is unique.
 * @param sizes people per equivalence class of the sample
 * @param fraction of the population that the sample is, above 0 and at most 1
 * @throws CloisterError INPUT_VALUE for another fraction
 */
export const populationUniques = (sizes: ArrayLike<number>, fraction: number): PopulationUniques => {
  if (!(fraction > 0 && fraction <= 1))
    throw new CloisterError(
      'INPUT_VALUE',
      `The sampling fraction is ${fraction}, not a number above 0 and at most 1.`,
      'Say which share of the population the people are, as 0.1.',
    );
  const profile = profileOf(sizes);
  const people = profile.reduce((sum, [size, count]) => sum + size * count, 0);
  const uniques = profile.length > 0 && profile[0][0] === 1 ? profile[0][1] : 0;
  const of = (share: number, estimator: PopulationUniques['estimator']): PopulationUniques => ({
    fraction,
    share: Math.min(1, Math.max(0, share)),
    estimator,
  });
  if (uniques === 0) return of(0, 'count');
  if (fraction === 1) return of(uniques / people, 'count');
  const population = Math.round(people / fraction);
  const fitted = fraction <= 0.1 ? pitman(profile, people, population) : null;
  return fitted !== null
    ? of(fitted / population, 'Pitman')
    : of(zayatz(profile, people, population) / population, 'Zayatz');
};

/**
 * The expected risk of one person, who shares their values with `size` people of a sample, estimated to be `population`
 * people of the population (R. Benedetti and L. Franconi, "Statistical and technological solutions for controlled data
 * dissemination", 1998). From three people on the approximation of sdcMicro, which is never below the exact value.
 */
export const individualRisk = (size: number, population: number): number => {
  const p = size / population;
  if (p >= 1) return 1 / size;
  const odds = p / (1 - p);
  if (size === 1) return odds * Math.log(1 / p);
  if (size === 2) return odds - odds * odds * Math.log(1 / p);
  return p / (size - (1 - p));
};

/**
 * Uniques and individual risk together, each person of the sample standing for 1 / fraction of the population.
 * @throws CloisterError INPUT_VALUE for a fraction that is none
 */
export const populationRisk = (sizes: ArrayLike<number>, fraction: number): PopulationRisk => {
  const uniques = populationUniques(sizes, fraction);
  let people = 0;
  let sum = 0;
  let highest = 0;
  for (const size of Array.from(sizes)) {
    const risk = individualRisk(size, size / fraction);
    highest = Math.max(highest, risk);
    sum += size * risk;
    people += size;
  }
  return { ...uniques, highest, average: people === 0 ? 0 : sum / people };
};
