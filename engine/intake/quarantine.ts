/**
 * Records that belong to nobody who is held: to people who were erased, or to orders that are not there. They are taken out
 * of their batch and told in the report of rejects.
 */
import type { Reject } from '../../shared/contract/answers.ts';
import { ERASED } from '../privacy/people.ts';
import { PSEUDONYM_BYTES } from '../privacy/pseudonyms.ts';
import { NO_ORDER, SEVERAL_ORDERS } from './by-order.ts';
import type { LoadBatch } from './layout.ts';

export const QUARANTINE_REASON = 'this person was erased; the record is not taken (suppression list)';

const REASONS: ReadonlyMap<number, string> = new Map([
  [ERASED, QUARANTINE_REASON],
  [NO_ORDER, 'no order with this number is in the vault; import the orders first'],
  [SEVERAL_ORDERS, 'orders of several people have this number'],
]);

const pick = <T extends Float64Array | Int32Array | Uint32Array | Uint8Array>(
  values: T,
  rows: readonly number[],
  step = 1,
): T => {
  const out = values.slice(0, rows.length * step) as T;
  rows.forEach((row, to) => {
    for (let i = 0; i < step; i++) out[to * step + i] = values[row * step + i];
  });
  return out;
};

/**
 * The batch without the rows that have no person, in place.
 * @param column header of what tells people apart, for the report
 * @returns the people of the rows that are left, and what is told of the others
 */
export const quarantine = (
  batch: LoadBatch,
  people: Int32Array,
  column: string,
): { people: Int32Array; rejects: Reject[] } => {
  if (people.indexOf(ERASED) < 0 && people.indexOf(NO_ORDER) < 0 && people.indexOf(SEVERAL_ORDERS) < 0)
    return { people, rejects: [] };
  const rows: number[] = [];
  const rejects: Reject[] = [];
  for (let row = 0; row < batch.rows; row++)
    if (people[row] < 0)
      rejects.push({
        line: batch.lines[row],
        record: batch.records[row],
        offset: batch.offsets[row],
        column,
        reason: REASONS.get(people[row]) ?? QUARANTINE_REASON,
      });
    else rows.push(row);
  batch.rows = rows.length;
  const { bytes, earlier, toldBy } = batch.identifiers;
  batch.identifiers = {
    bytes: pick(bytes, rows, PSEUDONYM_BYTES),
    earlier: earlier.map((one) => pick(one, rows, PSEUDONYM_BYTES)),
    toldBy: pick(toldBy, rows),
  };
  batch.times = batch.times.map((values) => pick(values, rows));
  batch.numbers = batch.numbers.map((values) => pick(values, rows));
  batch.texts = batch.texts.map(({ codes, added }) => ({ codes: pick(codes, rows), added }));
  if (batch.references.length > 0) batch.references = pick(batch.references, rows, 2);
  batch.records = pick(batch.records, rows);
  return { people: pick(people, rows), rejects };
};
