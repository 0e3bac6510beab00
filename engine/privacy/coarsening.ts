/**
 * The next coarser form of a column: numbers in about ten steps of a round size with the highest hundredth pooled,
 * times by day and then by month, codes of places by their beginning, other words with the rare ones grouped.
 */
import type { Coarsening } from '../../shared/column-policy.ts';
import { CloisterError } from '../../shared/errors.ts';
import { DAY, type Kind } from '../../shared/vocabulary.ts';
import { CHUNK_FIELDS, type ChunkRow, readChunk } from '../columns/chunks.ts';
import { type ColumnDefinition, readDictionary } from '../columns/columns.ts';
import type { Connection } from '../vault/database.ts';
import { POLICY_DEFAULT } from './gate/policy.ts';

const STEPS = 10;
/** A level that fewer have is grouped: one in a hundred, never fewer than the least cell. */
const RARE = 0.01;

/** The smallest of 1, 2, 5 times a power of ten that is not below `size`. */
export const niceStep = (size: number): number => {
  const power = 10 ** Math.floor(Math.log10(size));
  return (
    [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= size * (1 - 1e-9)) ?? 10 * power
  );
};

/** The next step for numbers; null where they cannot be made coarser. `values` are known and sorted. */
export const coarserNumbers = (values: Float64Array, current: Coarsening | null): Coarsening | null => {
  if (values.length === 0) return null;
  const low = values[Math.floor((values.length - 1) * 0.01)];
  const high = values[Math.ceil((values.length - 1) * 0.99)];
  if (!(high > low)) return null;
  const wide = niceStep((high - low) / STEPS);
  const step = current?.how === 'step' ? Math.max(niceStep(current.step * 2), wide) : wide;
  if (step >= high - low) return null;
  // The open end begins with the step of that hundredth, so that it is never a group of a few.
  return { how: 'step', step, top: Math.floor(high / step) * step };
};

/** The next step for words, from how many rows have each. */
export const coarserWords = (
  words: ReadonlyMap<string, number>,
  current: Coarsening | null,
): Coarsening | null => {
  const total = [...words.values()].reduce((sum, count) => sum + count, 0);
  const [longest] = [...words.keys()].map((word) => [...word].length).sort((a, b) => b - a);
  const coded = [...words.keys()].filter((word) => /\d/.test(word) && !word.includes(' ')).length;
  const length = current?.how === 'prefix' ? current.length - 1 : Math.ceil((longest ?? 0) / 2);
  if (coded * 2 > words.size && words.size > 20 && length >= 1) return { how: 'prefix', length };
  const least = Math.max(POLICY_DEFAULT.minCell, total * RARE);
  const byCount = [...words].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  const common = byCount.filter(([, count]) => count >= least);
  let grouped = byCount.slice(common.length).reduce((sum, [, count]) => sum + count, 0);
  // The group must be large enough as well, else the least common of the others joins it.
  while (grouped > 0 && grouped < least && common.length > 0) grouped += common.pop()?.[1] ?? 0;
  const kept = common.map(([word]) => word).sort();
  return kept.length < words.size && kept.length > 0 ? { how: 'group_rare', kept } : null;
};

/** The next step for times: whole days, then months. */
const coarserTimes = (values: Float64Array, current: Coarsening | null): Coarsening | null => {
  if (current?.how === 'month') return null;
  return current?.how === 'day' || values.every((time) => time % DAY === 0)
    ? { how: 'month' }
    : { how: 'day' };
};

/** The next coarser form of a stored column, or null where there is none. */
export const nextCoarsening = (
  db: Connection,
  definition: ColumnDefinition,
  current: Coarsening | null,
): Coarsening | null => {
  const chunks = db.prepare(`SELECT ${CHUNK_FIELDS} FROM chunk WHERE column_id = ? ORDER BY run, number`);
  if (definition.type === 'code') {
    const dictionary = readDictionary(db, definition.id);
    const counts = new Map<string, number>();
    for (const chunk of chunks.iterate(definition.id) as Iterable<ChunkRow>)
      for (const code of readChunk(definition, chunk))
        if (code >= 0) counts.set(dictionary[code], (counts.get(dictionary[code]) ?? 0) + 1);
    return coarserWords(counts, current);
  }
  if (definition.type !== 'number' && definition.type !== 'time') return null;
  const parts: Float64Array[] = [];
  for (const chunk of chunks.iterate(definition.id) as Iterable<ChunkRow>)
    parts.push((readChunk(definition, chunk) as Float64Array).filter((value) => !Number.isNaN(value)));
  const values = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    values.set(part, at);
    at += part.length;
  }
  return definition.type === 'time' ? coarserTimes(values, current) : coarserNumbers(values.sort(), current);
};

/** A coarsening in words. */
export const coarseningText = (coarsening: Coarsening): string => {
  switch (coarsening.how) {
    case 'step':
      return `steps of ${coarsening.step}${coarsening.top === null ? '' : `, everything from ${coarsening.top} in one`}`;
    case 'day':
      return 'the day without the time of day';
    case 'month':
      return 'the month';
    case 'prefix':
      return `the first ${coarsening.length} characters`;
    default:
      return `${coarsening.kept.length} common values kept, the others in one group`;
  }
};

/** @throws CloisterError NOT_FOUND: the column is not in the vault */
export const noSuchColumn = (kind: Kind, name: string): CloisterError =>
  new CloisterError(
    'NOT_FOUND',
    `The vault has no column ${kind}.${name}.`,
    'See `cloister column VAULT list` for the columns there are.',
  );
