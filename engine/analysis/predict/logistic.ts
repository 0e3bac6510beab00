/**
 * Logistic regression by iteratively reweighted least squares (Newton's method; McCullagh & Nelder 1989, 2.5), with
 * an L2 penalty λ/2 |β|² that leaves the intercept alone. Standard errors are those of the inverse information, with
 * the penalty in it where there is one.
 */
import { CholeskyDecomposition, Matrix, pseudoInverse } from 'ml-matrix';

export type Logistic = {
  intercept: number;
  coefficients: number[];
  /** Of the intercept, then of each coefficient; null where the data do not determine it. */
  standardErrors: (number | null)[];
  logLikelihood: number;
  /** Of a model with the intercept alone. */
  nullLogLikelihood: number;
  iterations: number;
  converged: boolean;
};

const MOST_STEPS = 60;
/** A coefficient beyond this on the log-odds means that the outcome can be told exactly: it would grow forever. */
const RUNAWAY = 30;

export const sigmoid = (x: number): number => {
  if (x >= 0) return 1 / (1 + Math.exp(-x));
  const e = Math.exp(x);
  return e / (1 + e);
};
/** log(1 + e^x) without overflow. */
const softplus = (x: number): number => (x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x)));

/** Log-odds of a row. */
export const linear = (
  { intercept, coefficients }: Pick<Logistic, 'intercept' | 'coefficients'>,
  values: Float64Array,
  start: number,
): number => {
  let sum = intercept;
  for (let t = 0; t < coefficients.length; t++) sum += coefficients[t] * values[start + t];
  return sum;
};

/**
 * Fits on the chosen rows of a row-major matrix.
 * @param outcome 0 or 1 per row of the matrix
 * @param l2 λ; 0 for maximum likelihood
 */
export const fitLogistic = (
  values: Float64Array,
  width: number,
  chosen: Uint32Array,
  outcome: Uint8Array,
  l2: number,
): Logistic => {
  const size = width + 1;
  const people = chosen.length;
  let positive = 0;
  for (const row of chosen) positive += outcome[row];
  const rate = positive / people;
  let beta = new Array<number>(size).fill(0);
  beta[0] = Math.log(rate / (1 - rate));
  const likelihoodAt = (at: readonly number[]): number => {
    let sum = 0;
    for (const row of chosen) {
      let z = at[0];
      for (let t = 0; t < width; t++) z += at[t + 1] * values[row * width + t];
      sum += outcome[row] * z - softplus(z);
    }
    return sum;
  };
  const penaltyAt = (at: readonly number[]): number =>
    (l2 / 2) * at.reduce((sum, b, i) => (i === 0 ? 0 : sum + b * b), 0);
  const information = new Float64Array(size * size);
  const score = new Float64Array(size);
  const row = new Float64Array(size);
  row[0] = 1;
  const derive = (): void => {
    information.fill(0);
    score.fill(0);
    for (const i of chosen) {
      let z = beta[0];
      for (let t = 0; t < width; t++) {
        row[t + 1] = values[i * width + t];
        z += beta[t + 1] * row[t + 1];
      }
      const p = sigmoid(z);
      const weight = p * (1 - p);
      for (let a = 0; a < size; a++) {
        score[a] += (outcome[i] - p) * row[a];
        for (let b = 0; b <= a; b++) information[a * size + b] += weight * row[a] * row[b];
      }
    }
    for (let a = 0; a < size; a++) {
      if (a > 0) {
        score[a] -= l2 * beta[a];
        information[a * size + a] += l2;
      }
      for (let b = 0; b < a; b++) information[b * size + a] = information[a * size + b];
    }
  };
  const asMatrix = (): Matrix => Matrix.from1DArray(size, size, information);
  const solve = (): number[] => {
    const cholesky = new CholeskyDecomposition(asMatrix());
    const right = Matrix.columnVector(score);
    const step = cholesky.isPositiveDefinite()
      ? cholesky.solve(right)
      : pseudoInverse(asMatrix()).mmul(right);
    return step.to1DArray();
  };
  let reached = likelihoodAt(beta) - penaltyAt(beta);
  let converged = false;
  let iterations = 0;
  for (; iterations < MOST_STEPS && !converged; iterations++) {
    derive();
    const step = solve();
    let shrink = 1;
    let next = beta;
    let value = Number.NEGATIVE_INFINITY;
    for (
      let halvings = 0;
      halvings < 30 && !(value >= reached - 1e-12 * Math.abs(reached));
      halvings++, shrink /= 2
    ) {
      next = beta.map((b, i) => b + shrink * step[i]);
      value = likelihoodAt(next) - penaltyAt(next);
    }
    converged = step.every((s, i) => Math.abs(s) <= 1e-9 * Math.max(1, Math.abs(beta[i])));
    beta = next;
    reached = value;
    if (beta.some((b) => Math.abs(b) > RUNAWAY * 10)) break;
  }
  derive();
  const inverse = pseudoInverse(asMatrix());
  const runaway = beta.slice(1).some((b, t) => {
    let most = 0;
    for (const i of chosen) most = Math.max(most, Math.abs(values[i * width + t]));
    return Math.abs(b) * most > RUNAWAY * RUNAWAY;
  });
  return {
    intercept: beta[0],
    coefficients: beta.slice(1),
    standardErrors: inverse.diagonal().map((v) => (v > 0 && Number.isFinite(v) ? Math.sqrt(v) : null)),
    logLikelihood: likelihoodAt(beta),
    nullLogLikelihood: positive * Math.log(rate) + (people - positive) * Math.log(1 - rate),
    iterations,
    converged: converged && !runaway,
  };
};
