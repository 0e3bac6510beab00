/** Headers as whole words: "public_policy" is two words, and neither of them is "lic". */

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
    .replaceAll('ß', 'ss')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((token) => token !== '');

/** A word of the lexicon found in a header: which, and the tokens it covers. */
export type Hit<C> = { concept: C; word: string; from: number; to: number };

/**
 * The words of `lexicon` in a header, longest first, none inside another: "date of birth" is one hit and not
 * also a date. Neighbouring tokens are tried joined, so that "e-mail", "eMail" and "email" are one word.
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
  return hits.sort((a, b) => a.from - b.from);
};
