/** Records of one file that are probably one person's: which, how probable, and why, field by field. */

import { candidatePairs } from './block.ts';
import { CLOSE, EXACT, type Level, levelOf, MISSING, NONE } from './compare.ts';
import { comparable, type Field, type FieldKind } from './fields.ts';
import { fitModel, probabilityOf, weightOf } from './model.ts';

/** Two records by their index, the probability that they are one person's, and the level of every field. */
export type Match = { first: number; second: number; probability: number; levels: Level[] };

/** Fields that belong to one person, not to a household. */
const PERSONAL: readonly FieldKind[] = ['given name', 'name', 'birth', 'email'];
/** A pair is proposed from this probability on. */
const LEAST_PROBABILITY = 0.9;

/**
 * Agreement of two records. A value that stands under another heading of the same sort (names, address lines) agrees
 * closely: people swap them.
 */
const levelsOf = (fields: readonly Field[], one: readonly string[], other: readonly string[]): Level[] => {
  const levels = fields.map(({ kind }, i) => levelOf(kind, one[i], other[i]));
  const sort = (kind: FieldKind): string =>
    kind === 'given name' || kind === 'family name' ? 'name' : kind === 'address' ? 'address' : '';
  for (let i = 0; i < fields.length; i++)
    for (let j = i + 1; j < fields.length; j++) {
      if (sort(fields[i].kind) === '' || sort(fields[i].kind) !== sort(fields[j].kind)) continue;
      if (levels[i] === EXACT || levels[j] === EXACT) continue;
      if (one[i] === '' || one[j] === '' || one[i] !== other[j] || one[j] !== other[i]) continue;
      levels[i] = CLOSE;
      levels[j] = CLOSE;
    }
  return levels;
};

/** Whether people who share a home but nothing of their own: another given name and another birthday. */
const isHousehold = (fields: readonly Field[], levels: readonly Level[]): boolean => {
  const own = levels.filter((level, i) => level !== MISSING && PERSONAL.includes(fields[i].kind));
  return own.length > 0 && own.every((level) => level === NONE);
};

/**
 * Finds them. Nothing but the values and one fixed seed decides.
 * @param rows values as the file has them, one per field
 * @returns matches by falling probability
 */
export const findDuplicates = (fields: readonly Field[], rows: readonly (readonly string[])[]): Match[] => {
  const records = rows.map((row) => row.map((value, i) => comparable(fields[i].kind, value)));
  if (records.length < 2 || fields.length < 2) return [];
  const pairs = candidatePairs(fields, records);
  const levels = pairs.map(([a, b]) => levelsOf(fields, records[a], records[b]));
  const between = (a: number, b: number): Level[] => levelsOf(fields, records[a], records[b]);
  const model = fitModel(records.length, fields.length, between, levels);
  return pairs
    .map(([first, second], i) => ({
      first,
      second,
      probability: probabilityOf(weightOf(model, levels[i])),
      levels: levels[i],
    }))
    .filter((match) => match.probability >= LEAST_PROBABILITY && !isHousehold(fields, match.levels))
    .sort((a, b) => b.probability - a.probability || a.first - b.first || a.second - b.second);
};
