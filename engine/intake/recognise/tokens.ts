/** Headers as whole words: "public_policy" is two words, and neither of them is "lic". */

/** Letters that are no letter and a mark, or are written in more than one way, and what stands for them in words. */
const UNMARKED: Readonly<Record<string, string>> = {
  ß: 'ss',
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ı: 'i',
  æ: 'ae',
  œ: 'oe',
  ς: 'σ',
  ђ: 'дј',
  ة: 'ه',
  ى: 'ي',
  ی: 'ي',
  ک: 'ك',
};

/** Writing that puts no blanks between words. */
const UNPARTED_SIGN =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}\\p{Script=Thai}ー';
const UNPARTED = new RegExp(`[${UNPARTED_SIGN}]`, 'u');
const BESIDE_UNPARTED = new RegExp(
  `(?<=[\\p{Script=Latin}\\p{N}])(?=[${UNPARTED_SIGN}])|(?<=[${UNPARTED_SIGN}])(?=[\\p{Script=Latin}\\p{N}])`,
  'gu',
);
/** Marks over letters; the vowels of Thai and of the writings of India are marks as well, and stay; й is a letter of its own. */
const MARKS = /(?=\p{M})(?!(?<=[иИ])\u0306)[\p{Script=Inherited}\p{Script=Hebrew}\p{Script=Arabic}]/gu;
/** The Arabic article, which is written as one with its word. */
const ARTICLE = /^ال(?=\p{Script=Arabic}{2})/u;

/** A text without accents in small letters, each sign in its one form: full width, half width, final forms. */
export const foldedText = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(MARKS, '')
    .toLowerCase()
    .replace(/[ßłøđðıæœςђةىیک]/g, (letter) => UNMARKED[letter])
    .replaceAll('ـ', '')
    .normalize('NFC');

const wordsOf = (folded: string): string[] =>
  folded
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .map((token) => token.replace(ARTICLE, ''))
    .filter((token) => token !== '');

/** Lower-case words of a header without accents; camelCase, snake_case and punctuation part them; "#" is "number". */
export const tokensOf = (header: string): string[] =>
  wordsOf(
    foldedText(
      header
        .slice(0, 200)
        .replaceAll('#', ' number ')
        .replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1 $2')
        .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2'),
    ).replace(BESIDE_UNPARTED, ' '),
  );

const PLAIN = /^[a-z\d]*$/;

/** Most letters that bend a word: "клиент" in "клиентами". */
const LONGEST_ENDING = 4;

/**
 * What a word means: as it stands, alone in its header where the lexicon has it so ("=il", which is a province in Turkish and
 * an article in Italian), or by the longest beginning that the lexicon has with a star ("клиент*").
 */
const meaningOf = <C>(word: string, alone: boolean, lexicon: ReadonlyMap<string, C>): C | undefined => {
  const exact = (alone ? lexicon.get(`=${word}`) : undefined) ?? lexicon.get(word);
  // Words in plain Latin letters stand in the lexicon as they are.
  if (exact !== undefined || PLAIN.test(word)) return exact;
  for (let ending = 0; ending <= LONGEST_ENDING && word.length - ending >= 3; ending++) {
    const bent = lexicon.get(`${word.slice(0, word.length - ending)}*`);
    if (bent !== undefined) return bent;
  }
  return undefined;
};

/** A folded word of a lexicon as its key: joined, with its sign. */
const keyOf = (folded: string): string =>
  PLAIN.test(folded)
    ? folded
    : `${folded.startsWith('=') ? '=' : ''}${wordsOf(folded).join('')}${folded.endsWith('*') ? '*' : ''}`;

/** Words of a lexicon, written with blanks between them, as its keys; they are folded all at once, since there are thousands. */
export const keysOf = (written: string): string[] => foldedText(written).split(/\s+/).map(keyOf);

/** Signs of the longest word that is looked for within a token. */
const LONGEST_WITHIN = 24;

/** The words of a lexicon inside a token, longest first, none inside another, and what is left of it. */
const wordsWithin = <C>(
  token: string,
  lexicon: ReadonlyMap<string, C>,
): { found: [string, C][]; rest: string } => {
  const found: [string, C][] = [];
  const used = new Uint8Array(token.length);
  for (let size = Math.min(token.length, LONGEST_WITHIN); size >= 2; size--)
    for (let from = 0; from + size <= token.length; from++) {
      if (used.subarray(from, from + size).includes(1)) continue;
      const word = token.slice(from, from + size);
      const concept = lexicon.get(word);
      if (concept === undefined || !UNPARTED.test(word)) continue;
      used.fill(1, from, from + size);
      found.push([word, concept]);
    }
  return { found, rest: [...token].filter((_, at) => used[at] === 0).join('') };
};

/** A word of the lexicon found in a header: which, and the tokens it covers. */
export type Hit<C> = { concept: C; word: string; from: number; to: number };

/** Signs between words, which say nothing: of, and, number of, day of, one who, last, all. */
const BETWEEN =
  /[のとをはがにへでもおご御的之与和及별의와과수총数數日者別率額价天年月週周次近总總計计均新老人名ー]/gu;

/** The words of `lexicon` in a header, as `findWords` has them, and what is none of them. */
export const searchWords = <C>(
  tokens: readonly string[],
  lexicon: ReadonlyMap<string, C>,
): { hits: Hit<C>[]; rest: string[] } => {
  const hits: Hit<C>[] = [];
  const used = new Uint8Array(tokens.length);
  for (let size = Math.min(4, tokens.length); size >= 1; size--)
    for (let from = 0; from + size <= tokens.length; from++) {
      const to = from + size;
      if (used.subarray(from, to).includes(1)) continue;
      const word = tokens.slice(from, to).join('');
      const concept = meaningOf(word, size === tokens.length, lexicon);
      if (concept === undefined) continue;
      used.fill(1, from, to);
      hits.push({ concept, word: tokens.slice(from, to).join(' '), from, to });
    }
  const rest = tokens.flatMap((token, at) => {
    if (used[at] === 1) return [];
    if (!UNPARTED.test(token)) return [token];
    const within = wordsWithin(token, lexicon);
    for (const [word, concept] of within.found) hits.push({ concept, word, from: at, to: at + 1 });
    const left = within.rest.replace(BETWEEN, '');
    return left === '' ? [] : [left];
  });
  return { hits: hits.sort((a, b) => a.from - b.from), rest };
};

/**
 * The words of `lexicon` in a header, longest first, none inside another: "date of birth" is one hit and not
 * also a date. Neighbouring tokens are tried joined, so that "e-mail", "eMail" and "email" are one word. Japanese, Chinese,
 * Korean and Thai join words, so theirs of two signs or more are also found within a token.
 */
export const findWords = <C>(tokens: readonly string[], lexicon: ReadonlyMap<string, C>): Hit<C>[] =>
  searchWords(tokens, lexicon).hits;
