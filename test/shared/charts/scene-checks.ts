/** What every scene must hold, and numbers and words at random to fill scenes with. */
import fc from 'fast-check';
import { expect } from 'vitest';
import { textWidth } from '../../../shared/charts/measure.ts';
import type { Scene, TextMark } from '../../../shared/charts/scene.ts';
import type { Difference, Share } from '../../../shared/release.ts';
import { type Font, loadFont } from './font.ts';

export const fonts: Record<400 | 600, Font> = {
  400: loadFont(400),
  600: loadFont(600),
};

export const texts = (scene: Scene): TextMark[] =>
  scene.marks.filter((mark): mark is TextMark => mark.kind === 'text' && mark.text !== '');

/** Width of a text by the advances of the font itself; by the table where the font lacks a character. */
export const drawnWidth = (mark: TextMark): number => {
  const font = fonts[mark.weight === 600 ? 600 : 400];
  const codes = Array.from(mark.text, (one) => one.codePointAt(0)!);
  if (!codes.every((code) => font.hasGlyphForCodePoint(code)))
    return textWidth(mark.text, mark.size, mark.weight);
  const advances = codes.reduce((sum, code) => sum + font.glyphForCodePoint(code).advanceWidth, 0);
  return (advances / font.unitsPerEm) * mark.size;
};

/** Left, top, right and bottom of a text as it is drawn. */
export const box = (mark: TextMark): [number, number, number, number] => {
  const width = drawnWidth(mark);
  const left = mark.anchor === 'start' ? mark.x : mark.anchor === 'end' ? mark.x - width : mark.x - width / 2;
  return [left, mark.y - mark.size * 0.76, left + width, mark.y + mark.size * 0.24];
};

/** Everything a scene must hold: nothing outside, nothing over something else, nothing unfinished. */
export const hold = (scene: Scene): void => {
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

export const words = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom('Ζωή', 'Щедрые покупатели', '東京', 'W'.repeat(80), '<b>&"', '', 'a b c'),
);
export const amount = fc.oneof(
  fc.integer({ min: 0, max: 5_000_000 }),
  fc.double({ min: 0, max: 1e7, noNaN: true }),
);
export const share: fc.Arbitrary<Share> = fc.record({
  percent: fc.integer({ min: 0, max: 100 }),
  bound: fc.constantFrom('exact', 'below', 'above'),
});
export const positive = fc.double({ min: 0.001, max: 1000, noNaN: true });
export const difference: fc.Arbitrary<Difference> = fc.record({
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
export const triple = fc
  .tuple(amount, amount, amount)
  .map((values) => values.sort((a, b) => a - b) as [number, number, number]);
