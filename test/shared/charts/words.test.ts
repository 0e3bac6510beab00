/** Words and their widths in charts, held to the font itself. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textWidth, wrap } from '../../../shared/charts/measure.ts';
import { WIDTH_BLOCKS, WIDTH_TABLE } from '../../../shared/charts/widths.ts';
import { number, percent, ratio, shareText, visible } from '../../../shared/charts/words.ts';
import { loadFont } from './font.ts';

import { fonts, words } from './scene-checks.ts';

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
