/** Trees, joins and mixtures in the kernels against plain TypeScript that looks at everything. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { connect } from '../../../engine/analysis/density/connect.ts';
import { buildTree, kthSquares } from '../../../engine/analysis/kernels/kd-tree.ts';
import { spanningTree } from '../../../engine/analysis/kernels/linkage.ts';
import { passOver } from '../../../engine/analysis/kernels/mixture.ts';
import { choleskyInverse, type Gaussian } from '../../../engine/analysis/mixture/gaussian.ts';
import { createRandom } from '../../../shared/random.ts';

const shapes = fc.record({
  seed: fc.integer({ min: 0, max: 1e6 }),
  rows: fc.integer({ min: 2, max: 500 }),
  columns: fc.integer({ min: 1, max: 6 }),
  grid: fc.boolean(),
});
type Shape = { seed: number; rows: number; columns: number; grid: boolean };

/** On a grid many points coincide and many distances are equal. */
const draw = ({ seed, rows, columns, grid }: Shape): Float64Array => {
  const random = createRandom(seed);
  return Float64Array.from({ length: rows * columns }, () => (grid ? random.int(6) : random.normal()));
};
const squareOf = (values: Float64Array, columns: number, i: number, j: number): number => {
  let sum = 0;
  for (let t = 0; t < columns; t++) sum += (values[i * columns + t] - values[j * columns + t]) ** 2;
  return sum;
};

describe('dense rows', () => {
  it('hang together as looking at every pair says', () => {
    fc.assert(
      fc.property(shapes, fc.integer({ min: 1, max: 8 }), (shape, minPoints) => {
        const { rows, columns } = shape;
        const values = draw(shape);
        const square = shape.grid ? 1 : 0.25 * columns;
        const tree = buildTree(values, rows, columns);
        const far = kthSquares(tree, Math.min(minPoints, rows));
        const core = Uint8Array.from(far, (value) => (value <= square ? 1 : 0));
        const lowest = Int32Array.from(core, (dense, row) => (dense === 1 ? row : -1));
        for (let changed = true; changed; ) {
          changed = false;
          for (let i = 0; i < rows; i++)
            for (let j = 0; j < i; j++) {
              if (core[i] === 0 || core[j] === 0 || lowest[i] === lowest[j]) continue;
              if (squareOf(values, columns, i, j) > square) continue;
              lowest[i] = lowest[j] = Math.min(lowest[i], lowest[j]);
              changed = true;
            }
        }
        expect([...connect(tree, core, square)]).toEqual([...lowest]);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a minimum spanning tree', () => {
  it('has the lengths that plain TypeScript finds, with core distances and without', () => {
    fc.assert(
      fc.property(shapes, fc.boolean(), (shape, mutual) => {
        const { rows, columns } = shape;
        const values = draw(shape);
        const cores = mutual ? kthSquares(buildTree(values, rows, columns), Math.min(4, rows)) : null;
        const apart = (i: number, j: number): number =>
          Math.max(squareOf(values, columns, i, j), cores?.[i] ?? 0, cores?.[j] ?? 0);
        const edges = spanningTree(values, rows, columns, cores);
        for (const { a, b, height } of edges) expect(height).toBe(Math.sqrt(apart(a, b)));
        const nearest = Array.from({ length: rows }, (_, j) => apart(0, j));
        const outside = new Set(nearest.keys());
        outside.delete(0);
        const lengths: number[] = [];
        while (outside.size > 0) {
          let next = -1;
          for (const j of outside) if (next < 0 || nearest[j] < nearest[next]) next = j;
          lengths.push(Math.sqrt(nearest[next]));
          outside.delete(next);
          for (const j of outside) nearest[j] = Math.min(nearest[j], apart(next, j));
        }
        // Of one graph all minimum spanning trees have the same lengths.
        const sorted = (all: number[]): number[] => all.sort((a, b) => a - b);
        expect(sorted(edges.map(({ height }) => height))).toEqual(sorted(lengths));
      }),
      { numRuns: 60 },
    );
  });
});

describe('a pass over a mixture', () => {
  it('gives the likelihood, the shares and the moments of the formulas', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 7 }), fc.boolean(), (seed, d, diagonal) => {
        const random = createRandom(seed);
        // Blocks and a last one that is not full.
        const rows = 1030;
        const values = Float64Array.from({ length: rows * d }, () => 3 * random.normal());
        const parts = [0.2, 0.5, 0.3].map((weight): Gaussian => {
          const factor = Float64Array.from({ length: d * d }, () => random.normal());
          const covariance = new Float64Array(d * d);
          for (let t = 0; t < d; t++)
            for (let u = 0; u < d; u++) {
              if (diagonal && t !== u) continue;
              let sum = t === u ? 1 : 0;
              for (let v = 0; v < d; v++) sum += factor[t * d + v] * factor[u * d + v];
              covariance[t * d + u] = sum;
            }
          const mean = Float64Array.from({ length: d }, () => random.normal());
          return { weight, mean, covariance, ...choleskyInverse(covariance, d) };
        });
        const shares: number[][] = [];
        const { logLikelihood, moments } = passOver(values, rows, d, parts, diagonal, {
          use: (_, count, { at }) => {
            for (let i = 0; i < count; i++) shares.push(parts.map((__, c) => at(i, c)));
          },
        });
        let likelihood = 0;
        const weights = new Float64Array(3);
        const squares = new Float64Array(3);
        for (let i = 0; i < rows; i++) {
          const densities = parts.map(({ weight, mean, inverse, logDeterminant }) => {
            let square = 0;
            for (let t = 0; t < d; t++) {
              let z = 0;
              for (let u = 0; u <= t; u++) z += inverse[t * d + u] * (values[i * d + u] - mean[u]);
              square += z * z;
            }
            return weight * Math.exp(-0.5 * (d * Math.log(2 * Math.PI) + logDeterminant + square));
          });
          const total = densities.reduce((sum, density) => sum + density, 0);
          likelihood += Math.log(total);
          densities.forEach((density, c) => {
            expect(shares[i][c]).toBeCloseTo(density / total, 12);
            weights[c] += density / total;
            squares[c] += (density / total) * (values[i * d + d - 1] - parts[c].mean[d - 1]) ** 2;
          });
        }
        expect(Math.abs(logLikelihood / likelihood - 1)).toBeLessThan(1e-12);
        moments.forEach(({ weight, second }, c) => {
          expect(Math.abs(weight / weights[c] - 1)).toBeLessThan(1e-10);
          expect(Math.abs(second[second.length - 1] / squares[c] - 1)).toBeLessThan(1e-10);
        });
      }),
      { numRuns: 15 },
    );
  });
});
