import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { niceStep, ratioTicks } from '../../../shared/charts/axis.ts';
import { centroidHeat } from '../../../shared/charts/centroid-heat.ts';
import { choiceOfK } from '../../../shared/charts/choice-of-k.ts';
import { lensRuler } from '../../../shared/charts/lens-ruler.ts';
import { liftBars } from '../../../shared/charts/lift-bars.ts';
import { textWidth, wrap } from '../../../shared/charts/measure.ts';
import { DARK, LIGHT, ROLES } from '../../../shared/charts/palette.ts';
import { reachBars } from '../../../shared/charts/reach-bars.ts';
import { hatch, hatchStrokes, type Scene, type TextMark, text } from '../../../shared/charts/scene.ts';
import { segmentStrip } from '../../../shared/charts/segment-strip.ts';
import { sceneSvg } from '../../../shared/charts/svg.ts';
import { usualRanges } from '../../../shared/charts/usual-ranges.ts';
import { WIDTH_BLOCKS, WIDTH_TABLE } from '../../../shared/charts/widths.ts';
import { number, percent, ratio, shareText, visible } from '../../../shared/charts/words.ts';
import type { Difference, Share } from '../../../shared/release.ts';
import { type Font, loadFont } from './font.ts';

const fonts: Record<400 | 600, Font> = {
  400: loadFont(400),
  600: loadFont(600),
};

const texts = (scene: Scene): TextMark[] =>
  scene.marks.filter((mark): mark is TextMark => mark.kind === 'text' && mark.text !== '');

/** Width of a text by the advances of the font itself; by the table where the font lacks a character. */
const drawnWidth = (mark: TextMark): number => {
  const font = fonts[mark.weight === 600 ? 600 : 400];
  const codes = Array.from(mark.text, (one) => one.codePointAt(0)!);
  if (!codes.every((code) => font.hasGlyphForCodePoint(code)))
    return textWidth(mark.text, mark.size, mark.weight);
  const advances = codes.reduce((sum, code) => sum + font.glyphForCodePoint(code).advanceWidth, 0);
  return (advances / font.unitsPerEm) * mark.size;
};

/** Left, top, right and bottom of a text as it is drawn. */
const box = (mark: TextMark): [number, number, number, number] => {
  const width = drawnWidth(mark);
  const left = mark.anchor === 'start' ? mark.x : mark.anchor === 'end' ? mark.x - width : mark.x - width / 2;
  return [left, mark.y - mark.size * 0.76, left + width, mark.y + mark.size * 0.24];
};

/** Everything a scene must hold: nothing outside, nothing over something else, nothing unfinished. */
const hold = (scene: Scene): void => {
  const edge = 0.6;
  for (const mark of texts(scene)) {
    const [left, top, right, bottom] = box(mark);
    expect(right - left, `${mark.text} in its room`).toBeLessThanOrEqual(mark.room + 0.02);
    expect(left, `left of ${mark.text}`).toBeGreaterThanOrEqual(-edge);
    expect(right, `right of ${mark.text}`).toBeLessThanOrEqual(scene.width + edge);
    expect(top, `top of ${mark.text}`).toBeGreaterThanOrEqual(-edge);
    expect(bottom, `bottom of ${mark.text}`).toBeLessThanOrEqual(scene.height + edge);
  }
  const all = texts(scene);
  all.forEach((a, i) => {
    const [al, at, ar, ab] = box(a);
    for (const b of all.slice(i + 1)) {
      const [bl, bt, br, bb] = box(b);
      const apart = al >= br - edge || bl >= ar - edge || at >= bb - 1.5 || bt >= ab - 1.5;
      expect(apart, `"${a.text}" and "${b.text}" do not touch`).toBe(true);
    }
  });
  for (const mark of scene.marks)
    if (mark.kind === 'rect' || mark.kind === 'hatch') {
      expect(mark.x).toBeGreaterThanOrEqual(-0.01);
      expect(mark.x + mark.width).toBeLessThanOrEqual(scene.width + 0.02);
      expect(mark.y + mark.height).toBeLessThanOrEqual(scene.height + 0.02);
    }
  JSON.stringify(scene.marks, (_, value: unknown) => {
    if (typeof value === 'number') expect(Math.round(value * 100) / 100).toBe(value);
    return value;
  });
};

const words = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom('Ζωή', 'Щедрые покупатели', '東京', 'W'.repeat(80), '<b>&"', '', 'a b c'),
);
const amount = fc.oneof(fc.integer({ min: 0, max: 5_000_000 }), fc.double({ min: 0, max: 1e7, noNaN: true }));
const share: fc.Arbitrary<Share> = fc.record({
  percent: fc.integer({ min: 0, max: 100 }),
  bound: fc.constantFrom('exact', 'below', 'above'),
});
const positive = fc.double({ min: 0.001, max: 1000, noNaN: true });
const difference: fc.Arbitrary<Difference> = fc.record({
  field: fc.constant('f'),
  label: words,
  unit: words,
  level: fc.option(words, { nil: null }),
  lift: fc.oneof(positive, fc.constant(0), fc.constant(1)),
  interval: fc.option(
    fc.tuple(positive, positive).map(([a, b]): [number, number] => [Math.min(a, b), Math.max(a, b)]),
    { nil: null },
  ),
  segment: amount,
  lens: amount,
  inRule: fc.boolean(),
});
const triple = fc
  .tuple(amount, amount, amount)
  .map((values) => values.sort((a, b) => a - b) as [number, number, number]);

describe('the width table', () => {
  it('is the font file, rounded up', () => {
    for (const weight of [400, 600] as const) {
      const digits = WIDTH_TABLE[weight].join('');
      let at = 0;
      for (const [first, last] of WIDTH_BLOCKS)
        for (let code = first; code <= last; code++) {
          const listed = Number.parseInt(digits.slice(at, at + 2), 36);
          at += 2;
          if (!fonts[weight].hasGlyphForCodePoint(code)) continue;
          const real = (fonts[weight].glyphForCodePoint(code).advanceWidth / fonts[weight].unitsPerEm) * 100;
          expect(listed - real).toBeGreaterThanOrEqual(0);
          expect(listed - real).toBeLessThan(1);
        }
      expect(at).toBe(digits.length);
    }
  });

  it('never says less than the font draws, kerning and ligatures included', () => {
    for (const sample of [
      'Nordlicht Outfitters',
      'AVATAR To',
      'Щедрые покупатели',
      'Καλοί πελάτες',
      '1,234.5 €',
    ])
      for (const weight of [400, 600] as const) {
        const run = fonts[weight].layout(sample);
        const drawn = (run.advanceWidth / fonts[weight].unitsPerEm) * 12;
        const measured = textWidth(sample, 12, weight);
        expect(measured).toBeGreaterThanOrEqual(drawn - 0.01);
        expect(measured).toBeLessThan(drawn * 1.08 + 1);
      }
  });

  it('lets the regular cut stand in for the light one', () => {
    const light = loadFont(300);
    for (const sample of ['Loyal Enthusiasts', '12,370', 'Щедрые покупатели', 'Καλοί πελάτες'])
      expect(light.layout(sample).advanceWidth / light.unitsPerEm).toBeLessThanOrEqual(
        textWidth(sample, 1, 300),
      );
  });

  it('wraps without losing a character', () => {
    fc.assert(
      fc.property(words, fc.integer({ min: 20, max: 200 }), (sample, room) => {
        const clean = visible(sample);
        const lines = wrap(clean, room, 11, 400);
        expect(lines.join('').replaceAll(' ', '')).toBe(clean.replaceAll(' ', ''));
        for (const one of lines)
          if (Array.from(one).length > 1) expect(textWidth(one, 11, 400)).toBeLessThanOrEqual(room);
      }),
    );
  });
});

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
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 19 }), fc.nat(18), (rows, pick) => {
        hold(
          choiceOfK(
            rows.map((values, at) => ({ k: at + 2, ...values })),
            2 + (pick % rows.length),
            698,
          ),
        );
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

describe('words', () => {
  it('prints figures without a locale', () => {
    expect(number(1234567.891)).toBe('1,234,570');
    expect(number(0.1 + 0.2)).toBe('0.3');
    expect(number(-1234)).toBe('−1,234');
    expect(percent(0.26)).toBe('26\u00a0%');
    expect(ratio(20.94)).toBe('20.9×');
    expect(shareText({ percent: 5, bound: 'below' })).toBe('<\u00a05\u00a0%');
  });
  it('shows what would hide', () => {
    expect(visible('a\u202eb\u0000c\ud800d\ne')).toBe('a□b□c□d e');
    expect(visible('Zażółć Ζωή 東京 😀')).toBe('Zażółć Ζωή 東京 😀');
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
