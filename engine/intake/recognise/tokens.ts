/** Headers as whole words: "public_policy" is two words, and neither of them is "lic". */

/** Letters that are no letter and a mark, and what stands for them in words. */
const UNMARKED: Readonly<Record<string, string>> = {
  ß: 'ss',
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ı: 'i',
  æ: 'ae',
  œ: 'oe',
};

/** Lower-case words of a header without accents; camelCase, snake_case and punctuation part them; "#" is "number". */
export const tokensOf = (header: string): string[] =>
  header
    .slice(0, 200)
    .replaceAll('#', ' number ')
    .replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[ßłøđðıæœ]/g, (letter) => UNMARKED[letter])
    .split(/[^\p{L}\p{N}]+/u)
    .filter((token) => token !== '');

/** Writing that puts no blanks between words. */
const UNPARTED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

/** The words of a lexicon inside a token, longest first, none inside another. */
const wordsWithin = <C>(token: string, lexicon: ReadonlyMap<string, C>): [string, C][] => {
  const found: [string, C][] = [];
  const used = new Uint8Array(token.length);
  for (let size = token.length; size >= 2; size--)
    for (let from = 0; from + size <= token.length; from++) {
      if (used.subarray(from, from + size).includes(1)) continue;
      const word = token.slice(from, from + size);
      const concept = lexicon.get(word);
      if (concept === undefined || !UNPARTED.test(word)) continue;
      used.fill(1, from, from + size);
      found.push([word, concept]);
    }
  return found;
};

/** A word of the lexicon found in a header: which, and the tokens it covers. */
export type Hit<C> = { concept: C; word: string; from: number; to: number };

/**
 * The words of `lexicon` in a header, longest first, none inside another: "date of birth" is one hit and not
 * also a date. Neighbouring tokens are tried joined, so that "e-mail", "eMail" and "email" are one word. Japanese is
 * written without blanks, so its words of two signs or more are also found within a token.
 */
export const findWords = <C>(tokens: readonly string[], lexicon: ReadonlyMap<string, C>): Hit<C>[] => {
  const hits: Hit<C>[] = [];
  const used = new Uint8Array(tokens.length);
  for (let size = Math.min(4, tokens.length); size >= 1; size--)
    for (let from = 0; from + size <= tokens.length; from++) {
      const to = from + size;
      if (used.subarray(from, to).includes(1)) continue;
      const word = tokens.slice(from, to).join('');
      const concept = lexicon.get(word);
      if (concept === undefined) continue;
      used.fill(1, from, to);
      hits.push({ concept, word: tokens.slice(from, to).join(' '), from, to });
    }
  tokens.forEach((token, at) => {
    if (used[at] === 1 || !UNPARTED.test(token)) return;
    for (const [word, concept] of wordsWithin(token, lexicon))
      hits.push({ concept, word, from: at, to: at + 1 });
  });
  return hits.sort((a, b) => a.from - b.from);
};
