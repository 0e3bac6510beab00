/** The charts of what sets clusters apart hold whatever they are given, and say what they were given. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dendrogram } from '../../../shared/charts/dendrogram.ts';
import { arrowsOf } from '../../../shared/charts/density.ts';
import { importance } from '../../../shared/charts/importance.ts';
import { intervals } from '../../../shared/charts/intervals.ts';
import { loadings } from '../../../shared/charts/loadings.ts';
import { groupColour } from '../../../shared/charts/palette.ts';
import { parallelCoordinates, radar, spanOf } from '../../../shared/charts/profiles.ts';
import { ranking } from '../../../shared/charts/ranking.ts';
import { groupsOfLevels, levelsOf } from '../../../shared/tree-levels.ts';
import { hold, texts, words } from './scene-checks.ts';

const z = fc.double({ min: -60, max: 60, noNaN: true });
const widths = fc.constantFrom(300, 420, 640, 900);

describe('scenes hold whatever they are given', () => {
  it('ranked features', () => {
    const bar = fc.record({
      name: words,
      strength: fc.double({ min: 0, max: 1, noNaN: true }),
      under: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: null }),
      used: fc.boolean(),
      words,
    });
    fc.assert(
      fc.property(fc.array(bar, { maxLength: 20 }), widths, (bars, width) => hold(ranking(bars, width))),
    );
  });

  it('profiles, side by side and around', () => {
    const feature = fc.record({
      z: fc.option(z, { nil: null }),
      band: fc.option(fc.tuple(z, z), { nil: null }),
    });
    fc.assert(
      fc.property(
        fc.array(words, { minLength: 1, maxLength: 14 }),
        fc.array(fc.array(feature, { minLength: 14, maxLength: 14 }), { maxLength: 9 }),
        fc.nat(10),
        widths,
        (features, groups, picked, width) => {
          const look = {
            features,
            width,
            picked: picked < groups.length ? picked : null,
            profiles: groups.map((cells, at) => ({
              name: `Cluster ${at + 1}`,
              colour: groupColour(at),
              z: features.map((_, t) => cells[t].z),
              band: features.map((_, t) => cells[t].band),
            })),
          };
          hold(parallelCoordinates(look));
          hold(radar(look));
          expect(spanOf(look)[0]).toBeLessThanOrEqual(-1);
          expect(spanOf(look)[1]).toBeGreaterThanOrEqual(1);
        },
      ),
    );
  });

  it('means on their intervals', () => {
    const value = fc.double({ min: -1e7, max: 1e7, noNaN: true });
    const row = fc.record({
      name: words,
      figure: fc.option(
        fc.tuple(value, value, value, words).map(([a, b, c, said]) => {
          const [low, at, high] = [a, b, c].sort((x, y) => x - y);
          return { low, at, high, words: said };
        }),
        { nil: null },
      ),
    });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 12 }), widths, (rows, width) =>
        hold(
          intervals(
            rows.map((one, at) => ({ ...one, colour: groupColour(at) })),
            'Means',
            width,
          ),
        ),
      ),
    );
  });

  it('what features add, and loadings', () => {
    const part = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(words, fc.array(part, { minLength: 3, maxLength: 3 })), { maxLength: 15 }),
        widths,
        (rows, width) => {
          hold(
            importance(
              rows.map(([name, parts]) => ({
                name,
                parts: parts.map((value, at) => ({ value, colour: groupColour(at) })),
              })),
              width,
            ),
          );
          const components = [0, 1, 2].map((c) => rows.map(([, parts]) => parts[c] * (c === 1 ? -1 : 1)));
          hold(
            loadings(
              rows.map(([name]) => name),
              components,
              [0.5, 0.3, 0.2],
              width,
            ),
          );
        },
      ),
    );
  });
});

it('a group that stands out is drawn last, over its band; the others step back', () => {
  const profile = (at: number) => ({
    name: `Cluster ${at + 1}`,
    colour: groupColour(at),
    z: [at, -at, 0.5],
    band: [
      [at - 0.5, at + 0.5],
      [-at - 0.5, -at + 0.5],
      [0, 1],
    ] as [number, number][],
  });
  const scene = parallelCoordinates({
    features: ['a', 'b', 'c'],
    profiles: [profile(0), profile(1), profile(2)],
    picked: 1,
    width: 500,
  });
  const strokes = scene.marks.flatMap((mark) => (mark.kind === 'path' ? [mark.stroke ?? mark.fill] : []));
  expect(strokes).toEqual(['track', 'line2', 'line2', 'c2']);
  expect(texts(scene).map(({ text }) => text)).toContain('+2.0');
});

it('a tree names the clusters it was cut into, each beside its own branches', () => {
  const branches = [
    { share: 1, label: null, split: { height: 9, larger: 1, smaller: 2, k: 2 } },
    { share: 0.6, label: null, split: { height: 5, larger: 3, smaller: 4, k: 3 } },
    { share: 0.4, label: 0, split: { height: 2, larger: 5, smaller: 6, k: 4 } },
    { share: 0.35, label: 1, split: null },
    { share: 0.25, label: 2, split: null },
    { share: 0.3, label: null, split: null },
    { share: 0.1, label: null, split: null },
  ];
  const scene = dendrogram(branches, 2, 520, {
    nameOf: (label) => `Cluster ${label + 1}`,
    colourOf: groupColour,
    groups: groupsOfLevels(branches, [2]),
  });
  hold(scene);
  // The uppermost split holds the second and the third together; the first stands by itself.
  expect(groupsOfLevels(branches, [2])).toEqual([{ name: 'A', level: 2, labels: [1, 2] }]);
  expect(levelsOf(branches, 3)).toEqual([2]);
  const [bracket] = scene.marks.filter((mark) => mark.kind === 'line' && mark.width === 1.5 && mark.x1 > 490);
  expect(bracket).toMatchObject({ y1: 20, y2: 48 });
  expect(texts(scene).map(({ text }) => text)).toContain('A');
  const names = texts(scene).filter(({ text }) => text.startsWith('Cluster'));
  expect(names.map(({ text }) => text)).toEqual(['Cluster 2', 'Cluster 3', 'Cluster 1']);
  const heights = scene.marks.flatMap((mark) =>
    mark.kind === 'line' && mark.width === 3 ? [mark.y2 - mark.y1] : [],
  );
  expect(heights).toEqual([12, 12, 28]);
});

it('arrows of a biplot: the longest first, none where the origin is out of sight', () => {
  const frame = { x0: -4, x1: 4, y0: -2, y1: 2 };
  const loadings = [
    { name: 'short', x: 0.01, y: 0 },
    { name: 'up', x: 0, y: 0.4 },
    { name: 'right', x: 0.8, y: 0 },
  ];
  const found = arrowsOf(loadings, frame);
  expect(found.map(({ name }) => name)).toEqual(['right', 'up']);
  expect(found[0].x).toBeCloseTo(1.6, 12);
  expect(found[1].y).toBeCloseTo(0.8, 12);
  expect(arrowsOf(loadings, { ...frame, x0: 1 })).toEqual([]);
});
