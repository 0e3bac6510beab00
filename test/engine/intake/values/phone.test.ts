/** Telephone numbers to E.164. */
import fc from 'fast-check';
import {
  type CountryCode,
  type Examples,
  getCountries,
  getCountryCallingCode,
  getExampleNumber,
} from 'libphonenumber-js/min';
import examples from 'libphonenumber-js/mobile/examples';
import { describe, expect, it } from 'vitest';
import { normaliseValue } from '../../../../engine/intake/values/normalise.ts';
import { readPhone } from '../../../../engine/intake/values/phone.ts';

const normal = (text: string, region?: string): string | null => {
  // A number without + is read by the step of its column first.
  const said = region === undefined ? text : (readPhone(text, region) ?? text);
  const form = normaliseValue('phone', Buffer.from(said));
  return form === null ? null : Buffer.from(form).toString();
};
const example = (country: CountryCode) => getExampleNumber(country, examples as Examples);

describe('telephone numbers', () => {
  it('are read in every country’s example, as people write it abroad and at home', () => {
    let seen = 0;
    for (const country of getCountries()) {
      const number = example(country);
      if (number === undefined) continue;
      seen += 1;
      for (const text of [
        number.number,
        number.formatInternational(),
        number.formatInternational().replaceAll(' ', '-'),
      ])
        expect(normal(text), `${country} ${text}`).toBe(number.number);
      expect(normal(number.formatNational(), country), `${country} at home`).toBe(number.number);
    }
    expect(seen).toBeGreaterThan(200);
  });

  it('come out as the library reads them, whatever the digits', () => {
    const codes = getCountries().map((country) => getCountryCallingCode(country));
    const digits = fc.stringMatching(/^\d{1,15}$/);
    const numbers = fc.oneof(
      {
        weight: 6,
        arbitrary: fc.tuple(fc.constantFrom(...codes), digits).map(([code, rest]) => `+${code}${rest}`),
      },
      { weight: 1, arbitrary: digits.map((text) => `+${text}`) },
      { weight: 1, arbitrary: digits },
    );
    fc.assert(
      fc.property(numbers, fc.constantFrom(undefined, 'DE', 'US', 'GB', 'IT'), (text, region) => {
        // What a step wrote is read once more, as any number with a +.
        const written = region === undefined ? text : (readPhone(text, region) ?? text);
        expect(normal(text, region)).toBe(readPhone(written, undefined));
      }),
      { numRuns: 20_000 },
    );
  });

  it('one digit away from an example too', () => {
    const numbers = getCountries().flatMap((country) => example(country)?.number ?? []);
    for (const number of numbers)
      for (const text of [
        `${number}0`,
        number.slice(0, -1),
        `${number.slice(0, 4)}0${number.slice(4)}`,
        `${number}12`,
      ])
        expect(normal(text), text).toBe(readPhone(text, undefined));
  });
});
