/** Agreement of two whole records: the level of every field, packed two bits a field. */
import { CLOSE, EXACT, type Level, lettersOf, levelOf, MISSING, mayBeAlike, NONE } from './compare.ts';
import { type FieldKind, isWords } from './fields.ts';
import type { Records } from './records.ts';

/** The level of a field in a packed pattern. */
export const levelIn = (pattern: number, field: number): Level => ((pattern >>> (2 * field)) & 3) as Level;

/** Fields that people swap: names with names, address lines with one another. */
const sortOf = (kind: FieldKind): string =>
  kind === 'given name' || kind === 'family name' ? 'name' : kind === 'address' ? 'address' : '';

/** Pairs of columns of one sort. */
const swappable = ({ fields }: Records): [number, number][] =>
  fields.flatMap(({ kind }, i) =>
    fields.flatMap((other, j): [number, number][] =>
      j > i && sortOf(kind) !== '' && sortOf(kind) === sortOf(other.kind) ? [[i, j]] : [],
    ),
  );

/**
 * How records agree: a function from two of them to a pattern. A value that stands under another heading of the same sort
 * agrees closely.
 */
export const agreement = (records: Records): ((a: number, b: number) => number) => {
  const { fields, values, codes } = records;
  const pairs = swappable(records);
  const levels: Level[] = fields.map(() => NONE);
  const value = (field: number, record: number): string => values[field].at(codes[field][record]);
  const isAlike = (i: number, a: number, j: number, b: number): boolean => {
    const level = levelOf(fields[i].kind, value(i, a), value(j, b));
    return level === EXACT || level === CLOSE;
  };
  const areWords = fields.map(({ kind }) => isWords(kind));
  const lengths = values.map((texts) => texts.lengths());
  const letters = values.map((texts) =>
    Int32Array.from({ length: texts.size }, (_, place) => lettersOf(texts.at(place))),
  );
  /** Of two values that differ. */
  const levelBetween = (field: number, one: number, other: number): Level => {
    const [a, b] = [lengths[field][one] >>> 1, lengths[field][other] >>> 1];
    if (a === 0 || b === 0) return MISSING;
    if (!mayBeAlike(areWords[field], a, letters[field][one], b, letters[field][other])) return NONE;
    return levelOf(fields[field].kind, values[field].at(one), values[field].at(other));
  };
  return (a, b) => {
    for (let i = 0; i < fields.length; i++) {
      const [one, other] = [codes[i][a], codes[i][b]];
      if (one === other) levels[i] = lengths[i][one] === 0 ? MISSING : EXACT;
      else levels[i] = levelBetween(i, one, other);
    }
    for (const [i, j] of pairs)
      if (levels[i] === NONE && levels[j] === NONE && isAlike(i, a, j, b) && isAlike(j, a, i, b)) {
        levels[i] = CLOSE;
        levels[j] = CLOSE;
      }
    let pattern = 0;
    for (let i = 0; i < levels.length; i++) pattern |= levels[i] << (2 * i);
    return pattern;
  };
};
