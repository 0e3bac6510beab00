/**
 * Blocking: which pairs are compared at all. Records are neighbours where one of several keys is the same, each made of
 * other fields, so that errors in some leave another; a key that too many records share tells nothing and is passed over.
 */
import type { Field, FieldKind } from './fields.ts';

/** Most records with one key: beyond it the key is a common value, not a person's. */
const MOST_ALIKE = 100;

/** Parts of keys: the field, and how many characters of it (all where it is left out). */
const KEYS: readonly (readonly [FieldKind, number?][])[] = [
  [['birth']],
  [['email']],
  [['phone']],
  [['family name'], ['given name', 3]],
  [['given name'], ['family name', 2]],
  [['given name'], ['postcode']],
  [['family name'], ['postcode']],
  [['given name'], ['town', 4]],
  [['family name'], ['town', 4]],
  [['name', 8]],
  [['name', 4], ['postcode']],
  [['address', 6], ['house number']],
  [['address', 6], ['postcode']],
  [['house number'], ['postcode']],
  [
    ['address', 6],
    ['town', 4],
  ],
];

/** Keys of a record; where a kind has several columns each is tried, and both names under either heading. */
const keysOf = (fields: readonly Field[], record: readonly string[]): string[] => {
  const values = (kind: FieldKind): string[] =>
    fields.flatMap((field, i) => (field.kind === kind && record[i] !== '' ? [record[i]] : []));
  return KEYS.flatMap((parts, which) =>
    parts
      .map(([kind, length]) => values(kind).map((value) => value.slice(0, length ?? value.length)))
      .reduce<string[]>(
        (keys, options) => keys.flatMap((key) => options.map((one) => `${key}|${one}`)),
        [String(which)],
      ),
  );
};

/**
 * Pairs of records that share a key, each once: the lower and the higher index, in order.
 * @param records comparable values, one per field
 */
export const candidatePairs = (
  fields: readonly Field[],
  records: readonly (readonly string[])[],
): [number, number][] => {
  const blocks = new Map<string, number[]>();
  const givenAt = fields.findIndex(({ kind }) => kind === 'given name');
  const familyAt = fields.findIndex(({ kind }) => kind === 'family name');
  records.forEach((record, i) => {
    const keys = new Set(keysOf(fields, record));
    if (givenAt >= 0 && familyAt >= 0 && record[givenAt] !== '' && record[familyAt] !== '') {
      // Names under the wrong heading meet under a key that has no order.
      keys.add(`names|${[record[givenAt], record[familyAt]].sort().join('|')}`);
    }
    for (const key of keys) {
      const block = blocks.get(key);
      if (block === undefined) blocks.set(key, [i]);
      else block.push(i);
    }
  });
  const pairs = new Set<number>();
  for (const block of blocks.values()) {
    if (block.length > MOST_ALIKE) continue;
    for (let a = 0; a < block.length; a++)
      for (let b = a + 1; b < block.length; b++) pairs.add(block[a] * records.length + block[b]);
  }
  return [...pairs]
    .sort((a, b) => a - b)
    .map((pair) => [Math.floor(pair / records.length), pair % records.length]);
};
