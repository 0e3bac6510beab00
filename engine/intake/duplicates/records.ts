/**
 * Records as they are compared, in memory alone: per field a number for each different value, and the keys under which
 * records meet. A million people fit where their texts would not.
 */
import { CloisterError } from '../../../shared/errors.ts';
import { type Blocks, MOST_RECORDS } from './block.ts';
import { comparable, type Field } from './fields.ts';
import { keyMaker } from './keys.ts';

/** A list of numbers that grows. */
export const growing = (): { push(value: number): void; done(): Uint32Array } => {
  let values = new Uint32Array(1024);
  let size = 0;
  return {
    push: (value) => {
      if (size === values.length) {
        const larger = new Uint32Array(size * 2);
        larger.set(values);
        values = larger;
      }
      values[size++] = value;
    },
    done: () => values.subarray(0, size),
  };
};

/** Keys of records that are added one after the other. @throws CloisterError INPUT_FORMAT beyond MOST_RECORDS */
export const openKeys = (
  fields: readonly Field[],
  seed?: number,
): { add(record: readonly string[]): void; done(split: number | null): Blocks } => {
  const maker = keyMaker(fields, seed);
  const lists = Array.from({ length: maker.keys }, growing);
  const own = new Uint32Array(maker.keys);
  let count = 0;
  return {
    add: (record) => {
      if (count === MOST_RECORDS)
        throw new CloisterError(
          'INPUT_FORMAT',
          `There are more than ${MOST_RECORDS} records; so many are not compared in memory.`,
          'Look for duplicates in a part of them.',
        );
      maker.write(record, own);
      own.forEach((key, i) => {
        lists[i].push(key);
      });
      count += 1;
    },
    done: (split) => ({ keys: lists.map((list) => list.done()), count, split }),
  };
};

/** Records that are compared field by field: the value of a record is `values[field][codes[field][record]]`. */
export type Records = Blocks & { fields: readonly Field[]; values: string[][]; codes: Uint32Array[] };

/** Takes records as a file has them. `done` with the number of records of a first file compares across two. */
export const openRecords = (
  fields: readonly Field[],
): { add(row: readonly string[]): void; done(split: number | null): Records } => {
  const keys = openKeys(fields);
  const known = fields.map(() => new Map<string, number>());
  const values: string[][] = fields.map(() => []);
  const codes = fields.map(growing);
  return {
    add: (row) => {
      const record = row.map((value, i) => comparable(fields[i].kind, value));
      keys.add(record);
      record.forEach((value, i) => {
        let code = known[i].get(value);
        if (code === undefined) {
          code = values[i].push(value) - 1;
          known[i].set(value, code);
        }
        codes[i].push(code);
      });
    },
    done: (split) => ({ ...keys.done(split), fields, values, codes: codes.map((list) => list.done()) }),
  };
};
