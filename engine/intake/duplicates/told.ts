/**
 * Pairs as they leave the worker that found them: numbers of records, and of what explains each pair its place among all that
 * is said, because most pairs agree in one of few ways and most masked values come again.
 */
import { AGREEMENTS, type DuplicatePairs } from '../../../shared/contract/identity.ts';
import { CLOSE, EXACT, type Level, MISSING, NONE } from './compare.ts';
import { type Field, masked } from './fields.ts';
import { countUpTo, type Found, NO_RECORD } from './match.ts';
import { packWords } from './packed.ts';
import type { Records } from './records.ts';

/** How what either way to compare has found is explained. */
export type Explained = {
  /** Headers, each with the place of its level and weight among those of a pattern. */
  fields: readonly { header: string; at: number }[];
  /** The values, where there are any. */
  values: { fields: readonly Field[]; of: Pick<Records, 'values' | 'codes'> } | null;
};
/** Where a record stands: its number in its file, and the files, each with the row that it begins with; none where it is one. */
export type Stands = { number(row: number): number; files: readonly { row: number; name: string }[] };

/** Levels in words, for those who decide. */
const WORDS: Readonly<Record<Level, (typeof AGREEMENTS)[number]>> = {
  [NONE]: 'differs',
  [CLOSE]: 'alike',
  [EXACT]: 'equal',
  [MISSING]: 'missing',
};

/** Masked values, two for each pair and field, each different one once. */
const maskedValues = (
  { fields, of }: NonNullable<Explained['values']>,
  { firsts, seconds }: Found['matches'],
  chosen: Uint32Array,
): NonNullable<DuplicatePairs['values']> => {
  const words = packWords();
  const places = new Uint32Array(2 * chosen.length * fields.length);
  let at = 0;
  for (const match of chosen)
    fields.forEach(({ kind }, field) => {
      for (const row of [firsts[match], seconds[match]])
        places[at++] = words.codeOf(masked(kind, of.values[field].at(of.codes[field][row])));
    });
  const texts = words.done();
  return { texts: Array.from({ length: texts.size }, (_, place) => texts.at(place)), places };
};

/**
 * Pairs in columns.
 * @param chosen which of the matches are told, in their order
 */
export const tellPairs = (
  { matches, said }: Found,
  chosen: Uint32Array,
  { fields, values }: Explained,
  { number, files }: Stands,
): DuplicatePairs => {
  const begins = files.map(({ row }) => row);
  const fileOf = (row: number): number => (row === NO_RECORD ? 0 : countUpTo(begins, row) - 1);
  const agreements = new Map<number, number>();
  const [levels, weights]: [number[], number[]] = [[], []];
  const agreementOf = (pattern: number): number => {
    const known = agreements.get(pattern);
    if (known !== undefined) return known;
    const own = said(pattern);
    for (const { at } of fields) {
      levels.push(AGREEMENTS.indexOf(WORDS[own.levels[at]]));
      weights.push(own.weights[at]);
    }
    agreements.set(pattern, agreements.size);
    return agreements.size - 1;
  };
  const pairs = {
    count: chosen.length,
    records: new Uint32Array(2 * chosen.length),
    through: new Uint32Array(chosen.length),
    files: new Uint32Array(files.length === 0 ? 0 : 3 * chosen.length),
    score: new Float64Array(chosen.length),
    agreement: new Uint32Array(chosen.length),
  };
  chosen.forEach((match, i) => {
    const rows = [matches.firsts[match], matches.seconds[match], matches.throughs[match]];
    pairs.records[2 * i] = number(rows[0]);
    pairs.records[2 * i + 1] = number(rows[1]);
    pairs.through[i] = rows[2] === NO_RECORD ? 0 : number(rows[2]);
    if (files.length > 0) pairs.files.set(rows.map(fileOf), 3 * i);
    pairs.score[i] = matches.scores[match];
    pairs.agreement[i] = agreementOf(matches.patterns[match]);
  });
  return {
    ...pairs,
    fileNames: files.map(({ name }) => name),
    fields: fields.map(({ header }) => header),
    levels: Uint8Array.from(levels),
    weights: Float64Array.from(weights),
    values: values === null ? null : maskedValues(values, matches, chosen),
  };
};
