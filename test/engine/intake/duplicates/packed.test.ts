/** Texts in few large pieces of memory: each comes back as it was, whatever its length and letters, and each word once. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packTexts, packWords } from '../../../../engine/intake/duplicates/packed.ts';

/** Texts of any letters, halves of a surrogate pair included, few of them so that some come again. */
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 6 }),
  fc.constantFrom('', 'anna', 'änne', '\ud83d', '名前', 'ÿ', 'Ā'),
);

describe('packed texts', () => {
  it('come back as they were, in any order', () =>
    fc.assert(
      fc.property(fc.array(text, { maxLength: 50 }), (list) => {
        const packed = packTexts();
        const places = list.map((one) => packed.add(one));
        expect(places).toEqual(list.map((_, i) => i));
        expect(packed.size).toBe(list.length);
        for (const place of [...places].reverse()) {
          expect(packed.at(place)).toBe(list[place]);
          expect(packed.lengths()[place] >>> 1).toBe(list[place].length);
        }
      }),
    ));

  it('fill one piece after the other, those longer than a piece too', () => {
    const packed = packTexts();
    const list = [
      '',
      'a'.repeat(2 ** 20),
      '',
      'b'.repeat(2 ** 20 - 1),
      'c',
      '',
      '名'.repeat(2 ** 20),
      'd',
      'e'.repeat(700_000),
      'f'.repeat(700_000),
    ];
    for (const one of list) packed.add(one);
    expect(list.findIndex((one, place) => packed.at(place) !== one)).toBe(-1);
  });
});

describe('packed words', () => {
  it('have the code of their first coming, however many there are', () => {
    const words = packWords();
    const known = new Map<string, number>();
    for (let i = 0; i < 20_000; i++) {
      const word = `word ${(i * 7919) % 6007}`;
      if (!known.has(word)) known.set(word, known.size);
      expect(words.codeOf(word)).toBe(known.get(word));
    }
    const texts = words.done();
    expect(texts.size).toBe(6007);
    for (const [word, code] of known) expect(texts.at(code)).toBe(word);
  });
});
