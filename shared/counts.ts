/**
 * Counts of people as the engine tells them to screens and scripts. A count is 0 or at least LEAST_CELL; in place of a
 * smaller one stands FEW, and in place of one by which a smaller one could be computed stands HIDDEN. Both lie between
 * 0 and 1, where no count lies, so that bars and sums stay sound and nothing takes them for a number of people.
 */

/** Fewest people whose number is told (CMS: no cell from 1 to 10). */
export const LEAST_CELL = 11;
/** From 1 to LEAST_CELL - 1 people. */
export const FEW = 0.5;
/** Any number of people, not told because a smaller group could be computed from it. */
export const HIDDEN = 0.25;

/** A count as it is told: a mark where it is one of a few. */
export const clearCount = (count: number): number => (count > 0 && count < LEAST_CELL ? FEW : count);

/** A count as it may be printed: rounded to a multiple. */
export const roundCount = (count: number, to: number): number => Math.round(count / to) * to;

/** Whether a count is one, not a mark in place of one. */
export const isTold = (count: number): boolean => !(count > 0 && count < 1);

/**
 * A count with whether it is what was told before, of these people or of a group that differs from them by fewer than
 * LEAST_CELL. Which of the two is not told: it would single people out.
 */
export type ToldCount = { people: number; near: boolean };

/** Why a count is marked with ≈. */
export const NEAR_WORDS = `≈ is what was told before, of these people or of a group that differs from them by fewer than ${LEAST_CELL}: an exact number would single them out. It lies within ${LEAST_CELL - 1} of what is.`;

/** Whether a count is printed with ≈; a mark in place of a count says enough. */
export const isNear = ({ people, near }: ToldCount): boolean => near && isTold(people);

/** A mark in words. */
export const untold = (count: number): string => (count === HIDDEN ? 'hidden' : `<${LEAST_CELL}`);
