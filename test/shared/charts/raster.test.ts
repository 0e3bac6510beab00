/** The density raster and the grid index, and small cells that are not drawn. */
import { describe, expect, test } from 'vitest';
import { isInside, mergeSmall, type Outline, selectInside } from '../../../shared/charts/lasso.ts';
import {
  frameOf,
  indexPoints,
  outside,
  type Points,
  peopleNear,
  rasterise,
} from '../../../shared/charts/raster.ts';
import { createRandom } from '../../../shared/random.ts';

const cloud = (people: number, seed: number): Points => {
  const random = createRandom(seed);
  const points = {
    x: new Float32Array(people),
    y: new Float32Array(people),
    labels: new Uint8Array(people),
  };
  for (let i = 0; i < people; i++) {
    points.labels[i] = i % 3;
    points.x[i] = (i % 3) * 2 + random.next() + random.next() - 1;
    points.y[i] = random.next() * 4 - 2;
  }
  return points;
};

const COLOURS = [
  [255, 0, 0],
  [0, 255, 0],
  [0, 0, 255],
] as const;

describe('the density raster', () => {
  test('puts one person where they stand, with y upwards', () => {
    const people = 70_000;
    const points = {
      x: new Float32Array(people).fill(2.5),
      y: new Float32Array(people).fill(0.5),
      labels: new Uint8Array(people).fill(1),
    };
    const pixels = rasterise(points, { x0: 0, x1: 4, y0: 0, y1: 4 }, 4, 4, COLOURS);
    const at = (3 * 4 + 2) * 4;
    expect([...pixels.slice(at, at + 4)]).toEqual([0, 255, 0, 255]);
    expect(pixels.reduce((sum, value) => sum + value, 0)).toBe(510);
  });

  test('mixes the colours of a pixel and shows more people as more opaque', () => {
    const x = new Float32Array(90_000).fill(0.5);
    const labels = new Uint8Array(90_000);
    for (let i = 0; i < 90_000; i++) labels[i] = i % 2;
    x[89_999] = 1.5;
    const pixels = rasterise(
      { x, y: new Float32Array(90_000), labels },
      { x0: 0, x1: 2, y0: -1, y1: 1 },
      2,
      1,
      COLOURS,
    );
    expect([pixels[0], pixels[1]]).toEqual([128, 127]);
    expect(pixels[3]).toBeGreaterThan(pixels[7]);
    expect(pixels[7]).toBeGreaterThan(79);
  });

  test('is the same bytes every time, and draws those not selected in grey', () => {
    const points = cloud(5000, 7);
    const frame = frameOf(points);
    const first = rasterise(points, frame, 120, 80, COLOURS);
    expect(rasterise(points, frame, 120, 80, COLOURS)).toEqual(first);
    const nobody = rasterise(points, frame, 120, 80, COLOURS, new Uint8Array(5000), [9, 9, 9]);
    for (let at = 0; at < nobody.length; at += 4) if (nobody[at + 3] > 0) expect(nobody[at]).toBe(9);
  });

  test('frames nearly everyone and counts the rest', () => {
    const points = cloud(20_000, 3);
    points.x[5] = 1e6;
    const frame = frameOf(points);
    expect(frame.x1).toBeLessThan(100);
    expect(outside(points, frame)).toBeGreaterThanOrEqual(1);
    expect(outside(points, frame)).toBeLessThan(200);
    expect(frameOf({ x: new Float32Array(), y: new Float32Array(), labels: new Uint8Array() }).x0).toBe(-1);
  });
});

describe('the grid index', () => {
  const points = cloud(30_000, 11);
  points.x[0] = 500;
  const index = indexPoints(points, frameOf(points));

  test('holds everyone once', () => {
    expect([...index.order].sort((a, b) => a - b)).toEqual([...points.x.keys()]);
  });

  test('finds those near a point as a search of everyone does', () => {
    for (const [x, y] of [
      [0, 0],
      [2, 1.5],
      [4.9, -2],
      [-9, 40],
    ] as const) {
      let expected = 0;
      for (let i = 0; i < points.x.length; i++)
        if (((points.x[i] - x) / 0.1) ** 2 + ((points.y[i] - y) / 0.2) ** 2 <= 1) expected += 1;
      const found = peopleNear(index, points, [x, y], [0.1, 0.2]);
      expect([...found.values()].reduce((sum, count) => sum + count, 0)).toBe(expected);
    }
  });

  test('a lasso takes exactly who is inside, whatever its shape', () => {
    const random = createRandom(5);
    for (let shape = 0; shape < 25; shape++) {
      const outline: Outline = Array.from(
        { length: 3 + (shape % 20) },
        () => [random.next() * 9 - 2, random.next() * 6 - 3] as const,
      );
      const { mask, people, byLabel } = selectInside(index, points, outline);
      let expected = 0;
      for (let i = 0; i < points.x.length; i++) {
        const inside = isInside(outline, points.x[i], points.y[i]);
        if (inside) expected += 1;
        if (inside !== (mask[i] === 1)) throw new Error(`person ${i} of shape ${shape} is wrong`);
      }
      expect(people).toBe(expected);
      expect([...byLabel.values()].reduce((sum, count) => sum + count, 0)).toBe(expected);
    }
  });

  test('a lasso around the world takes everyone, a line nobody', () => {
    const world: Outline = [
      [-1e4, -1e4],
      [1e4, -1e4],
      [1e4, 1e4],
      [-1e4, 1e4],
    ];
    expect(selectInside(index, points, world).people).toBe(30_000);
    expect(selectInside(index, points, world.slice(0, 2)).people).toBe(0);
  });
});

describe('small cells', () => {
  test('are merged with a neighbour until nobody can be told apart', () => {
    const counts = new Map([
      [0, 500],
      [1, 4],
      [2, 30],
      [3, 9],
    ]);
    expect(mergeSmall(counts, 11)).toEqual([
      { labels: [0], people: 500 },
      { labels: [2], people: 30 },
      { labels: [3, 1], people: 13 },
    ]);
    expect(mergeSmall(new Map([[0, 10]]), 11)).toBeNull();
    expect(mergeSmall(new Map(), 11)).toEqual([]);
  });

  test('never leave a count below the least', () => {
    for (let a = 0; a < 30; a++)
      for (let b = 1; b < 30; b += 3) {
        const cells = mergeSmall(
          new Map([
            [0, a + 1],
            [1, b],
            [2, 40],
          ]),
          11,
        );
        expect(cells?.every(({ people }) => people >= 11)).toBe(true);
        expect(cells?.reduce((sum, { people }) => sum + people, 0)).toBe(a + 1 + b + 40);
      }
  });
});
