/** The kernels in WebAssembly against plain TypeScript: distances to the last bit, sums to rounding. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addCentredProducts } from '../../../engine/analysis/kernels/covariance.ts';
import { layOut } from '../../../engine/analysis/kernels/memory.ts';
import { BATCH, labelRows, searchIn, searchLengths } from '../../../engine/analysis/kernels/nearest.ts';
import { openSample, standingOf } from '../../../engine/analysis/kernels/sample.ts';
import { wardMerges } from '../../../engine/analysis/kernels/ward.ts';
import { validityOfMany } from '../../../engine/analysis/validity.ts';
import { createRandom, type Random } from '../../../shared/random.ts';
import { matrixOf, withPool } from './fixtures.ts';

/** On a grid many distances are equal, so ties are tried. */
const draw = (random: Random, length: number, grid: boolean): Float64Array =>
  Float64Array.from({ length }, () => (grid ? random.int(3) : 1e3 * random.normal()));

const shapes = fc.record({
  seed: fc.integer({ min: 0, max: 1e6 }),
  rows: fc.integer({ min: 1, max: 700 }),
  columns: fc.integer({ min: 1, max: 23 }),
  k: fc.integer({ min: 1, max: 30 }),
  grid: fc.boolean(),
});

describe('the nearest centre', () => {
  /** Nearest, its squared distance and the runner-up's, every step rounded by `round`. */
  const plainly = (
    row: Float64Array,
    centres: Float64Array,
    k: number,
    round: (value: number) => number,
  ): number[] => {
    const squares = Array.from({ length: k }, (_, c) =>
      row.reduce((sum, x, t) => {
        const off = round(round(x) - round(centres[c * row.length + t]));
        return round(sum + round(off * off));
      }, 0),
    );
    const best = Math.min(...squares);
    const index = squares.indexOf(best);
    return [index, best, Math.min(...squares.filter((_, c) => c !== index))];
  };

  it('is the one that plain TypeScript finds, with the same distances to the last bit, in doubles and singles', () => {
    fc.assert(
      fc.property(shapes, ({ seed, rows, columns, k, grid }) => {
        const random = createRandom(seed);
        const values = draw(random, rows * columns, grid);
        const centres = draw(random, k * columns, grid);
        const rowOf = (i: number): Float64Array => values.subarray(i * columns, (i + 1) * columns);
        const labels = new Uint8Array(rows);
        labelRows(values, columns, centres, k, labels);
        const plain = Array.from({ length: rows }, (_, i) => plainly(rowOf(i), centres, k, (x) => x));
        expect([...labels]).toEqual(plain.map(([index]) => index));
        const batch = Math.min(rows, BATCH);
        const copies = searchIn(layOut(...searchLengths(BATCH, columns, k)), columns, k);
        copies.aim(centres);
        copies.rows.set(values.subarray(0, batch * columns));
        copies.search(batch);
        for (let i = 0; i < batch; i++)
          expect([copies.index[i], copies.best[i], copies.second[i]]).toEqual(plain[i]);
        const standing = standingOf(openSample(Float32Array.from(values), rows, columns, k), centres);
        for (let i = 0; i < rows; i++) {
          const [index, best, second] = plainly(rowOf(i), centres, k, Math.fround);
          const loss = Math.fround(second - best);
          expect([standing.labels[i], standing.closest[i], standing.losses[i]]).toEqual([index, best, loss]);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('products of columns', () => {
  it('are those of plain TypeScript but for rounding', () => {
    fc.assert(
      fc.property(shapes, ({ seed, rows, columns }) => {
        const values = draw(createRandom(seed), rows * columns, false);
        const mean = values.slice(0, columns);
        const products = new Float64Array((columns * (columns + 1)) / 2 + 1);
        addCentredProducts(values, columns, mean, 0, rows, products, 1);
        for (let a = 0, at = 1; a < columns; a++)
          for (let b = a; b < columns; b++, at++) {
            let [sum, size] = [0, 1e-300];
            for (let i = 0; i < rows; i++) {
              const product = (values[i * columns + a] - mean[a]) * (values[i * columns + b] - mean[b]);
              sum += product;
              size += Math.abs(product);
            }
            expect(Math.abs(products[at] - sum)).toBeLessThanOrEqual(1e-13 * size);
          }
      }),
      { numRuns: 40 },
    );
  });
});

describe('Ward', () => {
  /** Every pair looked at before every merge. */
  const plainHeights = (values: Float64Array, rows: number, columns: number): number[] => {
    const groups = Array.from({ length: rows }, (_, i) => ({
      size: 1,
      mean: [...values.subarray(i * columns, (i + 1) * columns)],
    }));
    const heights: number[] = [];
    while (groups.length > 1) {
      let best = { square: Number.POSITIVE_INFINITY, a: 0, b: 0 };
      for (let a = 0; a < groups.length; a++)
        for (let b = 0; b < a; b++) {
          const apart = groups[a].mean.reduce((sum, x, t) => sum + (x - groups[b].mean[t]) ** 2, 0);
          const square = (2 * groups[a].size * groups[b].size * apart) / (groups[a].size + groups[b].size);
          if (square < best.square) best = { square, a, b };
        }
      const [one, other] = [groups[best.a], groups[best.b]];
      heights.push(Math.sqrt(best.square));
      const size = one.size + other.size;
      const mean = one.mean.map((x, t) => (one.size * x + other.size * other.mean[t]) / size);
      groups.splice(best.a, 1);
      groups[best.b] = { size, mean };
    }
    return heights;
  };

  it('merges at the heights that plain TypeScript finds', () => {
    fc.assert(
      fc.property(shapes, ({ seed, rows, columns }) => {
        const count = 1 + (rows % 60);
        const values = draw(createRandom(seed), count * columns, false);
        const heights = wardMerges(values, count, columns).map(({ height }) => height);
        const plain = plainHeights(values, count, columns);
        expect(heights.length).toBe(count - 1);
        heights
          .sort((a, b) => a - b)
          .forEach((height, i) => {
            expect(Math.abs(height / plain[i] - 1)).toBeLessThan(1e-12);
          });
      }),
      { numRuns: 40 },
    );
  });
});

describe('silhouettes of several labellings at once', () => {
  /** More cells than are measured together, blocks that cells cross, and a last block that is not full. */
  it('follow their definition', async () => {
    const random = createRandom(8);
    const rows = 1405;
    const points = Array.from({ length: rows }, () => [random.normal(), random.normal(), random.normal()]);
    const matrix = matrixOf(points);
    const labellings = [2, 3, 7, 60, 40].map((k) => Uint8Array.from({ length: rows }, () => random.int(k)));
    const apart = points.map((p) => points.map((q) => Math.hypot(...p.map((x, t) => x - q[t]))));
    const measured = await withPool(2, (run) => validityOfMany(matrix, labellings, { seed: 1 }, run));
    labellings.forEach((labels, at) => {
      let sum = 0;
      points.forEach((_, i) => {
        const [sums, counts] = [new Map<number, number>(), new Map<number, number>()];
        apart[i].forEach((distance, j) => {
          if (j === i) return;
          sums.set(labels[j], (sums.get(labels[j]) ?? 0) + distance);
          counts.set(labels[j], (counts.get(labels[j]) ?? 0) + 1);
        });
        const mean = (c: number): number => (sums.get(c) ?? 0) / (counts.get(c) ?? 1);
        if (!counts.has(labels[i])) return;
        const within = mean(labels[i]);
        const nearest = Math.min(...[...counts.keys()].filter((c) => c !== labels[i]).map(mean));
        sum += (nearest - within) / Math.max(nearest, within);
      });
      expect(measured[at].silhouette).toBeCloseTo(sum / rows, 11);
    });
  });
});
