/** Which currencies a column holds: a sign and its code are one. */
import { expect, it } from 'vitest';
import { detectColumn } from '../../../../engine/intake/values/column.ts';

for (const [values, currencies] of [
  [['12,50 €', 'EUR 3,00', '4,10 EUR'], ['EUR']],
  [['$5.00', 'USD 6.00'], ['$']],
  [['5 zł', '7 PLN'], ['PLN']],
  [
    ['12.50 €', '$3.00'],
    ['$', '€'],
  ],
  [
    ['$3.00', 'CAD 4.00'],
    ['$', 'CAD'],
  ],
  [
    ['3 kr', '4 SEK'],
    ['SEK', 'kr'],
  ],
] as const)
  it(`${values.join(', ')}: ${currencies.join(' and ')}`, () =>
    expect(detectColumn([...values]).currencies).toEqual(currencies));
