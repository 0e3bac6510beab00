/** What is told as it is printed: shares, sums of money, typed words, doubts of a search, errors of the system. */
import { describe, expect, test } from 'vitest';
import { money, shareOf } from '../../shared/charts/words.ts';
import { FEW, HIDDEN } from '../../shared/counts.ts';
import { manyPairs } from '../../shared/duplicate-pairs.ts';
import { toErrorData } from '../../shared/errors.ts';
import { typedWord } from '../../shared/typed-word.ts';

describe('a share of people', () => {
  test('is not reckoned from a mark in place of a count', () => {
    expect(shareOf(25, 100)).toMatch(/^25.%$/);
    expect(shareOf(0, 100)).toMatch(/^0.%$/);
    for (const mark of [FEW, HIDDEN]) expect([shareOf(mark, 100), shareOf(mark, FEW)]).toEqual(['', '']);
    expect(shareOf(0, 0)).toBe('');
  });
});

describe('a sum of money', () => {
  test.each([
    [215_260.22, '215,260.22'],
    [41_144.95, '41,144.95'],
    [3_066_160, '3,066,160'],
    [-45.5, '−45.50'],
    [1e-7, '0'],
    [0.995, '0.99'],
  ])('%d keeps its hundredths', (sum, text) => expect(money(sum)).toBe(text));
});

describe('a word of a command', () => {
  test.each([
    ['shop/customers.csv', 'shop/customers.csv'],
    ['Umsätze.csv', 'Umsätze.csv'],
    ['hubspot contacts.csv', '"hubspot contacts.csv"'],
    ['C:\\data\\a b.csv', '"C:\\data\\a b.csv"'],
    ["it's $5.csv", "'it'\\''s $5.csv'"],
    ['a;b', '"a;b"'],
    ['', '""'],
  ])('%s', (word, typed) => expect(typedWord(word)).toBe(typed));
});

describe('a search for duplicates', () => {
  test('says aloud when it found more pairs than there are records', () => {
    const pairs = { count: 3 };
    expect(manyPairs({ pairs, more: 0, records: 2 })).toContain('namesakes');
    expect(manyPairs({ pairs, more: 0, records: 3 })).toBeNull();
  });
  test('says aloud how many it found beyond those that it tells', () => {
    const told = manyPairs({ pairs: { count: 200_000 }, more: 1234, records: 900_000 });
    expect(told).toMatch(/200,000 surest; 1,234 more/u);
    expect(told).not.toContain('namesakes');
    expect(manyPairs({ pairs: { count: 3 }, more: 2, records: 4 })).toMatch(/2 more .*namesakes/);
  });
});

describe('an error of the system', () => {
  const told = (code: string, path?: string) => toErrorData(Object.assign(new Error(code), { code, path }));
  test('names the place that was given, and of a file that is not finished its folder', () => {
    expect(told('EACCES', '/data/secret.csv').message).toMatch(
      /^\/data\/secret\.csv may not be read or written\./,
    );
    for (const unfinished of [
      '/usr/.shop.cloister.making',
      '/usr/r.csv.partial',
      '/usr/.out.partial-2-XXXXXX',
    ])
      expect(told('EACCES', unfinished).message).toMatch(/^The folder \/usr may not be written to\./);
    expect(told('EACCES', '/data/.hidden.csv').message).toContain('/data/.hidden.csv');
    expect(told('EACCES').message).toMatch(/^The file or folder may not be read or written\./);
    expect(told('ENOSPC', 'C:\\v\\.a.tmp').message).toBe('The disk is full (C:\\v). Nothing was changed.');
    expect(told('ENOENT', 'gone.csv').message).toBe('There is no file or folder at gone.csv.');
  });
});
