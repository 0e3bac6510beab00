/** One spelling for values that differ in case: not where it would spoil what is written in capitals on purpose. */
import { expect, it } from 'vitest';
import { fixesOf } from '../../../../engine/intake/profile/fixes.ts';
import { countryOf } from '../../../../engine/intake/steps/countries.ts';

const suggested = (texts: readonly string[]) =>
  fixesOf(
    { at: 0, header: 'x' },
    'text',
    { texts, rows: new Float64Array(texts.length).fill(10) },
    new Map(),
    null,
  ).map(({ step }) => step);

it('suggests the case that most rows have', () => {
  expect(suggested(['gold', 'Gold', 'GOLD', 'silver', 'Silver'])).toEqual([{ step: 'case', to: 'title' }]);
  expect(suggested(['gold', 'GOLD', 'SILVER'])).toEqual([{ step: 'case', to: 'upper' }]);
});

it('suggests none that would make "Usa" of "USA" or "Iphone" of "iPhone"', () => {
  expect(suggested(['Narnia', 'narnia', 'USA', 'Oz'])).toEqual([]);
  expect(suggested(['iPhone', 'Android', 'android'])).toEqual([]);
});

it.each([
  'cs',
  'sv',
  'da',
  'nb',
  'fi',
  'hu',
  'hr',
  'sk',
  'sl',
  'el',
  'et',
  'lv',
  'lt',
  'uk',
  'ru',
  'ja',
  'zh',
  'ko',
])('knows the country of the language %s by its own name, as ICU writes it', (language) => {
  const region = new Intl.Locale(language).maximize().region ?? '';
  const own = new Intl.DisplayNames([language], { type: 'region' }).of(region) ?? '';
  expect([own, countryOf(own)?.alpha2]).toEqual([own, region]);
});

it.each([
  ['U.S.', 'US'],
  ['U.K.', 'GB'],
])('knows %s', (text, code) => expect(countryOf(text)?.alpha2).toBe(code));
