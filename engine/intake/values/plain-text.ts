/**
 * A text as somebody reads it: identifiers hide from a search in other widths and figures, in the escapes of addresses,
 * markup and JSON, behind signs that are not seen, and as "name (at) host (dot) tld".
 */

/** Figures of other writings, each by its nought: Arabic, Persian, Devanagari, Bengali, Thai. */
const NOUGHTS = [0x660, 0x6f0, 0x966, 0x9e6, 0xe50];
const FOREIGN = /[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\u09e6-\u09ef\u0e50-\u0e59]/u;
const FOREIGN_ALL = new RegExp(FOREIGN, 'gu');
const WIDE = /[\uff01-\uff5e\u2010-\u2015\u2212\u30fc]/u;
/** At signs and full stops of other widths. */
const WIDE_AT = /[\uff20\ufe6b]/g;
const WIDE_STOP = /[\u3002\uff61\uff0e]/g;
/** Signs that are not seen: soft hyphen, joiners, marks of direction, the mark of byte order. */
const UNSEEN = /[\u00ad\u200b-\u200f\u2060\ufeff]/g;
const HIGH = /[\u0080-\uffff]/;

/** With the signs of ASCII in place of their full-width forms, of long dashes, and of figures of other writings. */
const inAscii = (text: string): string => {
  const seen = text.replace(UNSEEN, '').replace(WIDE_AT, '@').replace(WIDE_STOP, '.');
  if (!FOREIGN.test(seen) && !WIDE.test(seen)) return seen;
  return seen
    .normalize('NFKC')
    .replace(/(?<=\d)[\u2010-\u2015\u2212\u30fc](?=\d)/gu, '-')
    .replace(FOREIGN_ALL, (figure) => {
      const code = figure.charCodeAt(0);
      return String(code - Math.max(...NOUGHTS.filter((nought) => nought <= code)));
    });
};

/** Signs of an address in the escapes of a page's address, of markup and of JSON; an escape may itself be escaped. */
const ESCAPE =
  /%(?:25)*([2-7][\da-f])|&(?:amp;)*(?:#(\d{2,3})|#x([2-7][\da-f])|(commat|period|plus|quot|lt|gt));|\\{1,8}u00([2-7][\da-f])/gi;
const NAMED: Readonly<Record<string, string>> = {
  commat: '@',
  period: '.',
  plus: '+',
  quot: '"',
  lt: '<',
  gt: '>',
};
const unescaped = (text: string): string =>
  text.replace(ESCAPE, (whole, percent, decimal, hex, named, json) => {
    if (named !== undefined) return NAMED[String(named).toLowerCase()] ?? whole;
    const code = decimal === undefined ? Number.parseInt(percent ?? hex ?? json, 16) : Number(decimal);
    return code >= 0x20 && code < 0x7f ? String.fromCharCode(code) : whole;
  });

/** "at" and "dot" in brackets, as people hide addresses from programs, in a few languages. */
const BRACKETED_AT =
  /\s{0,3}[([{<]\s{0,3}(?:at|ät|@|arroba|chez|chiocciola|kukac|zavinac)\s{0,3}[)\]}>]\s{0,3}/gi;
const BRACKETED_DOT = /\s{0,3}[([{<]\s{0,3}(?:dot|punkt|point|punto|ponto|punt|\.)\s{0,3}[)\]}>]\s{0,3}/gi;
const SPOKEN_DOT = /\s{1,3}(?:dot|punkt|punto|ponto)\s{1,3}/gi;
const SPOKEN = /(?<=[\w.+-])\s{1,3}at\s{1,3}([\w-]{1,63}(?:\s{1,3}dot\s{1,3}[\w-]{1,63})+)/gi;
/** An at sign between blanks stands in an address where what is before it is written as one: "anna.s @ example.com". */
const PARTED_AT = /(?<=(?:^|[\s<"'([;,])(?=[^\s@]*[\d._-])[\w.+-]{2,64}) ?@ ?(?=[\w-]+\.[a-z]{2})/gi;

const unhidden = (text: string): string => {
  let seen = text;
  if (/[([{<]/.test(seen)) {
    const joined = seen.replace(BRACKETED_AT, '@');
    if (joined !== seen) seen = joined.replace(BRACKETED_DOT, '.').replace(SPOKEN_DOT, '.');
  }
  if (/\sat\s/i.test(seen))
    seen = seen.replace(SPOKEN, (_, host: string) => `@${host.replace(SPOKEN_DOT, '.')}`);
  return seen.includes(' @') || seen.includes('@ ') ? seen.replace(PARTED_AT, '@') : seen;
};

/** The text as it is read. Idempotent for what shows nothing of the kind, which is answered as it is. */
export const plainText = (written: string): string => {
  const text = HIGH.test(written) ? inAscii(written) : written;
  return unhidden(/[%&\\]/.test(text) ? unescaped(text) : text);
};
