/** Counts of people as a screen may show them: the minimum cell and the suppression of the gate, one number each. */
import { POLICY_DEFAULT } from './policy.ts';
import { suppress } from './suppress.ts';

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
