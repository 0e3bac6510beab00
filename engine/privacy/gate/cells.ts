/** Counts of people as a screen may show them: the minimum cell and the suppression of the gate, one number each. */
import { FEW, HIDDEN } from '../../../shared/counts.ts';
import { POLICY_DEFAULT } from './policy.ts';
import { isSmall, suppress } from './suppress.ts';

/** A count that stands alone: null where it is 1 to one below the minimum cell. */
export const cellOf = (people: number): number | null =>
  people === 0 || people >= POLICY_DEFAULT.minCell ? people : null;

/**
 * Counts that add up to a total that is known: small ones are null, and so are those they could be computed from.
 */
export const cellsOf = (people: readonly number[]): (number | null)[] => {
  const { shown } = suppress(people, POLICY_DEFAULT.minCell);
  return people.map((count, i) => (shown[i] ? count : null));
};

/**
 * Whether the small cells of a row may be marked as such beside its sum: each of them may then still be any number from
 * 1 to k-1, also to who knows that the marked ones are small and the other hidden ones are not. Of 10 and 10 beside a
 * sum of 20 the marks alone would tell both. Of a cell that is hidden alone a sum tells all, and its mark nothing more.
 */
const mayTellFew = (cells: readonly number[], shown: readonly boolean[], minCell: number): boolean => {
  const hidden = cells.filter((_, i) => !shown[i]);
  const sum = hidden.reduce((total, cell) => total + cell, 0);
  const small = hidden.filter((cell) => isSmall(cell, minCell)).length;
  const large = hidden.length - small;
  const most = sum - (small - 1) - large * minCell;
  const least = large > 0 ? 1 : sum - (small - 1) * (minCell - 1);
  return hidden.length === 1 || (least <= 1 && most >= minCell - 1);
};

/** Counts that add up to a known sum: small ones are FEW, those by which one could be computed HIDDEN. */
export const markCells = (cells: readonly number[], minCell: number): number[] => {
  const { shown } = suppress(cells, minCell);
  const few = mayTellFew(cells, shown, minCell) ? FEW : HIDDEN;
  return cells.map((cell, i) => (shown[i] ? cell : isSmall(cell, minCell) ? few : HIDDEN));
};
