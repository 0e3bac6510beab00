/**
 * Maximum likelihood for a few positive parameters: BFGS (Nocedal & Wright 2006, algorithm 6.1) over their
 * logarithms, which keeps them positive, from several starts; standard errors from the curvature at the top.
 */
import { Matrix, pseudoInverse } from 'ml-matrix';

/** A log-likelihood and its gradient at positive parameters. */
export type Likelihood = {
  value: (parameters: readonly number[]) => number;
  /** Without it, and where it is no number, central differences are taken. */
  gradient?: (parameters: readonly number[]) => number[];
};

export type Maximum = {
  parameters: number[];
  /** Null where the surface is flat in a direction: the data do not determine that parameter. */
  standardErrors: (number | null)[];
  logLikelihood: number;
  iterations: number;
  converged: boolean;
  /** Largest component of the gradient over the log parameters, at the end. */
  gradient: number;
};

const MOST_STEPS = 500;
/** Log parameters stay within this distance of the start: beyond it a parameter runs to zero or infinity. */
const BOUND = 12;
const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, v, i) => sum + v * b[i], 0);
const largest = (v: readonly number[]): number => v.reduce((most, x) => Math.max(most, Math.abs(x)), 0);

/** Gradient over the logarithms of the parameters. */
const slope = (likelihood: Likelihood, logs: readonly number[]): number[] => {
  const at = logs.map(Math.exp);
  const exact = likelihood.gradient?.(at).map((g, i) => g * at[i]);
  if (exact?.every(Number.isFinite)) return exact;
  const step = 1e-5;
  return logs.map((_, i) => {
    const shifted = (by: number): number =>
      likelihood.value(logs.map((l, j) => Math.exp(j === i ? l + by : l)));
    return (shifted(step) - shifted(-step)) / (2 * step);
  });
};

type Climb = Omit<Maximum, 'standardErrors'>;

const climb = (likelihood: Likelihood, start: readonly number[], scale: number): Climb => {
  const size = start.length;
  const origin = start.map(Math.log);
  let at = [...origin];
  let value = likelihood.value(start);
  let up = slope(likelihood, at);
  let inverse = Matrix.eye(size).mul(1 / Math.max(1, largest(up)));
  let converged = false;
  let steps = 0;
  // The gradient of a sum over people is judged against the number of people; differences have their own noise.
  const enough = (likelihood.gradient === undefined ? 1e-7 : 1e-10) * Math.max(1, scale);
  for (; steps < MOST_STEPS; steps++) {
    if (largest(up) <= enough) {
      converged = true;
      break;
    }
    let direction = inverse.mmul(Matrix.columnVector(up)).to1DArray();
    if (!(dot(direction, up) > 0)) {
      inverse = Matrix.eye(size).mul(1 / largest(up));
      direction = up.map((g) => g / largest(up));
    }
    const tooFar = largest(direction);
    if (tooFar > 2) direction = direction.map((d) => (d * 2) / tooFar);
    let rate = 1;
    let next = at;
    let nextValue = Number.NEGATIVE_INFINITY;
    for (let halvings = 0; halvings < 50; halvings++, rate /= 2) {
      next = at.map((l, i) =>
        Math.min(origin[i] + BOUND, Math.max(origin[i] - BOUND, l + rate * direction[i])),
      );
      nextValue = likelihood.value(next.map(Math.exp));
      if (nextValue >= value + 1e-4 * rate * dot(direction, up)) break;
    }
    if (!(nextValue > value)) {
      // No step improves: as far as doubles can tell, this is the top.
      converged = largest(up) <= 1e-4 * Math.max(1, scale);
      break;
    }
    const nextUp = slope(likelihood, next);
    const moved = next.map((l, i) => l - at[i]);
    const bent = nextUp.map((g, i) => up[i] - g);
    const curvature = dot(moved, bent);
    if (curvature > 1e-14) {
      const s = Matrix.columnVector(moved);
      const y = Matrix.columnVector(bent);
      const left = Matrix.eye(size).sub(s.mmul(y.transpose()).mul(1 / curvature));
      inverse = left
        .mmul(inverse)
        .mmul(left.transpose())
        .add(s.mmul(s.transpose()).mul(1 / curvature));
    }
    at = next;
    value = nextValue;
    up = nextUp;
  }
  return {
    parameters: at.map(Math.exp),
    logLikelihood: value,
    iterations: steps,
    converged,
    gradient: largest(up),
  };
};

/** Standard errors: root of the diagonal of the inverse of the negative Hessian, by differences in log parameters. */
const errorsAt = (likelihood: Likelihood, parameters: readonly number[]): (number | null)[] => {
  const logs = parameters.map(Math.log);
  const size = logs.length;
  const step = likelihood.gradient === undefined ? 2e-3 : 1e-4;
  const information = Matrix.zeros(size, size);
  for (let i = 0; i < size; i++) {
    const shifted = (by: number): number[] =>
      slope(
        likelihood,
        logs.map((l, j) => (j === i ? l + by : l)),
      );
    const [ahead, behind] = [shifted(step), shifted(-step)];
    for (let j = 0; j < size; j++) information.set(i, j, -(ahead[j] - behind[j]) / (2 * step));
  }
  const symmetric = information.add(information.transpose()).mul(0.5);
  const variance = pseudoInverse(symmetric).diagonal();
  // d(parameter) = parameter * d(log parameter).
  return variance.map((v, i) => (v > 0 && Number.isFinite(v) ? parameters[i] * Math.sqrt(v) : null));
};

/**
 * The parameters at which a log-likelihood is highest, over several starts.
 * @param starts positive starting points; the best top is kept
 * @param scale number of people, against which the gradient is judged
 */
export const maximise = (
  likelihood: Likelihood,
  starts: readonly (readonly number[])[],
  scale: number,
): Maximum => {
  let best: Climb | null = null;
  for (const start of starts) {
    if (!Number.isFinite(likelihood.value(start))) continue;
    const found = climb(likelihood, start, scale);
    if (best === null || found.logLikelihood > best.logLikelihood) best = found;
  }
  if (best === null)
    return {
      parameters: [...starts[0]],
      standardErrors: starts[0].map(() => null),
      logLikelihood: Number.NaN,
      iterations: 0,
      converged: false,
      gradient: Number.NaN,
    };
  return { ...best, standardErrors: errorsAt(likelihood, best.parameters) };
};
