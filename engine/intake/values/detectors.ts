/**
 * Personal data told by its own form: checksums and structure, no dictionary and no regular expression that
 * could run away. Every function is one pass over its text. "In" functions look inside longer text.
 */

const code = (text: string, i: number): number => text.charCodeAt(i);
const isDigit = (c: number): boolean => c >= 48 && c <= 57;
const isLetter = (c: number): boolean => (c >= 65 && c <= 90) || (c >= 97 && c <= 122);
const isWord = (c: number): boolean => isDigit(c) || isLetter(c) || c === 95 || c >= 128;
const LOCAL_SIGNS = new Set(Array.from(".!#$%&'*+/=?^`{|}~-", (sign) => sign.charCodeAt(0)));
/** Characters of the local part that occur in practice (RFC 5321 dot-string, and beyond ASCII RFC 6531). */
const isLocal = (c: number): boolean => isWord(c) || LOCAL_SIGNS.has(c);
const isDomain = (c: number): boolean => isDigit(c) || isLetter(c) || c === 45 || c === 46 || c >= 128;

/** Whether the text is one e-mail address: dot-string local part, domain of two labels or more (RFC 5321). */
export const isEmail = (text: string): boolean => {
  const found = emailEnd(text, text.indexOf('@'));
  return found !== null && found.start === 0 && found.end === text.length;
};

/** Where the address around the @ at `at` begins and ends; null where there is none. Looks 320 characters far. */
const emailEnd = (text: string, at: number): { start: number; end: number } | null => {
  if (at < 1) return null;
  let start = at;
  while (start > 0 && at - start < 65 && isLocal(code(text, start - 1))) start--;
  if (start === at || at - start > 64) return null;
  let end = at + 1;
  let label = end;
  let topLevel = -1;
  while (end < text.length && end - at < 255 && isDomain(code(text, end))) {
    if (code(text, end) === 46) {
      const next = end + 1 < text.length ? code(text, end + 1) : 0;
      // A full stop after the address ends the sentence, not the domain.
      if (end === label || next === 46 || !isDomain(next)) break;
      label = end + 1;
      topLevel = label;
    }
    end++;
  }
  if (topLevel < 0 || end - topLevel < 2) return null;
  for (let i = topLevel; i < end; i++)
    if (isDigit(code(text, i))) return code(text, topLevel) === 120 ? { start, end } : null;
  return { start, end };
};

/** Whether an e-mail address stands anywhere in the text. */
export const emailIn = (text: string): boolean => {
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1))
    if (emailEnd(text, at) !== null) return true;
  return false;
};

/** The check of ISO/IEC 7812-1, Annex B (H. P. Luhn). */
export const luhn = (digits: string): boolean => {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    let digit = code(digits, digits.length - 1 - i) - 48;
    if (i % 2 === 1) {
      digit *= 2;
      if (digit > 9) digit -= 9;
    }
    sum += digit;
  }
  return digits.length > 0 && sum % 10 === 0;
};

/** Whether a number begins and measures like one of a card scheme (ISO/IEC 7812 issuer ranges). */
const isCardShape = (digits: string): boolean => {
  const n = digits.length;
  const two = Number(digits.slice(0, 2));
  const four = Number(digits.slice(0, 4));
  if (digits[0] === '4') return n === 13 || n === 16 || n === 19;
  if ((two >= 51 && two <= 55) || (four >= 2221 && four <= 2720)) return n === 16;
  if (two === 34 || two === 37) return n === 15;
  if (two === 36 || two === 38 || two === 30) return n === 14;
  if (four >= 3528 && four <= 3589) return n === 16;
  return (two === 60 || two === 62 || two === 64 || two === 65) && n === 16;
};

export type CardSight = 'none' | 'shape' | 'valid';

/**
 * Card numbers in a text, digits possibly parted by single blanks or hyphens: `valid` where the check digit is
 * right. One number in ten has a right check digit by chance, so a column is judged by the share.
 */
export const cardIn = (text: string): CardSight => {
  let sight: CardSight = 'none';
  let i = 0;
  while (i < text.length) {
    if (!isDigit(code(text, i)) || (i > 0 && isWord(code(text, i - 1)))) {
      i++;
      continue;
    }
    // A run of groups of digits; a card may be any groups that follow each other in it.
    const groups: string[] = [];
    let from = i;
    let end = i;
    for (; end < text.length; end++) {
      const c = code(text, end);
      if (isDigit(c)) continue;
      if (!((c === 32 || c === 45) && end + 1 < text.length && isDigit(code(text, end + 1)))) break;
      groups.push(text.slice(from, end));
      from = end + 1;
    }
    if (end === text.length || !isWord(code(text, end))) groups.push(text.slice(from, end));
    for (let first = 0; first < groups.length; first++) {
      // The first group of a printed card number has four digits or more.
      if (groups[first].length < 4) continue;
      let digits = '';
      for (let next = first; next < groups.length && digits.length + groups[next].length <= 19; next++) {
        digits += groups[next];
        if (digits.length < 13 || !isCardShape(digits)) continue;
        if (luhn(digits)) return 'valid';
        sight = 'shape';
      }
    }
    i = end + 1;
  }
  return sight;
};

/** Whether a US social security number (AAA-GG-SSSS, in the ranges the SSA assigns) stands in the text. */
export const ssnIn = (text: string): boolean => {
  for (let dash = text.indexOf('-'); dash >= 0; dash = text.indexOf('-', dash + 1)) {
    const from = dash - 3;
    if (from < 0 || text[dash + 3] !== '-') continue;
    if (from > 0 && (isWord(code(text, from - 1)) || text[from - 1] === '-')) continue;
    const after = code(text, dash + 8);
    if (dash + 8 < text.length && (isWord(after) || after === 45)) continue;
    const area = text.slice(from, dash);
    const group = text.slice(dash + 1, dash + 3);
    const serial = text.slice(dash + 4, dash + 8);
    const all = area + group + serial;
    if (all.length !== 9 || ![...all].every((digit) => isDigit(code(digit, 0)))) continue;
    if (area !== '000' && area !== '666' && area[0] !== '9' && group !== '00' && serial !== '0000')
      return true;
  }
  return false;
};

/** Whether the text is an IBAN, blanks allowed: ISO 13616, check digits by ISO/IEC 7064 MOD 97-10. */
export const isIban = (text: string): boolean => {
  // Two letters and two digits: hardly any other text begins so.
  for (let i = 0, seen = 0; seen < 4; i++) {
    if (i >= text.length) return false;
    const c = code(text, i);
    if (c === 32) continue;
    if (!(seen < 2 ? isLetter(c) : isDigit(c))) return false;
    seen++;
  }
  const bare = text.replaceAll(' ', '').toUpperCase();
  if (bare.length < 15 || bare.length > 34) return false;
  let remainder = 0;
  for (const sign of bare.slice(4) + bare.slice(0, 4)) {
    const c = code(sign, 0);
    if (isDigit(c)) remainder = (remainder * 10 + c - 48) % 97;
    else if (isLetter(c)) remainder = (remainder * 100 + c - 55) % 97;
    else return false;
  }
  return remainder === 1;
};

/** Four numbers from 0 to 255 in plain decimal (RFC 6943, 3.1.1: the strict form). */
const isIpv4 = (text: string): boolean => {
  let parts = 0;
  for (let i = 0; i <= text.length; i++) {
    const start = i;
    let value = 0;
    for (; i < text.length && isDigit(code(text, i)); i++) value = value * 10 + code(text, i) - 48;
    const digits = i - start;
    if (digits === 0 || digits > 3 || value > 255 || (digits > 1 && code(text, start) === 48)) return false;
    if (i < text.length && code(text, i) !== 46) return false;
    parts++;
  }
  return parts === 4;
};

/** Whether the text is an IP address: version 4, or version 6 as the URL standard reads it (RFC 4291, 2.2). */
export const isIpAddress = (text: string): boolean =>
  text.length <= 45 &&
  (isIpv4(text) || (text.includes(':') && /^[0-9a-f:.]+$/i.test(text) && URL.canParse(`http://[${text}]/`)));

/** How much a text looks like a telephone number: `sure` with a leading +, `maybe` when only parted or long. */
export const phoneLook = (text: string): 'no' | 'maybe' | 'sure' => {
  if (text.length < 7 || text.length > 24) return 'no';
  let digits = 0;
  let marks = 0;
  for (let i = 0; i < text.length; i++) {
    const c = code(text, i);
    if (isDigit(c)) digits++;
    else if (c === 43) {
      if (i !== 0) return 'no';
    } else if (c === 32 || c === 45 || c === 40 || c === 41 || c === 47 || c === 46) marks++;
    else return 'no';
  }
  if (digits < 7 || digits > 15) return 'no';
  if (text[0] === '+') return digits >= 8 && text[1] !== '0' ? 'sure' : 'no';
  return (marks > 0 && digits >= 9) || (text[0] === '0' && digits >= 9) || text[0] === '(' ? 'maybe' : 'no';
};

const isPhoneSign = (c: number): boolean =>
  isDigit(c) || c === 32 || c === 45 || c === 40 || c === 41 || c === 47 || c === 46;

/** The first telephone number in international form that stands in the text, or null; `sure` by `phoneLook`. */
export const phoneIn = (text: string): string | null => {
  for (let plus = text.indexOf('+'); plus >= 0; plus = text.indexOf('+', plus + 1)) {
    if ((plus > 0 && isWord(code(text, plus - 1))) || !isDigit(code(text, plus + 1))) continue;
    let end = plus + 1;
    while (end < text.length && isPhoneSign(code(text, end))) end++;
    while (end > plus && !isDigit(code(text, end - 1))) end--;
    const number = text.slice(plus, end);
    if ((end === text.length || !isLetter(code(text, end))) && phoneLook(number) === 'sure') return number;
  }
  return null;
};

/** Whether the text is a UUID (RFC 9562), braces allowed. */
export const isUuid = (text: string): boolean => {
  const bare = text.length === 38 && text[0] === '{' && text[37] === '}' ? text.slice(1, 37) : text;
  if (bare.length !== 36) return false;
  for (let i = 0; i < 36; i++) {
    const c = code(bare, i);
    const dash = i === 8 || i === 13 || i === 18 || i === 23;
    if (dash ? c !== 45 : !(isDigit(c) || (c >= 65 && c <= 70) || (c >= 97 && c <= 102))) return false;
  }
  return true;
};

/** Whether the text is a hash in hexadecimal, of the length of MD5, SHA-1 or SHA-256. */
export const isHexHash = (text: string): boolean => {
  if (text.length !== 32 && text.length !== 40 && text.length !== 64) return false;
  let letters = 0;
  for (let i = 0; i < text.length; i++) {
    const c = code(text, i) | 32;
    if (c >= 97 && c <= 102) letters++;
    else if (!isDigit(code(text, i))) return false;
  }
  return letters > 0;
};

/** Whether the text is a MAC address: six pairs of hexadecimal digits parted by one sign (IEEE 802, EUI-48). */
export const isMacAddress = (text: string): boolean => {
  if (text.length !== 17 || (text[2] !== ':' && text[2] !== '-')) return false;
  for (let i = 0; i < 17; i++) {
    const c = code(text, i) | 32;
    if (i % 3 === 2 ? text[i] !== text[2] : !(isDigit(code(text, i)) || (c >= 97 && c <= 102))) return false;
  }
  return true;
};
