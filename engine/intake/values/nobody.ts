/**
 * Words that programs write where a number of a person belongs and that are nobody's: taken for an identifier they
 * would make one person of strangers. Among them are the ids that PostHog's documentation calls illegal for that reason,
 * what Google Analytics writes for a dimension without a value, and the empty GUID of .NET.
 */
export const NOBODY: readonly string[] = [
  'anonymous',
  'anonymous user',
  'guest',
  'unknown',
  'undefined',
  'nil',
  'distinct_id',
  'distinctid',
  'not_authenticated',
  '[object object]',
  '(not set)',
  '(not provided)',
  '00000000-0000-0000-0000-000000000000',
];

const CAPITAL = 65;
const LAST_CAPITAL = 90;
const TO_SMALL = 32;

/** The words by their length, as bytes. */
const BY_LENGTH: ReadonlyMap<number, readonly Uint8Array[]> = (() => {
  const map = new Map<number, Uint8Array[]>();
  for (const word of NOBODY) map.set(word.length, [...(map.get(word.length) ?? []), Buffer.from(word)]);
  return map;
})();

const isWord = (word: Uint8Array, bytes: Uint8Array, start: number): boolean => {
  for (let i = 0; i < word.length; i++) {
    const c = bytes[start + i];
    if ((c >= CAPITAL && c <= LAST_CAPITAL ? c + TO_SMALL : c) !== word[i]) return false;
  }
  return true;
};

/** Whether the trimmed `bytes[start, end)`, in capitals or not, stand where a number belongs and are nobody's. */
export const isNobody = (bytes: Uint8Array, start: number, end: number): boolean =>
  BY_LENGTH.get(end - start)?.some((word) => isWord(word, bytes, start)) ?? false;
