/**
 * Currencies beside figures: signs (Unicode, category Sc), codes of ISO 4217, and the words that are in use for them
 * (CLDR's narrow and standard symbols). One reading of them for numbers in bytes, and for what is told of a column.
 */

const CODES: ReadonlySet<string> = new Set(
  'EUR USD GBP CHF JPY CNY SEK NOK DKK PLN CZK HUF RON BGN ISK TRY RUB UAH CAD AUD NZD MXN BRL ARS CLP COP INR ZAR KRW SGD HKD THB ILS AED SAR TWD VND IDR MYR PHP RSD KZT GEL BYN AZN EGP MAD QAR KWD IRR PKR'.split(
    ' ',
  ),
);

/** Longer ones first, so that "kr." is not read as "kr" and a full stop. */
const WORDS: readonly string[] =
  'SFr. US$ CA$ AU$ NZ$ HK$ MX$ NT$ SFr kr. Kr. Fr. Rs. lei R$ A$ C$ S$ kr Kr zł Kč Ft Fr Rs лв лв. руб. руб р. грн. грн дин. дин тг TL Rp. Rp RM đ 円 元 원 บาท ฿ ￥ ￦ ＄ ر.س د.إ ريال درهم تومان ש"ח'.split(
    ' ',
  );
const ENCODED: readonly Uint8Array[] = WORDS.map((word) => Buffer.from(word)).sort(
  (a, b) => b.length - a.length,
);
const ENDS = new Uint8Array(256);
const BEGINS = new Uint8Array(256);
for (const word of ENCODED) {
  BEGINS[word[0]] = 1;
  ENDS[word[word.length - 1]] = 1;
}

const stands = (word: Uint8Array, bytes: Uint8Array, at: number): boolean => {
  for (let i = 0; i < word.length; i++) if (bytes[at + i] !== word[i]) return false;
  return true;
};

const signOrCode = (bytes: Uint8Array, i: number, end: number): number => {
  const c = bytes[i];
  if (c === 36) return 1;
  if (c === 0xc2 && bytes[i + 1] >= 0xa2 && bytes[i + 1] <= 0xa5) return 2;
  if (c === 0xe2 && bytes[i + 1] === 0x82 && bytes[i + 2] >= 0xa0) return 3;
  if (c >= 65 && c <= 90 && i + 3 <= end) {
    const code = String.fromCharCode(c, bytes[i + 1], bytes[i + 2]);
    if (CODES.has(code)) return 3;
  }
  return 0;
};

/** Length of the currency that begins at `i`; 0 where there is none. */
export const currencyAt = (bytes: Uint8Array, i: number, end: number): number => {
  const short = signOrCode(bytes, i, end);
  if (short > 0 || BEGINS[bytes[i]] === 0) return short;
  return ENCODED.find((word) => i + word.length <= end && stands(word, bytes, i))?.length ?? 0;
};

/** Length of the currency that ends before `end`, behind something else; 0 where there is none. */
export const currencyBefore = (bytes: Uint8Array, from: number, end: number): number => {
  const last = bytes[end - 1];
  if (ENDS[last] === 1) {
    const word = ENCODED.find((one) => end - one.length > from && stands(one, bytes, end - one.length));
    if (word !== undefined) return word.length;
  }
  if (last === 36) return 1;
  if (last >= 0x80 && end - 2 > from && signOrCode(bytes, end - 2, end) === 2) return 2;
  return last > 64 && end - 3 > from && signOrCode(bytes, end - 3, end) === 3 ? 3 : 0;
};

const BESIDE = /^[-+−(\s]*([^\d\s.,+\-−(]+)\.?[-+−(\s]*\d|\d[.,]?[-–—)\s]*([^\d\s,+\-−)%]+)\)?$/u;
const SIGN = /^\p{Sc}$/u;

/** The currency that stands beside the figures of a text, as it stands there; null where there is none. */
export const currencyIn = (text: string): string | null => {
  const [, before, behind] = BESIDE.exec(text) ?? [];
  const word = before ?? behind;
  if (word === undefined) return null;
  return SIGN.test(word) || CODES.has(word) || WORDS.includes(word) || WORDS.includes(`${word}.`)
    ? word
    : null;
};

/** Codes of signs that mean one currency (Unicode 15, block Currency Symbols, and letters in use). */
const SIGNS: Readonly<Record<string, string>> = {
  '€': 'EUR',
  $: 'USD',
  '£': 'GBP',
  '¥': 'JPY',
  '₹': 'INR',
  '₺': 'TRY',
  '₽': 'RUB',
  '₩': 'KRW',
  '₴': 'UAH',
  zł: 'PLN',
  kč: 'CZK',
  sfr: 'CHF',
  lei: 'RON',
  'руб.': 'RUB',
  руб: 'RUB',
  'р.': 'RUB',
  'грн.': 'UAH',
  грн: 'UAH',
  'лв.': 'BGN',
  лв: 'BGN',
  tl: 'TRY',
  rp: 'IDR',
  'rp.': 'IDR',
  '₫': 'VND',
  đ: 'VND',
  円: 'JPY',
  '￥': 'JPY',
  元: 'CNY',
  원: 'KRW',
  '￦': 'KRW',
  '฿': 'THB',
  บาท: 'THB',
  '₪': 'ILS',
  'ש"ח': 'ILS',
};

/** The currency that a sign or code means; null for one that is not known. */
export const currencyOf = (word: string): string | null => {
  if (Object.hasOwn(SIGNS, word.toLowerCase())) return SIGNS[word.toLowerCase()];
  return /^[A-Za-z]{3}$/.test(word) ? word.toUpperCase() : null;
};

/** Currencies as they were written, each once: of a sign and its code (€ and EUR) the first. */
export const differentCurrencies = (written: Iterable<string>): string[] => {
  const byCode = new Map<string, string>();
  for (const word of [...written].sort()) {
    const code = currencyOf(word) ?? word;
    if (!byCode.has(code)) byCode.set(code, word);
  }
  return [...byCode.values()];
};
