/**
 * Telephone numbers to E.164 (ITU-T E.164, 11/2010), thinly: a number with + (or, in a region, with its prefix for
 * calls abroad) is taken as it is; a national number needs a region. Whether the number is in service, or
 * even assigned, is not known here.
 */

type Plan = {
  code: string;
  /** Prefix of national numbers, dropped in the international form; empty where it stays or there is none. */
  trunk: string;
  /** Prefix of calls abroad. */
  abroad: string;
  /** Fewest and most digits of a national number without its prefix. */
  digits: [number, number];
};

const plan = (code: string, trunk: string, least: number, most: number, abroad = '00'): Plan => ({
  code,
  trunk,
  abroad,
  digits: [least, most],
});

/** National numbering plans as the ITU publishes them. */
const PLANS: ReadonlyMap<string, Plan> = new Map([
  ['AT', plan('43', '0', 4, 13)],
  ['AU', plan('61', '0', 9, 9, '0011')],
  ['BE', plan('32', '0', 8, 9)],
  ['BR', plan('55', '0', 10, 11)],
  ['CA', plan('1', '1', 10, 10, '011')],
  ['CH', plan('41', '0', 9, 9)],
  ['CZ', plan('420', '', 9, 9)],
  ['DE', plan('49', '0', 6, 11)],
  ['DK', plan('45', '', 8, 8)],
  ['ES', plan('34', '', 9, 9)],
  ['FI', plan('358', '0', 5, 11)],
  ['FR', plan('33', '0', 9, 9)],
  ['GB', plan('44', '0', 9, 10)],
  ['GR', plan('30', '', 10, 10)],
  ['HU', plan('36', '06', 8, 9)],
  ['IE', plan('353', '0', 7, 9)],
  ['IN', plan('91', '0', 10, 10)],
  // The zero of Italian area codes belongs to the number.
  ['IT', plan('39', '', 6, 12)],
  ['LU', plan('352', '', 5, 11)],
  ['MX', plan('52', '', 10, 10)],
  ['NL', plan('31', '0', 9, 9)],
  ['NO', plan('47', '', 8, 8)],
  ['NZ', plan('64', '0', 8, 10)],
  ['PL', plan('48', '', 9, 9)],
  ['PT', plan('351', '', 9, 9)],
  ['RO', plan('40', '0', 9, 9)],
  ['SE', plan('46', '0', 7, 10)],
  ['SK', plan('421', '0', 9, 9)],
  ['TR', plan('90', '0', 10, 10)],
  ['US', plan('1', '1', 10, 10, '011')],
]);

/** The regions whose national numbers can be read (ISO 3166-1). */
export const PHONE_REGIONS: readonly string[] = [...PLANS.keys()];

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

const international = (digits: string): string | null =>
  digits.length >= 7 && digits.length <= 15 && digits[0] !== '0' ? `+${digits}` : null;

const national = (digits: string, region: Plan): string | null => {
  if (digits.startsWith(region.abroad)) return international(digits.slice(region.abroad.length));
  const strip = region.trunk !== '' && digits.startsWith(region.trunk);
  const bare = strip ? digits.slice(region.trunk.length) : digits;
  const [least, most] = region.digits;
  return bare.length >= least && bare.length <= most ? international(region.code + bare) : null;
};

/** Writes the E.164 form at `at` and returns its length, or -1 when the number cannot be read. */
export const normalisePhone = (
  bytes: Uint8Array,
  start: number,
  end: number,
  target: Uint8Array,
  at: number,
  region: string | undefined,
): number => {
  const digits = strip(bytes, start, end);
  if (digits === null || digits === '') return -1;
  const numbering = region === undefined ? undefined : PLANS.get(region.toUpperCase());
  const full = digits.startsWith('+')
    ? international(digits.slice(1))
    : numbering === undefined
      ? null
      : national(digits, numbering);
  if (full === null || full.length > target.length - at) return -1;
  for (let i = 0; i < full.length; i++) target[at + i] = full.charCodeAt(i);
  return full.length;
};
