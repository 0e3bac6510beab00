/** Yes and no in the languages of Europe: proposed as meanings of a consent column, each for somebody to confirm. */
import { expect, it } from 'vitest';
import { lookAt } from '../../../../engine/intake/recognise/column-role.ts';
import { profileConsent } from '../../../../engine/intake/recognise/consent.ts';
import { detectColumn } from '../../../../engine/intake/values/column.ts';

for (const [yes, no] of 'tak/nie igen/nem ano/ne áno/nie ja/nej ja/nei kyllä/ei sim/não da/nu sí/no sì/no'
  .split(' ')
  .map((pair) => pair.split('/')))
  it(`${yes} and ${no}`, () => {
    const values = Array.from({ length: 12 }, (_, i) => (i % 3 ? yes : no.toUpperCase()));
    expect(profileConsent(lookAt('newsletter_consent', detectColumn(values))).consent?.values).toEqual({
      [yes]: 'given',
      [no.toUpperCase()]: 'refused',
    });
  });
