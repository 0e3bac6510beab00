/**
 * Keys of blocking: what two records must share to be compared at all. Each key is made of other fields, so that errors in
 * some leave another, and is kept as a 32-bit hash: records that share one by chance are compared once too often, no more.
 */
import type { Field, FieldKind } from './fields.ts';

/** What of a value goes into a key: all of it, so many first or (negative) last characters, how it sounds, its initial. */
type Part = readonly [FieldKind, 'all' | 'sound' | number];

/** Keys from the most telling to the least; the last ones catch what has errors nearly everywhere. */
const KEYS: readonly (readonly Part[])[] = [
  [['official number', 'all']],
  [['email', 'all']],
  [['phone', 'all']],
  [['birth', 'all']],
  [
    ['family name', 'all'],
    ['given name', 3],
  ],
  [
    ['given name', 'all'],
    ['family name', 2],
  ],
  [
    ['family name', 'sound'],
    ['given name', 'sound'],
  ],
  [['name', 8]],
  [
    ['name', 4],
    ['postcode', 'all'],
  ],
  [
    ['given name', 'all'],
    ['postcode', 'all'],
  ],
  [
    ['family name', 'all'],
    ['postcode', 'all'],
  ],
  [
    ['given name', 'all'],
    ['town', 4],
  ],
  [
    ['family name', 'all'],
    ['town', 4],
  ],
  [
    ['address', 6],
    ['house number', 'all'],
  ],
  [
    ['address', 6],
    ['postcode', 'all'],
  ],
  [
    ['address', 6],
    ['town', 4],
  ],
  [
    ['address', 6],
    ['given name', 3],
  ],
  [
    ['address', 6],
    ['family name', 3],
  ],
  [
    ['house number', 'all'],
    ['postcode', 'all'],
  ],
  [
    ['house number', 'all'],
    ['given name', 3],
  ],
  [
    ['house number', 'all'],
    ['family name', 3],
  ],
  [
    ['birth', 6],
    ['given name', 1],
  ],
  [
    ['birth', 6],
    ['family name', 1],
  ],
  [
    ['birth', -4],
    ['given name', 2],
  ],
  [
    ['birth', -4],
    ['family name', 2],
  ],
  [
    ['postcode', 'all'],
    ['town', 4],
  ],
  [['address', 'all']],
  [['family name', 'all']],
  [['given name', 'all']],
  [['town', 'all']],
  [['postcode', 'all']],
  [['birth', 6]],
  [['birth', -4]],
  [['family name', 'sound']],
  [['given name', 'sound']],
  [['address', 4]],
  [['house number', 'all']],
]; // prettier-ignore

const SOUNDS: Readonly<Record<string, string>> = {
  b: 'p',
  p: 'p',
  c: 'k',
  g: 'k',
  k: 'k',
  q: 'k',
  d: 't',
  t: 't',
  f: 'f',
  v: 'f',
  w: 'f',
  s: 's',
  x: 's',
  z: 's',
  m: 'm',
  n: 'm',
  l: 'l',
  r: 'r',
  j: 'j',
}; // prettier-ignore

/** The consonants of a word by how they sound, without doubles: the idea of Soundex (Russell 1918), first letter too. */
export const soundOf = (word: string): string => {
  let sound = '';
  for (const letter of word.replaceAll('ph', 'f')) {
    const one = SOUNDS[letter] ?? '';
    if (one !== '' && !sound.endsWith(one)) sound += one;
    if (sound.length === 5) break;
  }
  return sound === '' ? word.slice(0, 2) : sound;
};

const partOf = (value: string, how: Part[1]): string => {
  if (how === 'all') return value;
  if (how === 'sound') return value === '' ? '' : soundOf(value);
  return how < 0 ? value.slice(how) : value.slice(0, how);
};

/** FNV-1a over the code units of a text, mixed once more; never 0, which stands for no key. */
const hashOf = (text: string, seed: number): number => {
  let hash = (0x811c9dc5 ^ seed) >>> 0;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0 || 1;
};

/** One key of every record: which columns it takes what from; where `sorted`, in whatever order they stand. */
type Plan = { parts: { column: number; how: Part[1] }[]; sorted: boolean };

const plansOf = (fields: readonly Field[]): Plan[] => {
  const columns = (kind: FieldKind): number[] =>
    fields.flatMap((field, i) => (field.kind === kind ? [i] : []));
  const plans = KEYS.flatMap((parts) =>
    parts
      .reduce<Plan['parts'][]>(
        (all, [kind, how]) => all.flatMap((one) => columns(kind).map((column) => [...one, { column, how }])),
        [[]],
      )
      .map((one) => ({ parts: one, sorted: false })),
  );
  // Values under the wrong heading meet where the order does not count.
  const sorted = [[...columns('given name'), ...columns('family name')], columns('address')].filter(
    (both) => both.length === 2,
  );
  return [
    ...sorted.map((both) => ({ parts: both.map((column) => ({ column, how: 6 as const })), sorted: true })),
    ...plans,
  ];
};

/**
 * How the keys of a record are made: one number per plan, 0 where a part of it is missing.
 * @param seed another one makes other hashes of the same values
 */
export const keyMaker = (
  fields: readonly Field[],
  seed = 0,
): { keys: number; write(record: readonly string[], out: Uint32Array): void } => {
  const plans = plansOf(fields);
  return {
    keys: plans.length,
    write: (record, out) => {
      plans.forEach(({ parts, sorted }, i) => {
        const values = parts.map(({ column, how }) => partOf(record[column], how));
        if (sorted) values.sort();
        out[i] = values.includes('') ? 0 : hashOf(values.join('|'), seed);
      });
    },
  };
};
