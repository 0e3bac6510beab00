/**
 * Personal data in the values of one column: what each value shows, as bits, and the counts of a column. A
 * sample says what a column mostly is; three e-mail addresses in fifty thousand notes are still three people, so
 * every value counts and no average is taken.
 */
import { createRequire } from 'node:module';
import {
  cardIn,
  emailIn,
  isEmail,
  isHexHash,
  isIban,
  isIpAddress,
  isMacAddress,
  isUuid,
  phoneIn,
  phoneLook,
  ssnIn,
} from './detectors.ts';
import { createNumberSchemes, officialLook } from './official.ts';
import { isPossiblePhone } from './phone.ts';

const require = createRequire(import.meta.url);
/** The list of public suffixes, loaded for the first address in running text. */
const suffixes = (): typeof import('tldts') => require('tldts');

/** What a value can show; each is a bit of its sight. */
export const SIGHTS = [
  /** The value is an e-mail address. */
  'email',
  /** An e-mail address stands in the value. */
  'emailIn',
  'phone',
  'phoneMaybe',
  'card',
  'cardShape',
  'ssn',
  'iban',
  'ip',
  'mac',
  'official',
  'officialShape',
  'uuid',
  'hash',
  /** A telephone number in international form stands in the value. */
  'phoneIn',
] as const;
type Sight = (typeof SIGHTS)[number];

/** How many values show each kind of personal data. */
export type PersonalCounts = Record<Sight, number>;

const BIT = Object.fromEntries(SIGHTS.map((sight, at) => [sight, 1 << at])) as Record<Sight, number>;

/** Longest text in which addresses are looked for. */
const LONGEST = 65_536;

/** Whether an address in running text has a domain under a public suffix: "a@b.then" is a slip of the keyboard. */
const knownDomainIn = (text: string): boolean =>
  text
    .slice(0, LONGEST)
    .split(/[\s<>()[\],;"'&?=#/|]+/)
    .some((word) => {
      const at = word.lastIndexOf('@');
      if (at < 1 || word.length - at > 255) return false;
      const { publicSuffix, isIcann, isPrivate } = suffixes().parse(
        word.slice(at + 1).replace(/[.:!?]+$/, ''),
      );
      return publicSuffix !== null && (isIcann === true || isPrivate === true);
    });

/** Whether one of the values that signs part is an address whole, whatever its domain: that is no slip. */
const isListedEmail = (text: string): boolean =>
  text
    .slice(0, LONGEST)
    .split(/[<>()[\]{},;"'&?=#/|:\t\r\n]+/)
    .some((part) => isEmail(part.trim()));

/** Signs that part the values in a cell of several. */
const LISTED = /[;|,"[\]{}<>\t\r\n]/;
const LISTED_ALL = new RegExp(`${LISTED.source}+`);
/** What the values in a cell of several show that is certain by its form alone. */
const sightOfParts = (text: string): number => {
  let bits = 0;
  for (const listed of text.slice(0, LONGEST).split(LISTED_ALL)) {
    const part = listed.trim();
    if (part.length < 7) continue;
    if (isIpAddress(part)) bits |= BIT.ip;
    if (part.length >= 15 && part.length <= 42 && isIban(part)) bits |= BIT.iban;
    if (isMacAddress(part)) bits |= BIT.mac;
  }
  return bits;
};

/** Signs that are an at sign in other widths. */
const WIDE_AT = /[\uff20\ufe6b]/g;

/** What one trimmed value shows, as bits of SIGHTS. `digits` is the number of its ASCII digits. */
export const sightOf = (given: string, digits: number): number => {
  const text = given.replace(WIDE_AT, '@');
  const { length } = text;
  let bits = 0;
  if (text.includes('@')) {
    if (isEmail(text)) bits |= BIT.email;
    else if (emailIn(text) && (isListedEmail(text) || knownDomainIn(text))) bits |= BIT.emailIn;
  }
  if (digits >= 4 && length >= 9 && LISTED.test(text)) bits |= sightOfParts(text);
  if (digits >= 4 && length <= 45 && isIpAddress(text)) bits |= BIT.ip;
  if (digits >= 9 && digits < length && text.includes('-') && ssnIn(text)) bits |= BIT.ssn;
  if (digits >= 13) {
    const card = cardIn(text);
    if (card !== 'none') bits |= BIT.cardShape;
    if (card === 'valid') bits |= BIT.card;
  }
  if (digits >= 7 && length <= 24) {
    const phone = phoneLook(text);
    if (phone === 'sure') bits |= BIT.phone;
    else if (phone === 'maybe') bits |= BIT.phoneMaybe;
  }
  if (digits >= 8 && (bits & BIT.phone) === 0) {
    const number = phoneIn(text);
    if (number !== null && isPossiblePhone(number)) bits |= BIT.phoneIn;
  }
  if (digits >= 2 && length >= 15 && length <= 42 && isIban(text)) bits |= BIT.iban;
  if (digits >= 5 && length >= 9 && length <= 24 && (digits < length || digits >= 18)) {
    const official = officialLook(text);
    if (official !== 'none') bits |= BIT.officialShape;
    if (official === 'valid') bits |= BIT.official;
  }
  if (length === 17 && isMacAddress(text)) bits |= BIT.mac;
  if (length === 36 || length === 38) {
    if (isUuid(text)) bits |= BIT.uuid;
  } else if (isHexHash(text)) bits |= BIT.hash;
  return bits;
};

/** Number of ASCII digits of a text. */
export const digitsOf = (text: string): number => {
  let digits = 0;
  for (let i = 0; i < Math.min(text.length, LONGEST); i++) {
    const c = text.charCodeAt(i);
    if (c >= 48 && c <= 57) digits++;
  }
  return digits;
};

/** Identifiers that a column turned out to hold. */
export type IdentifiersFound = {
  /** Short name of the check. */
  validator: string;
  /** What they are, as a plural. */
  what: string;
  /** Values that hold one. */
  count: number;
};

/** Counts the sights of one column. */
export type PersonalData = {
  readonly counts: PersonalCounts;
  /** Looks at a value and counts it as often as it came. Answers with its bits, to be counted again by `add`. */
  look(text: string, digits: number, times?: number): number;
  /** Counts a value that was looked at before, as often as it came again. */
  add(bits: number, times: number): void;
  /** Telephone numbers in international form, the first of them, for a check by numbering plan. */
  readonly phones: string[];
  /** The scheme of official numbers that the column follows, or null. */
  scheme(): { name: string; share: number } | null;
};

const MOST_PHONES = 50;

/** Figures of other writings, each by its nought: Arabic, Persian, Devanagari, Bengali, Thai. */
const NOUGHTS = [0x660, 0x6f0, 0x966, 0x9e6, 0xe50];
const FOREIGN = /[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\u09e6-\u09ef\u0e50-\u0e59]/u;
const WIDE = /[\uff01-\uff5e\u2010-\u2015\u2212\u30fc]/u;

/** A text with the signs of ASCII in place of their full-width forms, of long dashes, and of figures of other writings. */
const plainText = (text: string): string => {
  if (!FOREIGN.test(text) && !WIDE.test(text)) return text;
  return text
    .normalize('NFKC')
    .replace(/(?<=\d)[\u2010-\u2015\u2212\u30fc](?=\d)/gu, '-')
    .replace(new RegExp(FOREIGN, 'gu'), (figure) => {
      const code = figure.charCodeAt(0);
      return String(code - Math.max(...NOUGHTS.filter((nought) => nought <= code)));
    });
};

/** An empty tally of one column. */
export const createPersonalData = (): PersonalData => {
  const counts = Object.fromEntries(SIGHTS.map((sight) => [sight, 0])) as PersonalCounts;
  const schemes = createNumberSchemes();
  const phones: string[] = [];
  const add = (bits: number, times: number): void => {
    for (let at = 0, rest = bits; rest !== 0; at++, rest >>>= 1)
      if ((rest & 1) === 1) counts[SIGHTS[at]] += times;
  };
  return {
    counts,
    phones,
    add,
    scheme: schemes.found,
    look: (written, counted, times = 1) => {
      // Full-width letters and the figures of other writings are the same address and the same number.
      const text = plainText(written);
      const digits = text === written ? counted : digitsOf(text);
      const bits = sightOf(text, digits);
      if (bits !== 0) add(bits, times);
      if ((bits & BIT.phone) !== 0 && phones.length < MOST_PHONES) phones.push(text);
      if (digits >= 9 && digits <= 15 && digits === text.length)
        for (let i = 0; i < times; i++) schemes.add(text);
      return bits;
    },
  };
};

/** At least three values or one in a thousand: below that a hit may be chance (a number with a right digit). */
export const contains = (hits: number, filled: number): boolean =>
  hits > 0 && (hits >= 3 || hits * 1000 >= filled);

/**
 * Every kind of identifier that a column holds, commonest first. `filled` is the number of its values that are
 * not empty.
 */
export const identifiersIn = (
  counts: PersonalCounts,
  filled: number,
  scheme: { name: string; share: number } | null = null,
): IdentifiersFound[] => {
  const found: IdentifiersFound[] = [];
  const check = (validator: string, what: string, count: number): void => {
    if (contains(count, filled)) found.push({ validator, what, count });
  };
  // One number in ten has the right check digit of a card by chance.
  if (counts.card * 3 >= counts.cardShape) check('card', 'payment card numbers', counts.card);
  check('ssn', 'social security numbers', counts.ssn);
  check('iban', 'IBANs', counts.iban);
  check('ip', 'IP addresses', counts.ip);
  check('mac', 'device addresses', counts.mac);
  if (counts.official * 3 >= counts.officialShape)
    check('official', 'official numbers of people', counts.official);
  check('email', 'e-mail addresses', counts.email + counts.emailIn);
  check('phone', 'telephone numbers', counts.phone + counts.phoneIn);
  if (scheme !== null)
    found.push({ validator: 'official', what: scheme.name, count: Math.round(filled * scheme.share) });
  return found.sort((a, b) => b.count - a.count);
};
