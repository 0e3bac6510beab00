/**
 * Telephone numbers to E.164 (ITU-T E.164, 11/2010), as libphonenumber reads them: a number with + is international, any
 * other needs a region. It is taken when its length is possible in its numbering plan; whether it is assigned is not
 * known here. Letters and extensions are refused: what they name is not the telephone of one person.
 *
 * The library reads some 90,000 numbers a second, too few for a column of millions. So the plain case is decided by a
 * table from its own metadata: + and a calling code, then as many digits as every country of that code allows, in which
 * no national prefix can be meant. All else is the library's to decide; a test holds the two to the same answers.
 */
import { createRequire } from 'node:module';
import type { CountryCode, NumberingPlan } from 'libphonenumber-js/min';

const require = createRequire(import.meta.url);
/** The library with the plans of all countries, loaded for the first number: few files hold any. */
const phones = (): typeof import('libphonenumber-js/min') => require('libphonenumber-js/min');

/** Lengths of a national number, as bits, and what would be read as a prefix at its start. */
type Plan = { lengths: number; prefix: RegExp | null };
/** What the library's type leaves out. */
type Parsing = NumberingPlan & { nationalPrefixForParsing(): string | undefined };

const createPlans = (): ReadonlyMap<string, Plan> => {
  const { getCountries, getCountryCallingCode, Metadata } = phones();
  const metadata = new Metadata();
  const countries = new Map<string, { lengths: number; prefixes: Set<string> }>();
  for (const country of getCountries()) {
    metadata.selectNumberingPlan(country);
    const plan = metadata.numberingPlan as Parsing;
    const lengths = plan.possibleLengths().reduce((bits, length) => bits | (1 << length), 0);
    const code = getCountryCallingCode(country);
    const known = countries.get(code) ?? { lengths, prefixes: new Set<string>() };
    known.lengths &= lengths;
    const prefix = plan.nationalPrefixForParsing();
    if (prefix !== undefined) known.prefixes.add(prefix);
    countries.set(code, known);
  }
  return new Map(
    [...countries].map(([code, { lengths, prefixes }]) => [
      code,
      { lengths, prefix: prefixes.size === 0 ? null : new RegExp(`^(?:${[...prefixes].join('|')})`) },
    ]),
  );
};
let plans: ReturnType<typeof createPlans> | null = null;

/** Digits with an optional leading +, or null where anything else but separators stands in the number. */
const strip = (bytes: Uint8Array, start: number, end: number): string | null => {
  let out = '';
  for (let i = start; i < end; i++) {
    const c = bytes[i];
    if (c >= 48 && c <= 57) out += String.fromCharCode(c);
    else if (c === 43) {
      if (out !== '') return null;
      out = '+';
    } else if (c === 40 && out.startsWith('+') && bytes[i + 1] === 48 && bytes[i + 2] === 41) {
      // "+49 (0)30": the zero is for callers at home.
      i += 2;
    } else if (c === 0xc2 && bytes[i + 1] === 0xa0) i++;
    else if (c === 0xe2 && bytes[i + 1] === 0x80 && bytes[i + 2] >= 0x87 && bytes[i + 2] <= 0xaf) i += 2;
    else if (c !== 32 && c !== 9 && c !== 40 && c !== 41 && c !== 45 && c !== 46 && c !== 47) return null;
  }
  return out;
};

/** Whether the table alone can tell that this is a number in E.164 already. */
const isPlain = (number: string): boolean => {
  // Made for the first number: a file without any need not wait for it.
  plans ??= createPlans();
  for (let length = 1; length <= 3; length++) {
    const plan = plans.get(number.slice(1, 1 + length));
    if (plan === undefined) continue;
    const digits = number.length - 1 - length;
    if (digits < 1 || digits > 17 || (plan.lengths & (1 << digits)) === 0) return false;
    return plan.prefix === null || !plan.prefix.test(number.slice(1 + length));
  }
  return false;
};

/** Whether a text with a country's + is a number of a length that its numbering plan has. */
export const isPossiblePhone = (text: string): boolean => phones().isPossiblePhoneNumber(text);

/** What the library makes of digits with an optional +; null where it is no possible number. */
export const readPhone = (digits: string, region: string | undefined): string | null => {
  const { isSupportedCountry, parsePhoneNumberFromString } = phones();
  const country = region?.toUpperCase();
  const found = parsePhoneNumberFromString(digits, {
    extract: false,
    ...(country !== undefined && isSupportedCountry(country)
      ? { defaultCountry: country as CountryCode }
      : {}),
  });
  return found?.isPossible() === true ? found.number : null;
};

/** Writes the E.164 form at `at` and returns its length, or -1 when the number cannot be read. */
export const normalisePhone = (
  bytes: Uint8Array,
  start: number,
  end: number,
  target: Uint8Array,
  at: number,
): number => {
  const digits = strip(bytes, start, end);
  if (digits === null || digits === '') return -1;
  const full = digits.startsWith('+') && isPlain(digits) ? digits : readPhone(digits, undefined);
  if (full === null || full.length > target.length - at) return -1;
  for (let i = 0; i < full.length; i++) target[at + i] = full.charCodeAt(i);
  return full.length;
};
