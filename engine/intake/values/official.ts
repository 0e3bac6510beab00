/**
 * Official numbers of people, told by their check characters. Those with letters in fixed places are certain
 * enough one by one; plain digits with a right check digit occur by chance (one in ten to one in a hundred), so
 * a column of them is judged by the share that is right.
 */
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
/** The checks of single countries, each set loaded for the first number that has the form of one. */
const isIdentityCard = (text: string, country: 'IN' | 'NO' | 'PL' | 'zh-CN'): boolean => {
  const checks: typeof import('validator/lib/isIdentityCard.js') = require('validator/lib/isIdentityCard.js');
  return checks.default(text, country);
};
const isTaxID = (text: string, country: string): boolean => {
  const checks: typeof import('validator/lib/isTaxID.js') = require('validator/lib/isTaxID.js');
  return checks.default(text, country);
};

/** Longest text that is handed to a check; the checks are anchored and of fixed length. */
const LONGEST = 24;

const isDigits = (text: string): boolean => {
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c < 48 || c > 57) return false;
  }
  return text.length > 0;
};

const DNI_LETTERS = 'TRWAGMYFPDXBNJZSQVHLCKE';

/** Spanish DNI and NIE: eight digits (or X, Y, Z and seven) and a letter, number modulo 23 (Orden INT/2058/2008). */
const isDni = (text: string): boolean => {
  if (text.length !== 9) return false;
  const first = 'XYZ'.indexOf(text[0]);
  const digits = (first < 0 ? text[0] : String(first)) + text.slice(1, 8);
  return isDigits(digits) && DNI_LETTERS[Number(digits) % 23] === text[8];
};

/** UK National Insurance number: two letters, six digits, a letter from A to D (HMRC NIM39110); no check digit. */
const isNino = (text: string): boolean =>
  text.length === 9 &&
  /^[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\d{6}[A-D]$/.test(text) &&
  !['BG', 'GB', 'KN', 'NK', 'NT', 'TN', 'ZZ'].includes(text.slice(0, 2));

const mod97 = (digits: string): number => Number(BigInt(digits) % 97n);

/** French NIR: sex, year, month, place, 97 minus the rest by 97 (INSEE; Corsica's 2A and 2B count as 19 and 18). */
const isNir = (text: string): boolean => {
  if (text.length !== 15 || !/^[12]\d\d(0[1-9]|1[0-2]|[2-4]\d)/.test(text)) return false;
  const body = text.slice(0, 13).replace('2A', '19').replace('2B', '18');
  return isDigits(body) && isDigits(text.slice(13)) && 97 - mod97(body) === Number(text.slice(13));
};

/** Swiss AHV number: 13 digits from 756 with the check digit of EAN-13. */
const isAhv = (text: string): boolean => {
  if (text.length !== 13 || !text.startsWith('756') || !isDigits(text)) return false;
  let sum = 0;
  for (let i = 0; i < 12; i++) sum += Number(text[i]) * (i % 2 === 0 ? 1 : 3);
  return (10 - (sum % 10)) % 10 === Number(text[12]);
};

/** A day and month where a personal number has them. */
const isDated = (month: string, day: string): boolean =>
  Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= 31;

const luhn = (digits: string): boolean => {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]) * (i % 2 === 1 ? 2 : 1);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return sum % 10 === 0;
};

/** Danish CPR number: digits by 4 3 2 7 6 5 4 3 2 1 are a multiple of 11 (CPR-kontoret); few given since 2007 are not. */
const isCpr = (text: string): boolean => {
  let sum = 0;
  for (let i = 0; i < 10; i++) sum += Number(text[i]) * (i < 3 ? 4 - i : 10 - i);
  return isDated(text.slice(2, 4), text.slice(0, 2)) && sum % 11 === 0;
};

/** Korean resident registration number: digits by 2 to 9 and 2 to 5, 11 minus the rest by 11; few given since 2020 are not. */
const isRrn = (text: string): boolean => {
  let sum = 0;
  for (let i = 0; i < 12; i++) sum += Number(text[i]) * (2 + (i % 8));
  return isDated(text.slice(2, 4), text.slice(4, 6)) && (11 - (sum % 11)) % 10 === Number(text[12]);
};

/** Belgian national number: nine digits and 97 minus their rest, with a 2 before them for births from 2000. */
const isBelgian = (text: string): boolean => {
  const check = Number(text.slice(9));
  return 97 - mod97(text.slice(0, 9)) === check || 97 - mod97(`2${text.slice(0, 9)}`) === check;
};

/** Czech and Slovak birth number: months of women have 50 added, later numbers of a day 20; ten digits are a multiple of 11. */
const isBirthNumber = (text: string): boolean => {
  const month = Number(text.slice(2, 4)) % 50;
  return isDated(String(month > 20 ? month - 20 : month), text.slice(4, 6)) && Number(text) % 11 === 0;
};

/** Chilean RUN: digits from the right by 2 to 7 in turn; 11 minus the rest by 11 is the check, 10 being K. */
const isRun = (text: string): boolean => {
  let sum = 0;
  for (let i = text.length - 2, weight = 2; i >= 0; i--, weight = weight === 7 ? 2 : weight + 1)
    sum += Number(text[i]) * weight;
  const check = (11 - (sum % 11)) % 11;
  return text.at(-1) === (check === 10 ? 'K' : String(check));
};

/** Marks between the parts of an official number, as people write them. */
const bare = (text: string): string => text.replace(/[ .\-/]/g, '').toUpperCase();

/**
 * What an official number looks like without marks, and with them where only those tell it from others, and the check it
 * must pass.
 */
const FORMS: readonly {
  form: RegExp;
  written?: RegExp;
  check: (plain: string, written: string) => boolean;
}[] = [
  { form: /^[XYZ\d]\d{7}[A-Z]$/, check: isDni },
  { form: /^[A-Z]{2}\d{6}[A-D]$/, check: isNino },
  {
    form: /^[A-Z]{6}[\dL-V]{2}[A-Z][\dL-V]{2}[A-Z][\dL-V]{3}[A-Z]$/,
    check: (plain) => isTaxID(plain, 'it-IT'),
  },
  { form: /^\d{17}[\dX]$/, check: (plain) => isIdentityCard(plain, 'zh-CN') },
  // In digits alone they occur by chance; as people write them, with marks, they do not.
  { form: /^[12]\d{14}$/, check: (plain, written) => written.length > 15 && isNir(plain) },
  { form: /^756\d{10}$/, check: (plain, written) => written.length > 13 && isAhv(plain) },
  {
    form: /^\d{11}$/,
    check: (_, written) => /^\d{3}\.\d{3}\.\d{3}-\d\d$/.test(written) && isTaxID(written, 'pt-BR'),
  },
  {
    form: /^\d{9}[\dA-Y]$/,
    check: (_, written) => /^\d{6}[-+A-F]\d{3}.$/.test(written) && isTaxID(written, 'fi-FI'),
  },
  // Sweden's personnummer (Skatteverket, SKV 704): date, mark, three digits, a check digit by Luhn.
  {
    form: /^(\d\d)?\d{10}$/,
    written: /^(\d\d)?\d{6}-\d{4}$/,
    check: (plain) => isDated(plain.slice(-8, -6), plain.slice(-6, -4)) && luhn(plain.slice(-10)),
  },
  // A number of an order that begins with its day has the same form as these, so the check digit decides.
  { form: /^\d{10}$/, written: /^\d{6}-\d{4}$/, check: isCpr },
  // Czech and Slovak birth numbers (Act 133/2000, section 13).
  { form: /^\d{10}$/, written: /^\d{6}\/\d{4}$/, check: isBirthNumber },
  { form: /^\d{11}$/, written: /^\d\d\.\d\d\.\d\d-\d{3}\.\d\d$/, check: isBelgian },
  { form: /^\d{7}[A-W][A-I]$/, check: (plain) => isTaxID(plain, 'en-IE') },
  // Chile's RUN.
  { form: /^\d{7,8}[\dK]$/, written: /^\d{1,2}\.\d{3}\.\d{3}-[\dkK]$/, check: isRun },
  { form: /^\d{13}$/, written: /^\d{6}-\d{7}$/, check: isRrn },
  // Mexico's CURP; its form alone is like no other text.
  { form: /^[A-Z][AEIOUX][A-Z]{2}\d{6}[HMX][A-Z]{5}[A-Z\d]\d$/, check: () => true },
];

/** How much a text looks like an official number of a person: `shape` where it has the form but fails the check. */
export const officialLook = (text: string): 'none' | 'shape' | 'valid' => {
  if (text.length < 9 || text.length > LONGEST) return 'none';
  const plain = bare(text);
  let look: 'none' | 'shape' = 'none';
  for (const { form, written, check } of FORMS) {
    if (!form.test(plain) || written?.test(text) === false) continue;
    if (check(plain, text)) return 'valid';
    look = 'shape';
  }
  return look;
};

/** The eleven-test of the Dutch BSN (weights 9 to 2 and -1). */
const isBsn = (text: string): boolean => {
  let sum = 0;
  for (let i = 0; i < 9; i++) sum += Number(text[i]) * (i === 8 ? -1 : 9 - i);
  return sum !== 0 && sum % 11 === 0;
};

/** NHS number: weights 10 to 2, 11 minus the rest by 11 (NHS Data Dictionary). */
const isNhs = (text: string): boolean => {
  let sum = 0;
  for (let i = 0; i < 9; i++) sum += Number(text[i]) * (10 - i);
  const check = (11 - (sum % 11)) % 11;
  return check !== 10 && check === Number(text[9]);
};

/** Schemes of plain digits: what they are called, how long they are, and the check. */
const SCHEMES: readonly { name: string; length: number; check: (text: string) => boolean }[] = [
  { name: 'Dutch citizen service numbers (BSN)', length: 9, check: isBsn },
  { name: 'Portuguese tax numbers (NIF)', length: 9, check: (text) => isTaxID(text, 'pt-PT') },
  { name: 'NHS numbers', length: 10, check: isNhs },
  {
    name: 'Swedish personal numbers',
    length: 10,
    check: (text) => isDated(text.slice(2, 4), text.slice(4, 6)) && luhn(text),
  },
  { name: 'German tax numbers (IdNr)', length: 11, check: (text) => isTaxID(text, 'de-DE') },
  { name: 'Brazilian tax numbers (CPF)', length: 11, check: (text) => isTaxID(text, 'pt-BR') },
  {
    name: 'Polish personal numbers (PESEL)',
    length: 11,
    check: (text) => isIdentityCard(text, 'PL'),
  },
  { name: 'Belgian national numbers', length: 11, check: isBelgian },
  { name: 'Norwegian personal numbers', length: 11, check: (text) => isIdentityCard(text, 'NO') },
  {
    name: 'Indian identity numbers (Aadhaar)',
    length: 12,
    check: (text) => isIdentityCard(text, 'IN'),
  },
  { name: 'Swiss insurance numbers (AHV)', length: 13, check: isAhv },
  { name: 'French insurance numbers (NIR)', length: 15, check: isNir },
  {
    name: 'Romanian personal numbers (CNP)',
    length: 13,
    check: (text) => isTaxID(text, 'ro-RO'),
  },
  { name: 'Bulgarian personal numbers (EGN)', length: 10, check: (text) => isTaxID(text, 'bg-BG') },
  {
    name: 'Czech birth numbers',
    length: 10,
    check: isBirthNumber,
  },
  {
    name: 'South African identity numbers',
    length: 13,
    check: (text) => isDated(text.slice(2, 4), text.slice(4, 6)) && luhn(text),
  },
  { name: 'device numbers (IMEI)', length: 15, check: luhn },
];

/** Values of one length that are looked at: a share does not get surer beyond. */
const ENOUGH = 400;
/** Fewer are no evidence: with a chance of one in ten, eight of eight are one in a hundred million. */
const FEWEST = 8;
const SHARE = 0.9;

/** Collects plain numbers of one column and says which scheme they follow. */
export type NumberSchemes = { add(digits: string): void; found(): { name: string; share: number } | null };

/** Watches the plain digits of one column. Marks between the digits are for the caller to remove. */
export const createNumberSchemes = (): NumberSchemes => {
  const seen = new Map<number, number>();
  const right = SCHEMES.map(() => 0);
  return {
    add: (digits) => {
      const { length } = digits;
      if (length < 9 || length > 15) return;
      const before = seen.get(length) ?? 0;
      if (before >= ENOUGH) return;
      seen.set(length, before + 1);
      SCHEMES.forEach((scheme, at) => {
        if (scheme.length === length && scheme.check(digits)) right[at] += 1;
      });
    },
    found: () => {
      const all = [...seen.values()].reduce((sum, count) => sum + count, 0);
      for (const [at, { name, length }] of SCHEMES.entries()) {
        const of = seen.get(length) ?? 0;
        // Numbers of other lengths in the column speak against one scheme.
        if (of >= FEWEST && of >= all * SHARE && right[at] >= of * SHARE)
          return { name, share: right[at] / of };
      }
      return null;
    },
  };
};
