/**
 * Coarse cut points. A threshold like 4,387.12 is a real person's value; 4,400 is not. Every number a
 * published rule compares with has at most two significant digits, and the published rule, not the original,
 * is what is then counted, so that it describes the people it was counted on.
 */
import type { Leaf, Rule } from '../../../shared/rules/rule.ts';

/** The nearest number with at most two significant digits. */
export const niceNumber = (value: number): number => (value === 0 ? 0 : Number(value.toPrecision(2)));

/** Whether a threshold is coarse enough to be published as it is. */
export const isNice = (value: number): boolean => niceNumber(value) === value;

/**
 * Candidate thresholds that lie inside the range of the values, for trees that explain clusters: 1-2-5 and a few
 * steps between. Whole numbers get whole thresholds.
 */
export const niceGrid = (sorted: Float64Array): number[] => {
  const low = sorted[0];
  const high = sorted[sorted.length - 1];
  const whole = sorted.every(Number.isInteger);
  const grid = new Set<number>();
  const add = (value: number): void => {
    if (value > low && value <= high && (!whole || Number.isInteger(value))) grid.add(value);
  };
  add(0);
  const largest = Math.max(Math.abs(low), Math.abs(high));
  if (!(largest > 0)) return [];
  const top = Math.ceil(Math.log10(largest));
  for (let exponent = top; exponent > top - 6; exponent--)
    for (const mantissa of [1, 1.5, 2, 3, 4, 5, 6, 8]) {
      const value = Number((mantissa * 10 ** exponent).toPrecision(2));
      add(value);
      add(-value);
    }
  return [...grid].sort((a, b) => a - b);
};

const coarseLeaf = (leaf: Leaf): Leaf => {
  if (leaf.op === 'compare' && typeof leaf.value === 'number')
    return { ...leaf, value: niceNumber(leaf.value) };
  if (leaf.op === 'between') {
    const from = niceNumber(leaf.from);
    const to = niceNumber(leaf.to);
    return { ...leaf, from, to: to > from ? to : leaf.to };
  }
  if (leaf.op === 'in')
    return {
      ...leaf,
      values: [
        ...new Set(leaf.values.map((value) => (typeof value === 'number' ? niceNumber(value) : value))),
      ],
    };
  if (leaf.op === 'count') return { ...leaf, value: niceNumber(leaf.value) };
  return leaf;
};

/** The rule with every numeric threshold on the coarse grid. */
export const coarsen = (rule: Rule): Rule => {
  if (rule.op === 'all' || rule.op === 'any') return { op: rule.op, of: rule.of.map(coarsen) };
  if (rule.op === 'not') return { op: 'not', of: coarsen(rule.of) };
  return coarseLeaf(rule);
};

/** The thresholds that `coarsen` changed, as words, for the record of what was done. */
export const changedCuts = (before: readonly Leaf[], after: readonly Leaf[]): string[] =>
  before.flatMap((leaf, i) => {
    const now = after[i];
    if (leaf.op === 'compare' && now.op === 'compare' && leaf.value !== now.value)
      return [`${leaf.field} ${leaf.value} became ${now.value}`];
    if (leaf.op === 'between' && now.op === 'between' && (leaf.from !== now.from || leaf.to !== now.to))
      return [`${leaf.field} ${leaf.from} to ${leaf.to} became ${now.from} to ${now.to}`];
    if (leaf.op === 'in' && now.op === 'in' && leaf.values.join() !== now.values.join())
      return [`${leaf.field} ${leaf.values.join(', ')} became ${now.values.join(', ')}`];
    if (leaf.op === 'count' && now.op === 'count' && leaf.value !== now.value)
      return [`the number of ${leaf.of} ${leaf.value} became ${now.value}`];
    return [];
  });
