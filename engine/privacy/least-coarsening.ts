/**
 * The coarser forms of several columns that lose least and leave everyone with the same values as at least k - 1 others:
 * optimal full-domain generalisation without suppression (L. Sweeney, "Achieving k-anonymity privacy protection using
 * generalization and suppression", 2002). A set of columns that is not k-anonymous stays so whatever is added to it (K.
 * LeFevre, D. DeWitt, R. Ramakrishnan, "Incognito", 2005); that and the loss so far cut the search, which is exact.
 */
import { type Classes, equivalenceClasses, type KeyColumn } from './risk.ts';

/** A column and its forms, from the values as they are to the coarsest. */
export type Ladder = {
  /** Value of each person: its place in the domain, from 0. */
  codes: KeyColumn;
  /** For each form the group of every value of the domain, groups from 0; the first form has each value alone. */
  levels: readonly Int32Array[];
};

export type LeastCoarsening = {
  /** The form of each column. */
  levels: number[];
  classes: Classes;
};

/**
 * How much of a column is lost, from 0 (nothing) to 1 (one group): the mean over people of the share of the domain that
 * their value is merged into (V. Iyengar, "Transforming data to satisfy privacy constraints", 2002).
 */
const lossOf = ({ codes, levels }: Ladder, level: number): number => {
  const groups = levels[level];
  const domain = groups.length;
  if (domain < 2 || codes.length === 0) return 0;
  const sizes = new Map<number, number>();
  for (const group of groups) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  let sum = 0;
  for (let i = 0; i < codes.length; i++) sum += sizes.get(groups[codes[i]]) ?? 0;
  return (sum / codes.length - 1) / (domain - 1);
};

/** Losses in the order of their weight: the greatest first. Columns without one count as untouched. */
const ranked = (losses: readonly number[]): number[] => [...losses].sort((a, b) => b - a);

/** Whether the first loses less: its greatest loss is smaller, or of equal ones the next. */
const losesLess = (a: readonly number[], b: readonly number[]): boolean => {
  for (let i = 0; i < b.length; i++) {
    const difference = (a[i] ?? 0) - b[i];
    if (Math.abs(difference) > 1e-12) return difference < 0;
  }
  return false;
};

type Parts = { of: Int32Array; count: number };

/** Splits parts by groups of a column, or null where a part would hold fewer than k. `numbers` is scratch space. */
const splitter = (weights: Int32Array, k: number) => {
  let numbers = new Int32Array(0);
  return (parts: Parts, groups: Int32Array, width: number): Parts | null => {
    const space = parts.count * width;
    if (numbers.length < space) numbers = new Int32Array(space);
    numbers.fill(-1, 0, space);
    const of = new Int32Array(groups.length);
    const sizes: number[] = [];
    for (let i = 0; i < groups.length; i++) {
      const key = parts.of[i] * width + groups[i];
      if (numbers[key] < 0) numbers[key] = sizes.push(0) - 1;
      of[i] = numbers[key];
      sizes[of[i]] += weights[i];
    }
    return sizes.every((size) => size >= k) ? { of, count: sizes.length } : null;
  };
};

/**
 * Finds the forms.
 * @param people how many there are; every ladder has one code for each
 * @param k least people with the same values
 * @returns null where not even the coarsest forms reach it
 */
export const leastCoarsening = (
  ladders: readonly Ladder[],
  people: number,
  k: number,
): LeastCoarsening | null => {
  const rows = equivalenceClasses(
    ladders.map(({ codes }) => codes),
    people,
  );
  const first = new Int32Array(rows.sizes.length);
  for (let i = people - 1; i >= 0; i--) first[rows.of[i]] = i;
  // One row stands for all people with the same values.
  const columns = ladders.map((ladder) =>
    ladder.levels.map((groups, level) => ({
      groups: Int32Array.from(first, (person) => groups[ladder.codes[person]]),
      width: groups.reduce((most, group) => Math.max(most, group), 0) + 1,
      loss: lossOf(ladder, level),
    })),
  );
  const split = splitter(rows.sizes, k);
  const everyone: Parts = { of: new Int32Array(first.length), count: 1 };
  if (people < k) return null;
  let best: { levels: number[]; losses: number[]; parts: Parts } | null = null;
  const search = (parts: Parts, levels: ReadonlyMap<number, number>): void => {
    const losses = [...levels].map(([column, level]) => columns[column][level].loss);
    if (levels.size === columns.length) {
      const found = ranked(losses);
      if (best === null || losesLess(found, best.losses))
        best = { levels: columns.map((_, column) => levels.get(column) as number), losses: found, parts };
      return;
    }
    // Beside what is chosen each open column needs at least this form; the one that needs most is decided first.
    let next: { column: number; least: number; loss: number; parts: Parts } | null = null;
    for (const [column, forms] of columns.entries()) {
      if (levels.has(column)) continue;
      let least = 0;
      let finer = split(parts, forms[0].groups, forms[0].width);
      while (finer === null && ++least < forms.length)
        finer = split(parts, forms[least].groups, forms[least].width);
      if (finer === null) return;
      losses.push(forms[least].loss);
      if (next === null || forms[least].loss > next.loss)
        next = { column, least, loss: forms[least].loss, parts: finer };
    }
    if (next === null || (best !== null && !losesLess(ranked(losses), best.losses))) return;
    const forms = columns[next.column];
    for (let level = next.least; level < forms.length; level++) {
      const finer = level === next.least ? next.parts : split(parts, forms[level].groups, forms[level].width);
      if (finer !== null) search(finer, new Map([...levels, [next.column, level]]));
    }
  };
  search(everyone, new Map());
  if (best === null) return null;
  const { levels, parts } = best as { levels: number[]; parts: Parts };
  const of = Int32Array.from(rows.of, (row) => parts.of[row]);
  const sizes = new Int32Array(parts.count);
  for (const part of of) sizes[part] += 1;
  return { levels, classes: { of, sizes } };
};
