/**
 * Gamma-Gamma: what a person spends per purchase. Each purchase is gamma distributed around a mean of the
 * person's own, and those means vary as an inverse gamma: a person's expected value is a weighted mean of
 * what was seen and of everyone's.
 * P. Fader, B. Hardie, "The gamma-gamma model of monetary value", 2013, equations 1a to 5.
 */
import { CloisterError } from '../../../shared/errors.ts';
import { type Likelihood, type Maximum, maximise } from './maximise.ts';
import { digamma, logGamma } from './special.ts';

/** p, q, gamma (in the unit of money). */
export type GammaGammaParameters = readonly [p: number, q: number, gamma: number];

/**
 * The log-likelihood, with its exact gradient.
 * @param purchases number of purchases each mean is over, at least 1
 * @param mean mean value per purchase, above 0, in the unit of money
 */
export const gammaGammaLikelihood = (purchases: Float64Array, mean: Float64Array): Likelihood => {
  const most = purchases.reduce((high, x) => Math.max(high, x), 0);
  const seen = new Uint8Array(most + 1);
  for (const x of purchases) seen[x] = 1;
  const table = (f: (x: number) => number): Float64Array =>
    Float64Array.from(seen, (has, x) => (has === 1 && x > 0 ? f(x) : 0));
  return {
    value: ([p, q, gamma]) => {
      const constant = table(
        (x) => logGamma(p * x + q) - logGamma(p * x) - logGamma(q) + q * Math.log(gamma),
      );
      let sum = 0;
      for (let i = 0; i < purchases.length; i++) {
        const x = purchases[i];
        const m = mean[i];
        sum +=
          constant[x] +
          (p * x - 1) * Math.log(m) +
          p * x * Math.log(x) -
          (p * x + q) * Math.log(gamma + x * m);
      }
      return sum;
    },
    gradient: ([p, q, gamma]) => {
      const dp = table((x) => x * (digamma(p * x + q) - digamma(p * x)));
      const dq = table((x) => digamma(p * x + q) - digamma(q) + Math.log(gamma));
      const out = [0, 0, 0];
      for (let i = 0; i < purchases.length; i++) {
        const x = purchases[i];
        const logTotal = Math.log(x * mean[i]);
        const logAll = Math.log(gamma + x * mean[i]);
        out[0] += dp[x] + x * (logTotal - logAll);
        out[1] += dq[x] - logAll;
        out[2] += q / gamma - (p * x + q) / (gamma + x * mean[i]);
      }
      return out;
    },
  };
};

/**
 * Fits p, q and gamma.
 * @throws CloisterError NO_DATA with fewer than two people, INPUT_VALUE where a mean is not above 0
 */
export const fitGammaGamma = (purchases: Float64Array, mean: Float64Array): Maximum => {
  if (purchases.length < 2)
    throw new CloisterError(
      'NO_DATA',
      'Fewer than two people bought again, so the value of a purchase cannot be modelled.',
      'Choose a longer time, or use the plain mean.',
    );
  const wrong = mean.findIndex((m, i) => !(m > 0 && Number.isFinite(m) && purchases[i] >= 1));
  if (wrong >= 0)
    throw new CloisterError(
      'INPUT_VALUE',
      `The mean value per purchase of row ${wrong + 1} is ${mean[wrong]}; the model knows only values above 0.`,
      'Leave out purchases of no value, such as returns and free gifts.',
    );
  const average = mean.reduce((sum, m) => sum + m, 0) / mean.length;
  // The search runs in units of the average, so cents and euros find the same top.
  const unit = mean.map((m) => m / average);
  const found = maximise(
    gammaGammaLikelihood(purchases, unit),
    [
      [1, 2, 1],
      [5, 4, 0.5],
      [1, 10, 9],
    ],
    mean.length,
  );
  // A density per euro is the density per average divided by the average.
  const perUnit = mean.length * Math.log(average);
  const [p, q, gamma] = found.parameters;
  const [errorP, errorQ, errorGamma] = found.standardErrors;
  return {
    ...found,
    parameters: [p, q, gamma * average],
    standardErrors: [errorP, errorQ, errorGamma === null ? null : errorGamma * average],
    logLikelihood: found.logLikelihood - perUnit,
  };
};

/** Mean value per purchase over everyone, p gamma / (q - 1); NaN where q <= 1, which has no mean. */
export const meanValue = ([p, q, gamma]: GammaGammaParameters): number =>
  q > 1 ? (p * gamma) / (q - 1) : Number.NaN;

/** Expected value of a purchase of a person with `purchases` of this mean; without one, everyone's mean (equation 5). */
export const expectedValue = (parameters: GammaGammaParameters, purchases: number, mean: number): number => {
  const [p, q, gamma] = parameters;
  if (purchases === 0) return meanValue(parameters);
  const denominator = p * purchases + q - 1;
  return denominator > 0 ? (p * (gamma + purchases * mean)) / denominator : Number.NaN;
};
