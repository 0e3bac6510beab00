/** Widths without a screen: never less than the report's typeface takes, whatever the character. */
import { expect, it } from 'vitest';
import { advance } from '../../../shared/charts/measure.ts';
import { fonts } from './scene-checks.ts';

it.each([400, 600] as const)('every character of the typeface has room at weight %d', (weight) => {
  const font = fonts[weight];
  const narrow: string[] = [];
  for (const code of font.characterSet) {
    const drawn = (100 * font.glyphForCodePoint(code).advanceWidth) / font.unitsPerEm;
    if (drawn > advance(code, weight) + 0.6) narrow.push(`U+${code.toString(16)} ${drawn}`);
  }
  expect(font.characterSet.length).toBeGreaterThan(2000);
  expect(narrow).toEqual([]);
});
