/**
 * Levels as numbers: a column each (one-hot), places in an order, or the share of people who have them; rare levels
 * together; and the mark of those who have none.
 */
import { CloisterError } from '../../shared/errors.ts';
import type { FeatureChoice } from '../../shared/feature-choice.ts';
import type { LevelColumn, MatrixColumn } from './table.ts';

/** Most levels of an attribute that become columns of their own; rarer ones are one column together. */
export const MAX_LEVELS = 12;
/** The pseudo-level of the column that marks who had no value. */
export const MISSING = '(missing)';
/** The pseudo-level of levels without a column of their own. */
export const OTHER = '(other)';

/** Marks and levels stay 0 or 1: a z-score would make the rarest of them the loudest column. */
export const UNSCALED = { scaling: 'none', offset: 0, factor: 1, imputed: 0, imputedCount: 0 } as const;

/** People per level, and how many have one. */
const countsOf = ({ levels, codes }: LevelColumn): { counts: number[]; known: number } => {
  const counts = new Array<number>(levels.length).fill(0);
  let known = 0;
  for (const code of codes)
    if (code >= 0) {
      counts[code] += 1;
      known += 1;
    }
  return { counts, known };
};

/** Codes of the levels that are not rare, most frequent first. */
const frequent = (counts: readonly number[], known: number, rare: number): number[] =>
  [...counts.keys()]
    .filter((code) => counts[code] > 0 && counts[code] >= rare * known)
    .sort((a, b) => counts[b] - counts[a] || a - b);

/** One column per level, most frequent first, and one for all levels beyond MAX_LEVELS or too rare. */
export const oneHotColumns = (source: LevelColumn, rare = 0): MatrixColumn[] => {
  const { counts, known } = countsOf(source);
  const own = frequent(counts, known, rare).slice(0, MAX_LEVELS);
  const columns = own.map((code): MatrixColumn => {
    const level = source.levels[code];
    return { feature: source.id, label: `${source.label}: ${level}`, unit: '', level, ...UNSCALED };
  });
  if (own.reduce((sum, code) => sum + counts[code], 0) === known) return columns;
  const levels = own.map((code) => ({ level: source.levels[code], value: 1 }));
  return [
    ...columns,
    {
      feature: source.id,
      label: `${source.label}: other`,
      unit: '',
      level: OTHER,
      ...UNSCALED,
      role: 'rest',
      levels,
    },
  ];
};

/**
 * The numbers that stand for levels: places in the order that was given, or shares of the people who have one.
 * @throws CloisterError INPUT_VALUE where somebody has a level that the order does not name
 */
export const levelNumbers = (
  source: LevelColumn,
  { encoding, order = [], rare = 0 }: FeatureChoice,
): { role: 'order' | 'share'; levels: { level: string; value: number }[] } => {
  const { counts, known } = countsOf(source);
  if (encoding === 'ordinal') {
    const unnamed = source.levels.find((level, code) => counts[code] > 0 && !order.includes(level));
    if (unnamed !== undefined)
      throw new CloisterError(
        'INPUT_VALUE',
        `People have the level "${unnamed}" of ${source.id}, which its order does not name.`,
        'Name every level in the order, lowest first.',
      );
    return { role: 'order', levels: order.map((level, value) => ({ level, value })) };
  }
  const apart = new Set(frequent(counts, known, rare));
  const rest = counts.reduce((sum, count, code) => sum + (apart.has(code) ? 0 : count), 0);
  const levels = source.levels.flatMap((level, code) =>
    counts[code] === 0 ? [] : [{ level, value: (apart.has(code) ? counts[code] : rest) / known }],
  );
  return { role: 'share', levels };
};

/**
 * What each level is in a column: 0 or 1, a place or a share; NaN for a level that nobody of the fit had, where the
 * column cannot know it (an order). A share of nobody is 0.
 */
export const levelValues = (levels: readonly string[], column: MatrixColumn): Float64Array => {
  if (column.role === 'order' || column.role === 'share') {
    const values = new Map(column.levels?.map(({ level, value }) => [level, value]));
    const unknown = column.role === 'order' ? Number.NaN : 0;
    return Float64Array.from(levels, (level) => values.get(level) ?? unknown);
  }
  if (column.role === 'rest') {
    const own = new Set(column.levels?.map(({ level }) => level));
    return Float64Array.from(levels, (level) => (own.has(level) ? 0 : 1));
  }
  return Float64Array.from(levels, (level) => (level === column.level ? 1 : 0));
};
