/**
 * Identifiers that stand among other words: what tells them is their form and a check, or the word before them. Each
 * function answers for a text as it is read (`plainText`), in time that grows with its length.
 */
import { createRequire } from 'node:module';
import { emailIn, isHexHash, isIban, isIpAddress, isMacAddress, isUuid } from './detectors.ts';
import { officialLook } from './official.ts';
import { isPossiblePhone } from './phone.ts';

const require = createRequire(import.meta.url);

/** Whether a text has the length and form of an IBAN of its country. */
const hasIbanForm = (text: string): boolean => {
  const form: typeof import('validator/lib/isIBAN.js') = require('validator/lib/isIBAN.js');
  return form.default(text);
};

const IBAN_START = /(?<![A-Za-z\d])[A-Z]{2}\d\d(?=[ A-Z\d])/g;

/** Whether an IBAN stands in the text, blanks between its groups allowed. */
export const ibanIn = (text: string): boolean => {
  for (const { index } of text.matchAll(IBAN_START)) {
    // Groups are taken in one by one: a word may follow.
    let bare = '';
    for (const group of text.slice(index, index + 50).split(/ |[^A-Za-z\d ].*/s)) {
      if (group === '' || bare.length > 34) break;
      bare += group;
      if (bare.length >= 15 && isIban(bare) && hasIbanForm(bare)) return true;
    }
  }
  return false;
};

/** Words before four numbers that make them a version, and those that make them an address. */
const VERSION =
  /^(?:v|ver|version|versions?nummer|versión|versione|versão|build|release|rev|revision|firmware|fw|sdk)$/i;
const OF_ADDRESS =
  /^(?:ip|ips|ipv4|addr|address|adresse|host|from|von|via|at|by|to|client|server|login|source|src|dst|remote|for)$/i;
const FOUR_NUMBERS = /(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.]*\w)/g;
const OF_PROGRAM = /[\p{L}\d](?<!\bip)\/$/iu;
/** A place in a list is no word before. */
const WORD_BEFORE = /([\p{L}\d_]+)([ :=(]*)$/u;

/** Whether an address of version 4 stands among other words: not as the number of a version. */
export const ipv4In = (text: string): boolean => {
  for (const match of text.matchAll(FOUR_NUMBERS)) {
    if (!isIpAddress(match[0])) continue;
    const before = WORD_BEFORE.exec(text.slice(Math.max(0, match.index - 40), match.index));
    if (before === null) {
      // Alone it is told by the whole text; with a port or a mask it is an address, behind "Chrome/" a version.
      if (match[0] !== text && !OF_PROGRAM.test(text.slice(Math.max(0, match.index - 40), match.index)))
        return true;
    } else if (OF_ADDRESS.test(before[1])) return true;
    else if (/[:=(]/.test(before[2]) && !VERSION.test(before[1])) return true;
  }
  return false;
};

const CISCO = /^[\da-f]{4}\.[\da-f]{4}\.[\da-f]{4}$/i;

/** ISO 3779, with the serial of four digits at its end that makers of more than 1000 vehicles a year use. */
const VIN = /^(?=(?:.*[A-Z]){3})(?=.{3}.*[A-Z])[A-HJ-NPR-Z\d]{13}\d{4}$/;

/** Whether a text decodes to printable signs with an address among them: base64, of an URL too, and hexadecimal. */
const hidesEmail = (token: string): boolean => {
  const base64 = /^[A-Za-z\d+/_-]{16,}={0,2}$/.test(token) ? token : null;
  const hex = /^(?:[2-7][\da-f]){8,}$/i.test(token) ? token : null;
  return (
    (hex !== null && isReadable(Buffer.from(hex, 'hex').toString('latin1'))) ||
    (base64 !== null && isReadable(Buffer.from(base64, 'base64').toString('latin1')))
  );
};
const isReadable = (text: string): boolean => /^[\x20-\x7e]+$/.test(text) && emailIn(text);

/** What the words of a text show, one by one. */
export type Words = {
  ip: boolean;
  mac: boolean;
  official: 'none' | 'shape' | 'valid';
  /** A UUID or a hash that is not the whole text. */
  key: boolean;
  vehicle: boolean;
  email: boolean;
};

const SPLIT = /[\s;|,"'<>{}()&?=#/]+|[[\]](?!:)/;

/** Without the marks that end a sentence. */
const withoutEnd = (word: string): string => {
  let end = word.length;
  while (end > 0 && '.:!'.includes(word[end - 1])) end--;
  return word.slice(0, end);
};

/** A National Insurance number as it is printed, in pairs (official.ts knows it whole). */
const PRINTED_NINO = /(?<![A-Za-z\d])[A-CEGHJ-PR-TW-Z]{2}(?: \d\d){3} [A-D](?![A-Za-z\d])/;

/** Looks at each word of a text. */
export const wordsIn = (text: string): Words => {
  const found: Words = {
    ip: false,
    mac: false,
    official: PRINTED_NINO.test(text) ? 'valid' : 'none',
    key: false,
    vehicle: false,
    email: false,
  };
  // A moment is figures, marks and blanks as well.
  const isMixed = /[A-Za-z\u0080-\uffff]|[;|"[\]{}<>\t\r\n]/.test(text);
  for (const word of text.split(SPLIT)) {
    const bare = withoutEnd(word);
    if (bare.length < 7) continue;
    const isAll = bare.length === text.length;
    if (bare.includes(':')) {
      if (bare.length <= 45 && isIpAddress(bare)) found.ip = true;
      const last = bare.slice(bare.indexOf(':') + 1);
      if (/^(?:urn:)?uuid:/i.test(bare) && isUuid(bare.slice(-36))) found.key = true;
      else if (isHexHash(last)) found.key = true;
    }
    if (isMacAddress(bare) || (CISCO.test(bare) && /[a-f]/i.test(bare))) found.mac = true;
    if (!isAll && (isUuid(bare) || isHexHash(bare))) found.key = true;
    if (bare.length === 17 && VIN.test(bare)) found.vehicle = true;
    if (
      !isAll &&
      isMixed &&
      bare.length >= 9 &&
      bare.length <= 24 &&
      /\d[^\d]*\d[^\d]*\d[^\d]*\d[^\d]*\d/.test(bare)
    ) {
      const look = /^\d+$/.test(bare) ? 'none' : officialLook(bare);
      if (look !== 'none' && found.official !== 'valid') found.official = look;
    }
    // The parts of a token (RFC 7519) are hidden each for itself; a hash is none.
    if (bare.length >= 16 && !isHexHash(bare)) found.email ||= word.split(/[.:]/).some(hidesEmail);
  }
  return found;
};

/** A date, a time behind it or not, of which the digits could be a telephone's. */
const DATE = /^(?:\d{1,2}([./-])\d{1,2}\1(?:\d{4}|\d\d)|\d{4}([./-])\d{1,2}\2\d{1,2})(?=$|[ T])/;
/** Two years, of a season or a campaign. */
const YEARS = /^(?:19|20)\d\d ?[-/] ?(?:19|20)\d\d$/;
/** National numbers: with the nought that is dialled at home, and of North America. */
const WITH_TRUNK =
  /^(?:\(0[1-9]\d{0,4}\) ?\d{2,8}|0[1-9]\d{0,4} ?[ /] ?\d{2,8}|0[1-9]\d{0,3}[.-]\d{2,8})(?: ?[ /.-] ?\d{2,8}){0,4}$/;
const NORTH_AMERICAN =
  /(?<![\w.-])(?:1[ .-])?(?:\([2-9]\d\d\) ?|[2-9]\d\d([ .-]))[2-9]\d\d[ .-]\d{4}(?![\w-]|\.\d)/;
const WITH_00 = /^00[1-9]\d{0,2}[ /.-]/;
const AFTER_WORD =
  /(?:^|[^\p{L}])(?:tel|telefon|telephone|téléphone|teléfono|telefono|phone|fon|fone|call|ring|mobile?|mobil|movil|móvil|cell|handy|fax|whatsapp|тел|телефон|電話|电话)[.:]*\s*(\(?\+?\d[\d ()/.-]{5,})/giu;

const digitCount = (text: string): number => text.replace(/\D/g, '').length;

/** Whether one value, trimmed, is a national telephone number in a form that other numbers do not have. */
const isNationalPhone = (value: string): boolean => {
  if (value.length < 9 || value.length > 24 || DATE.test(value)) return false;
  const digits = digitCount(value);
  if (digits < 9 || digits > 15) return false;
  if (WITH_TRUNK.test(value)) return digits <= 12;
  return WITH_00.test(value) && /^[\d /.()-]+$/.test(value) && isPossiblePhone(`+${value.slice(2)}`);
};

const LISTED = /[;|,"[\]{}<>=\t\r\n]+|(?<=\p{L}):/u;

/** Whether a telephone number as it is dialled at home stands in a text, alone, in a list or behind a word for it. */
export const nationalPhoneIn = (text: string): boolean => {
  if (text.split(LISTED).some((part) => isNationalPhone(part.trim()))) return true;
  if (NORTH_AMERICAN.test(text)) return true;
  for (const [, number] of text.matchAll(AFTER_WORD)) {
    const bare = number.trim();
    if (digitCount(bare) >= 7 && digitCount(bare) <= 15 && !DATE.test(bare) && !YEARS.test(bare)) return true;
  }
  return false;
};

const PAIR = /(?<![\d.,])(-?\d{1,3}\.\d{4,})\s{0,2}[,; ]\s{0,2}(-?\d{1,3}\.\d{4,})(?![\d.])/g;
const WRITTEN_PLACE =
  /\b(?:POINT ?\(|geo:)\s*-?\d{1,3}\.\d{3,}|(?:^|[^a-z])lat(?:itude)?["' ]*[:=]["' ]*-?\d{1,2}\.\d{3,}|\d{1,3}° ?\d{1,2}['′’] ?(?:\d{1,2}(?:\.\d+)?["″”]?)? ?[NSEWO]\b/i;

/** Whether a point on the map stands in a text, to some ten metres: two figures of four decimals, or as geodesists write it. */
export const placeIn = (text: string): boolean => {
  if (WRITTEN_PLACE.test(text)) return true;
  for (const [, one, other] of text.matchAll(PAIR)) {
    const [a, b] = [Math.abs(Number(one)), Math.abs(Number(other))];
    // Shares lie below one, and prices of four decimals end in noughts.
    const isPlace = Math.max(a, b) <= 180 && Math.min(a, b) <= 90 && Math.max(a, b) >= 1;
    if (isPlace && !(one.endsWith('00') && other.endsWith('00'))) return true;
  }
  return false;
};

/** A name by which people are found on a network. */
const HANDLE = /^@(?=[\w.]*[a-z])[a-z\d_][\w.]{1,29}$/i;
const PROFILE = /\b(?:linkedin\.com\/in|t\.me|tiktok\.com\/@|threads\.net\/@|youtube\.com\/@)\/?[\w.%-]{2,}/i;

/** Whether a text is a handle, or a list of them, or holds the address of somebody's profile. */
export const handleIn = (text: string): boolean => {
  if (PROFILE.test(text)) return true;
  const parts = text.length > 1000 ? [] : text.split(/[\s;|,"'[\]{}<>]+/).filter((part) => part !== '');
  return parts.length > 0 && parts.every((part) => HANDLE.test(part));
};

/** Fields of a person and keys of a session within JSON, markup or the query of an address. */
const NAMES =
  'first_?name|last_?name|full_?name|given_?name|family_?name|middle_?name|sur_?name|vorname|nachname|prenom|cognome|apellidos?|street(?:_?address)?|address_?line_?\\d?|password|passwd|pwd';
/** Those whose values hold figures; a word in them says what is done with the field. */
const NUMBERS =
  'phone(?:_?number)?|mobile(?:_?number)?|birth_?date|date_?of_?birth|dob|passport(?:_?number)?|ssn';
const KEYS =
  '(?:access_?|refresh_?|id_?|auth_?|reset_?|csrf_?)?token|session(?:_?id)?|sid|auth|api_?key|secret|signature|sig';
/** Answers, which are about a field and not of it. */
const SAYS =
  '(?!(?:true|false|null|none|yes|no|on|off|ok|verified|valid|invalid|undefined|opt|required|optional|mandatory|visible|hidden|public|private|missing|empty|set|unset|unknown|masked|redacted|given|refused)\\b)';
const fields = (names: string, value: string): RegExp =>
  new RegExp(
    `"(?:${names})"\\s*:\\s*"${SAYS}${value}|<(?:\\w+:)?(?:${names})(?:\\s[^<>]{0,80})?>\\s*${SAYS}${value}|[?&#;](?:${names})=${SAYS}${value}`,
    'i',
  );
const PERSONAL_FIELD = fields(NAMES, '[^"<>&]{2,}');
const NUMBER_FIELD = fields(NUMBERS, '(?:[^"<>&\\d]{0,20}\\d){4}');
/** An address without escapes is seen wherever it stands; any other that is no word is a key made from it. */
const EMAIL_FIELD = fields('e_?mail(?:_?address)?', '(?=[^"<>&]*[\\d@=%])[^"<>&]{6,}');
const KEY_FIELD = fields(KEYS, '(?=[\\w.%+/-]*\\d)[\\w.%+/-]{8,}');
/** RFC 7519: a JSON Web Token begins with the base64 of {" */
const WEB_TOKEN = /(?<![\w-])eyJ[\w-]{8,}\.[\w-]{4,}/;

/** Whether a field of a person, or a key to a session, stands in JSON, markup or the address of a page. */
export const fieldIn = (text: string): boolean =>
  [PERSONAL_FIELD, NUMBER_FIELD, EMAIL_FIELD, KEY_FIELD, WEB_TOKEN].some((form) => form.test(text));
