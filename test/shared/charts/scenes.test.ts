/** Scenes: they hold whatever they are given, and say what they show. */
import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { niceStep, ratioTicks } from '../../../shared/charts/axis.ts';
import { centroidHeat } from '../../../shared/charts/centroid-heat.ts';
import { choiceOfK, validityPanels } from '../../../shared/charts/choice-of-k.ts';
import { compared } from '../../../shared/charts/compared.ts';
import { lensRuler } from '../../../shared/charts/lens-ruler.ts';
import { liftBars } from '../../../shared/charts/lift-bars.ts';
import { DARK, LIGHT, ROLES } from '../../../shared/charts/palette.ts';
import { reachBars } from '../../../shared/charts/reach-bars.ts';
import { hatch, hatchStrokes, text } from '../../../shared/charts/scene.ts';
import { segmentStrip } from '../../../shared/charts/segment-strip.ts';
import { sceneSvg } from '../../../shared/charts/svg.ts';
import { usualRanges } from '../../../shared/charts/usual-ranges.ts';
import type { Difference } from '../../../shared/release.ts';

import { amount, difference, hold, share, texts, triple, words } from './scene-checks.ts';

describe('scenes hold whatever they are given', () => {
  it('lens ruler', () => {
    fc.assert(
      fc.property(
        fc.nat(5e8),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.boolean(),
        (known, part, full) => {
          hold(lensRuler({ known, admitted: Math.floor(known * part) }, 698, full));
        },
      ),
    );
  });
  it('segment strip', () => {
    const one = fc.record({ name: words, people: fc.nat(1e6), share, colour: fc.nat(12) });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 14 }), fc.nat(13), (segments, active) => {
        hold(segmentStrip(segments, active < segments.length ? active : null, 698));
      }),
    );
  });
  it('lift bars', () => {
    fc.assert(fc.property(fc.array(difference, { maxLength: 12 }), (rows) => hold(liftBars(rows, 339))));
  });
  it('usual ranges', () => {
    const row = fc.record({
      field: fc.constant('f'),
      label: words,
      unit: words,
      segment: triple,
      lens: triple,
    });
    fc.assert(fc.property(fc.array(row, { maxLength: 12 }), (rows) => hold(usualRanges(rows, 'c3', 339))));
  });
  it('reach bars', () => {
    const row = fc.record({
      purpose: fc.constant('p'),
      label: words,
      people: fc.option(fc.nat(5e6), { nil: null }),
      share: fc.option(share, { nil: null }),
    });
    fc.assert(fc.property(fc.array(row, { maxLength: 6 }), (rows) => hold(reachBars(rows, 'c1', 339))));
  });
  it('choice of k', () => {
    const index = fc.double({ min: -1, max: 1e9, noNaN: true });
    const row = fc.record({
      inertia: index,
      silhouette: index,
      daviesBouldin: index,
      calinskiHarabasz: index,
    });
    const more = fc.array(
      fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 1, maxLength: 12 }),
      {
        maxLength: 2,
      },
    );
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 19 }), fc.nat(18), more, (rows, pick, extra) => {
        hold(
          choiceOfK(
            [
              ...validityPanels(rows.map((values, at) => ({ k: at + 2, ...values }))),
              ...extra.map((values) => ({
                name: 'Gap',
                best: 'first within one error',
                digits: 2,
                prefers: 3,
                values: values.map((value, at) => ({ k: at + 1, value, error: Math.abs(value) / 9 })),
              })),
            ],
            2 + (pick % rows.length),
            698,
          ),
        );
      }),
    );
  });
  it('two groups on one feature, drawn on their true steps', () => {
    const step = fc.record({
      width: fc.double({ min: 0.01, max: 1e5, noNaN: true }),
      lens: fc.nat(1e6),
      selection: fc.nat(1e6),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 24 }), (steps) => {
        const edges = [0];
        for (const { width } of steps) edges.push(edges[edges.length - 1] + width);
        const counts = { lens: steps.map(({ lens }) => lens), selection: steps.map((one) => one.selection) };
        const scene = compared({ edges, ...counts }, { title: 'Recency', unit: 'd', width: 264 });
        hold(scene);
        for (const mark of scene.marks)
          if (mark.kind === 'rect') expect(mark.x + mark.width).toBeLessThanOrEqual(264.001);
      }),
    );
  });
  it('centroid heat map', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 1, max: 6 }),
        words,
        amount,
        (k, n, word, value) => {
          const rows = Array.from({ length: n }, (_, i) => ({
            label: word,
            unit: i % 2 === 0 ? '' : 'EUR',
            values: Array.from({ length: k }, (_, j) => ((i + j) % 5 === 4 ? null : value * (j + 1))),
          }));
          hold(
            centroidHeat(
              rows,
              rows[0].values.map((_, colour) => ({ name: word, colour })),
              698,
            ),
          );
        },
      ),
    );
  });
});

describe('what a scene says', () => {
  const base: Difference = {
    field: 'f',
    label: 'Orders',
    unit: '',
    level: null,
    lift: 2,
    interval: [1.8, 2.2],
    segment: 4,
    lens: 2,
    inRule: true,
  };
  it('draws equal ratios equally long on either side of 1', () => {
    const scene = liftBars([base, { ...base, lift: 0.5, interval: [0.45, 0.55] }], 339);
    const bars = scene.marks.flatMap((mark) => (mark.kind === 'rect' ? [mark] : []));
    expect(bars).toHaveLength(2);
    expect(bars[0].width).toBeCloseTo(bars[1].width, 1);
    expect(bars.map((bar) => bar.fill)).toEqual(['d8', 'd2']);
  });
  it('marks what the rule asks for, and only that', () => {
    const count = (rows: Difference[]): number =>
      texts(liftBars(rows, 339)).filter((mark) => mark.text === 'in rule').length;
    expect(count([base, { ...base, inRule: false }])).toBe(1);
  });
  it('draws the ruler to scale', () => {
    const fill = lensRuler({ known: 1000, admitted: 250 }, 401, false).marks.find(
      (mark) => mark.kind === 'rect',
    );
    expect(fill).toMatchObject({ x: 0, width: 100 });
  });
  it('says withheld instead of leaving a gap', () => {
    const reach = [{ purpose: 'p', label: 'SMS', people: null, share: null }];
    expect(texts(reachBars(reach, 'c1', 339)).map((mark) => mark.text)).toContain('withheld by the gate');
  });
  it('hatches inside its rectangle', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 1, max: 40 }), (width, height) => {
        for (const [x1, y1, x2, y2] of hatchStrokes(hatch(10, 20, width, height))) {
          for (const x of [x1, x2]) expect(x >= 10 && x <= 10 + width).toBe(true);
          for (const y of [y1, y2]) expect(y >= 20 && y <= 20 + height).toBe(true);
          expect(x2 - x1).toBeCloseTo(y1 - y2, 5);
        }
      }),
    );
  });
  it('has few, round ticks', () => {
    expect(niceStep(84210, 18)).toBe(5000);
    expect(ratioTicks(0.2, 4)).toEqual([0.25, 0.5, 1, 2, 4]);
    fc.assert(
      fc.property(
        fc.double({ min: 1e-6, max: 0.8, noNaN: true }),
        fc.double({ min: 1.25, max: 1e6, noNaN: true }),
        (low, high) => {
          const ticks = ratioTicks(low, high);
          expect(ticks.length).toBeLessThanOrEqual(5);
          expect(ticks).toContain(1);
        },
      ),
    );
  });
});

describe('svg', () => {
  it('escapes every text and has no style, script or id', () => {
    fc.assert(
      fc.property(words, (word) => {
        const svg = sceneSvg({ width: 100, height: 20, title: word, marks: [text(0, 12, word, 100)] });
        expect(svg.replace(/<\/?(svg|title|text)\b[^<>]*>/g, '')).not.toMatch(/[<>]/);
        expect(svg).not.toMatch(/ (style|id|on\w+)=/);
        expect(svg).toContain('role="img"');
      }),
    );
  });
  it('of its own it brings typeface and paper, inside a page it takes what is there', () => {
    const scene = { width: 100, height: 20, title: 'A figure', marks: [text(0, 12, 'words', 100)] };
    expect(sceneSvg(scene, true)).toMatch(
      /^<svg [^>]*xmlns="[^>]*font-family="Inter, [^>]*sans-serif"[^>]*>/,
    );
    expect(sceneSvg(scene, true)).toContain('<rect width="100" height="20" fill="#ffffff"/>');
    expect(sceneSvg(scene)).not.toMatch(/font-family|xmlns|<rect/);
  });
  it('names colours the design has, and each role in both themes', () => {
    for (const role of ROLES) {
      expect(LIGHT[role]).toMatch(/^#[0-9a-f]{6}$/);
      expect(DARK[role]).toMatch(/^#[0-9a-f]{6}$/);
    }
  });
});

it('the font package is the pinned one', () => {
  const meta = createRequire(import.meta.url)('@expo-google-fonts/inter/package.json') as { version: string };
  expect(meta.version).toBe('0.4.2');
});
