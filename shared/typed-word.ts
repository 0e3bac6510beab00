/** A path or a name as it is typed on a command line, for sentences that say which command to give. */

/** Letters, digits and signs that no shell takes for anything else. */
const PLAIN = /^[\p{L}\p{N}_%+=:,./@\\-]+$/u;
/** Between double quotes these still mean something to a shell. */
const LIVELY = /["$`!]|\\$/;

/** The word as it is, in quotes where a shell would take it for several words or for something else. */
export const typedWord = (word: string): string => {
  if (PLAIN.test(word)) return word;
  return LIVELY.test(word) ? `'${word.replaceAll("'", String.raw`'\''`)}'` : `"${word}"`;
};
