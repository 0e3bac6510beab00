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
import { plainText } from './plain-text.ts';
import { fieldIn, handleIn, ibanIn, ipv4In, nationalPhoneIn, placeIn, wordsIn } from './within.ts';

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
  /** A telephone number as it is dialled at home stands in the value. */
  'phoneHome',
  /** A point on the map, the number of a vehicle, a field of a person or a key to a session stands in the value. */
  'place',
  'vehicle',
  'field',
  /** A UUID or a hash stands in the value, which is none as a whole. */
  'keyIn',
  /** The value is a name by which somebody is found on a network, or a list of them. */
  'handle',
] as const;
export type Sight = (typeof SIGHTS)[number];

/** How many values show each kind of personal data. */
export type PersonalCounts = Record<Sight, number>;

export const BIT = Object.fromEntries(SIGHTS.map((sight, at) => [sight, 1 << at])) as Record<Sight, number>;

/** What may be chance, or another number. */
const NO_PROOF = BIT.phoneMaybe | BIT.cardShape | BIT.officialShape;
/** What is an identifier by its form alone, wherever it stands. */
export const PERSONAL = SIGHTS.reduce((bits, sight) => bits | BIT[sight], 0) & ~NO_PROOF;

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

/** An address whose local part is quoted (RFC 5321). */
const QUOTED_EMAIL = /"@(?=[\w-]+\.)/;
/** Words that are looked at one by one have at least so many signs. */
const SHORTEST_WORD = 7;

/** What stands among the other words of a value, and is told there by its form or by the words before it. */
const sightWithin = (text: string, digits: number): number => {
  let bits = 0;
  if (fieldIn(text)) bits |= BIT.field;
  if (text.includes('@') || text.includes('/')) if (handleIn(text)) bits |= BIT.handle;
  if (text.length >= SHORTEST_WORD) {
    const words = wordsIn(text);
    if (words.ip) bits |= BIT.ip;
    if (words.mac) bits |= BIT.mac;
    if (words.key) bits |= BIT.keyIn;
    if (words.vehicle) bits |= BIT.vehicle;
    if (words.email) bits |= BIT.emailIn;
    if (words.official !== 'none') bits |= BIT.officialShape;
    if (words.official === 'valid') bits |= BIT.official;
  }
  if (digits >= 4 && ipv4In(text)) bits |= BIT.ip;
  if (digits >= 6 && placeIn(text)) bits |= BIT.place;
  if (digits >= 7 && nationalPhoneIn(text)) bits |= BIT.phoneHome;
  if (digits >= 10 && ibanIn(text)) bits |= BIT.iban;
  return bits;
};

/** An address that was hidden is none that could be hashed as one: it stands in its value. */
const HIDDEN = /[%&\\()[\]{}<>\s]/;

/** What one trimmed value shows, as bits of SIGHTS; see `plainText` for `text`. `digits` is the number of its ASCII digits. */
const sightAs = (written: string, text: string, digits: number): number => {
  const bits = sightOfPlain(text, digits);
  return (bits & BIT.email) !== 0 && text !== written && HIDDEN.test(written)
    ? (bits & ~BIT.email) | BIT.emailIn
    : bits;
};

/** What one trimmed value shows, as bits of SIGHTS. */
export const sightOf = (written: string): number => {
  const text = plainText(written);
  return sightAs(written, text, digitsOf(text));
};

/** The same of a text as it is read. */
const sightOfPlain = (text: string, digits: number): number => {
  const { length } = text;
  let bits = 0;
  if (text.includes('@')) {
    if (isEmail(text)) bits |= BIT.email;
    else if (QUOTED_EMAIL.test(text) || (emailIn(text) && (isListedEmail(text) || knownDomainIn(text))))
      bits |= BIT.emailIn;
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
  if ((bits & ~NO_PROOF) !== 0 || length > LONGEST) return bits;
  return bits | sightWithin(text, digits);
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
      // Escapes, full-width letters and the figures of other writings are the same address and the same number.
      const text = plainText(written);
      const digits = text === written ? counted : digitsOf(text);
      const bits = sightAs(written, text, digits);
      if (bits !== 0) add(bits, times);
      if ((bits & BIT.phone) !== 0 && phones.length < MOST_PHONES) phones.push(text);
      if (digits >= 9 && digits <= 15 && digits === text.length)
        for (let i = 0; i < times; i++) schemes.add(text);
      return bits;
    },
  };
};
