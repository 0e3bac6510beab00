/** Versions of what has a number: the sum of the contents of its rows, whatever their order, and how many they are. */

export type Versions = { low: Uint32Array; high: Uint32Array; rows: Uint32Array; person: Int32Array };

/** Versions by the place of their number, of no rows yet. @param before memory of others that are over, to be used again */
export const createVersions = (size: number, before: Versions | null = null): Versions => {
  if (before === null || before.rows.length < size)
    return {
      low: new Uint32Array(size),
      high: new Uint32Array(size),
      rows: new Uint32Array(size),
      person: new Int32Array(size).fill(-1),
    };
  for (const words of [before.low, before.high, before.rows]) words.fill(0);
  before.person.fill(-1);
  return before;
};

/** Adds a row to its version: a 64-bit sum, so that the order of rows does not matter. */
export const addRow = (to: Versions, place: number, content: Uint32Array, person: number): void => {
  const low = to.low[place] + content[0];
  to.low[place] = low;
  to.high[place] += content[1] + (low > 0xffff_ffff ? 1 : 0);
  to.rows[place] += 1;
  to.person[place] = person;
};

/** Whether two versions at a place are one. */
export const isSame = (a: Versions, b: Versions, place: number): boolean =>
  a.rows[place] === b.rows[place] && a.low[place] === b.low[place] && a.high[place] === b.high[place];
