/** Shapley values against their definition: every subset of the columns, weighed one by one. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Tree } from '../../../../engine/analysis/predict/grow.ts';
import { linear } from '../../../../engine/analysis/predict/logistic.ts';
import { fitModel, type Model } from '../../../../engine/analysis/predict/models.ts';
import { createExplainer } from '../../../../engine/analysis/predict/shapley.ts';
import { createRandom } from '../../../../shared/random.ts';
import { matrixOf } from '../fixtures.ts';
import { trained } from './telco.ts';

/** Score of a tree where only the columns of `known` are known. */
const expected = (tree: Tree, row: Float64Array, known: number, node = 0): number => {
  const column = tree.column[node];
  if (column < 0) return tree.value[node];
  const [left, right] = [tree.left[node], tree.right[node]];
  if ((known >> column) & 1) return expected(tree, row, known, row[column] < tree.cut[node] ? left : right);
  return (
    (tree.cover[left] * expected(tree, row, known, left) +
      tree.cover[right] * expected(tree, row, known, right)) /
    tree.cover[node]
  );
};

const scoreOf = (model: Exclude<Model, { method: 'logistic' }>, row: Float64Array, known: number): number => {
  const sum = model.trees.reduce((all, tree) => all + expected(tree, row, known), 0);
  return model.method === 'boosting' ? model.base + sum : sum / model.trees.length;
};

const bits = (set: number): number => set.toString(2).replaceAll('0', '').length;
const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));

/** Shapley 1953, by the sum over all subsets. */
const byDefinition = (width: number, value: (set: number) => number): number[] =>
  Array.from({ length: width }, (_, column) => {
    let sum = 0;
    for (let set = 0; set < 1 << width; set++) {
      if ((set >> column) & 1) continue;
      const size = bits(set);
      const weight = (factorial(size) * factorial(width - size - 1)) / factorial(width);
      sum += weight * (value(set | (1 << column)) - value(set));
    }
    return sum;
  });

const WIDTH = 4;
const rowsOf = (people: number): Uint32Array => Uint32Array.from({ length: people }, (_, i) => i);

describe('exact Shapley values', () => {
  test.each(['tree', 'forest', 'boosting'] as const)('%s: as defined, on any data', (method) => {
    fc.assert(
      fc.property(fc.nat(10_000), (seed) => {
        const random = createRandom(seed);
        const rows = Array.from({ length: 80 }, () => Array.from({ length: WIDTH }, () => random.int(5)));
        const outcome = Uint8Array.from(rows, ([a, b, c]) => (a * b + c + random.int(4) > 7 ? 1 : 0));
        outcome[0] = 1;
        outcome[1] = 0;
        const { values } = matrixOf(rows);
        const model = fitModel(method, values, WIDTH, rowsOf(80), outcome, seed);
        if (model.method === 'logistic') throw new Error('another model');
        const few = { ...model, trees: model.trees.slice(0, 4) };
        const explainer = createExplainer(few, WIDTH, []);
        const row = values.slice(8, 8 + WIDTH);
        const found = explainer.explain(row, 0);
        const truth = byDefinition(WIDTH, (set) => scoreOf(few, row, set));
        truth.forEach((value, t) => {
          expect(found[t]).toBeCloseTo(value, 10);
        });
        expect(explainer.base).toBeCloseTo(scoreOf(few, row, 0), 10);
      }),
      { numRuns: 15, seed: 1 },
    );
  });
  test('they add up to the score, on real people and deep trees', () => {
    const { matrix, outcome } = trained();
    const model = fitModel('boosting', matrix.values, 8, rowsOf(2000), outcome, 1);
    if (model.method !== 'boosting') throw new Error('another model');
    const explainer = createExplainer(model, 8, []);
    for (const row of [0, 17, 1999]) {
      const values = matrix.values.slice(row * 8, row * 8 + 8);
      const sum = explainer.explain(values, 0).reduce((all, v) => all + v, explainer.base);
      expect(sum).toBeCloseTo(scoreOf(model, values, 255), 8);
    }
  });
  test('a linear score: coefficient times the distance from the mean', () => {
    const model = { method: 'logistic', intercept: 1, coefficients: [2, -3] } as Extract<
      Model,
      { method: 'logistic' }
    >;
    const explainer = createExplainer(model, 2, [10, 5]);
    const row = Float64Array.of(11, 7);
    expect([...explainer.explain(row, 0)]).toEqual([2, -6]);
    expect(explainer.base + 2 - 6).toBe(linear(model, row, 0));
  });
});
