/** Likelihood, chance to be there and purchases to come of the four models, against averages over rates by quadrature. */
import { describe, expect, test } from 'vitest';
import { bgBbLikelihood } from '../../../../engine/analysis/value/bg-bb.ts';
import { bgLikelihood } from '../../../../engine/analysis/value/bg-nbd.ts';
import { compressHistories } from '../../../../engine/analysis/value/histories.ts';
import { paretoLikelihood } from '../../../../engine/analysis/value/pareto-nbd.ts';
import { aliveOf, conditionalOf, type PurchaseModelName } from '../../../../engine/analysis/value/value.ts';
import { bgBbTold, bgTold, paretoTold, type Told } from './quadrature.ts';

type Numbers = readonly number[];
const AHEAD = 20;
/** Once only; twice; again at once; hardly ever silent; hundreds of purchases, then a long silence. */
const HISTORIES = [
  [0, 0, 38.86],
  [2, 30.43, 38.86],
  [1, 0.14, 0.2],
  [40, 38, 39],
  [300, 700, 1400],
];
const OCCASIONS = [
  [0, 0, 6],
  [2, 4, 6],
  [6, 6, 6],
  [1, 1, 30],
  [30, 90, 120],
];

const rows = (of: Numbers) => compressHistories([of[0]], [of[1]], [of[2]]);
const near = (ours: number, theirs: number, what: string): void =>
  expect(Math.abs(ours / theirs - 1), what).toBeLessThan(1e-6);
const agrees = (
  model: PurchaseModelName,
  parameters: number[],
  history: Numbers,
  logLikelihood: number,
  told: Told,
): void => {
  const [x, recency, age] = history;
  const what = `${model} ${parameters} ${history}`;
  near(logLikelihood, told.logLikelihood, what);
  near(aliveOf({ model, parameters }, x, recency, age), told.alive, what);
  near(conditionalOf({ model, parameters }, AHEAD, x, recency, age), told.ahead, what);
};

describe('the models as their stories tell them', () => {
  test.each([
    [0.243, 4.414, 0.793, 2.426],
    [2, 30, 0.4, 8],
    [5, 0.5, 1.2, 1.1],
  ])('BG/NBD and MBG/NBD at %d, %d, %d, %d', (...p) => {
    for (const history of HISTORIES)
      for (const [shift, model] of [
        [0, 'bg-nbd'],
        [1, 'mbg-nbd'],
      ] as const)
        agrees(
          model,
          p,
          history,
          bgLikelihood(rows(history), shift).value(p),
          bgTold(p, shift, history, AHEAD),
        );
  });
  test.each([
    [0.553, 10.58, 0.606, 11.656],
    [3, 1, 0.2, 50],
    [0.2, 0.3, 5, 0.3],
    [2, 1, 1, 1],
    // Alpha and beta so far apart that the series of the papers does not settle.
    [0.5, 50, 0.4, 0.01],
    [0.3, 0.01, 1.5, 200],
  ])('Pareto/NBD at %d, %d, %d, %d', (...p) => {
    for (const history of HISTORIES)
      agrees(
        'pareto-nbd',
        p,
        history,
        paretoLikelihood(rows(history)).value(p),
        paretoTold(p, history, AHEAD),
      );
  });
  test('Pareto/NBD with alpha and beta far apart: the exact gradient is that of differences', () => {
    const some = compressHistories([0, 0, 1, 2, 40], [0, 0, 0.14, 3, 5], [38.86, 0.5, 0.2, 38.86, 39]);
    const { value, gradient } = paretoLikelihood(some);
    for (const p of [
      [0.5, 50, 0.4, 0.01],
      [0.3, 0.01, 1.5, 200],
      [0.6, 0.05, 0.4, 60],
    ])
      gradient?.(p).forEach((slope, at) => {
        const by = 1e-6 * p[at];
        const shifted = (way: number): number => value(p.with(at, p[at] + way * by));
        expect(Math.abs((shifted(1) - shifted(-1)) / (2 * by) - slope)).toBeLessThan(
          1e-5 * (1 + Math.abs(slope)),
        );
      });
  });
  test.each([
    [1.204, 0.75, 0.657, 2.783],
    [0.2, 5, 0.1, 9],
    [3, 3, 4, 0.5],
  ])('BG/BB at %d, %d, %d, %d', (...p) => {
    for (const history of OCCASIONS)
      agrees('bg-bb', p, history, bgBbLikelihood(rows(history)).value(p), bgBbTold(p, history, AHEAD));
  });
});
