/**
 * Whose a record is that names nobody but an order: the person of the order with this number, as it was imported before.
 * Numbers are compared as the keyed hashes that are kept of them.
 */
import { chunksOf } from '../columns/chunks.ts';
import { listColumns } from '../columns/columns.ts';
import { mergedNumbers, personIn } from '../columns/merged.ts';
import type { Connection } from '../vault/database.ts';
import { createKeyList, pickKeys, sortKeys } from './repeats/sorted-keys.ts';

/** In the place of a person: no order with this number is held, or orders of several people have it. */
export const NO_ORDER = -2;
export const SEVERAL_ORDERS = -3;

export type OrdersHeld = {
  /**
   * Finds the orders of some rows.
   * @param numbers keyed hashes, two words a row
   * @returns of each row its person, or NO_ORDER or SEVERAL_ORDERS, and the earliest time of the order, else NaN
   */
  find(numbers: Uint32Array, rows: number): { people: Int32Array; times: Float64Array };
};

/** Opens the numbers of all orders of a vault: 20 bytes an order, in memory for one import. */
export const openOrders = (db: Connection): OrdersHeld => {
  const definitions = ['reference', 'person', 'time'].map((name) =>
    listColumns(db, 'orders').find((column) => column.name === name),
  );
  const [reference, person, time] = definitions;
  const list = createKeyList();
  const runs =
    reference === undefined || person === undefined
      ? []
      : (db.prepare("SELECT id FROM run WHERE kind = 'orders' AND rows > 0").pluck().all() as number[]);
  const read = function* (wanted: (typeof definitions)[number][]) {
    for (const run of runs)
      yield* chunksOf(
        db,
        run,
        wanted.filter((column) => column !== undefined),
      );
  };
  for (const { columns, rows } of read([reference])) {
    const [words] = columns;
    for (let row = 0; words !== null && row < rows; row++)
      if ((words[2 * row] | words[2 * row + 1]) !== 0) list.add(words[2 * row], words[2 * row + 1]);
  }
  // Of many lines an order keeps one number: the room of the others is given back.
  const keys = sortKeys(pickKeys(list.keys(), () => true).words.slice());
  const people = new Int32Array(keys.size).fill(NO_ORDER);
  const times = new Float64Array(keys.size).fill(Number.NaN);
  const merged = mergedNumbers(db);
  for (const { columns, rows } of read([reference, person, time])) {
    const [words, numbers, moments = null] = columns;
    for (let row = 0; words !== null && numbers !== null && row < rows; row++) {
      const at = keys.find(words[2 * row], words[2 * row + 1]);
      if (at < 0) continue;
      const isOther = people[at] >= 0 && personIn(merged, people[at]) !== personIn(merged, numbers[row]);
      if (people[at] === NO_ORDER) people[at] = numbers[row];
      else if (isOther) people[at] = SEVERAL_ORDERS;
      const moment = moments === null ? Number.NaN : moments[row];
      if (!(times[at] <= moment)) times[at] = Number.isNaN(moment) ? times[at] : moment;
    }
  }
  return {
    find: (numbers, rows) => {
      const found = {
        people: new Int32Array(rows).fill(NO_ORDER),
        times: new Float64Array(rows).fill(Number.NaN),
      };
      for (let row = 0; row < rows; row++) {
        const at = keys.find(numbers[2 * row], numbers[2 * row + 1]);
        if (at < 0) continue;
        found.people[row] = people[at];
        found.times[row] = times[at];
      }
      return found;
    },
  };
};
