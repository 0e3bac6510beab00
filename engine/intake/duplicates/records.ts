/**
 * Records as they are compared, in memory alone: per field a number for each different value, and the keys under which
 * records meet. A million people fit where their texts would not.
 */
import { CloisterError } from '../../../shared/errors.ts';
import { type Blocks, MOST_RECORDS } from './block.ts';
import { comparable, type Field } from './fields.ts';
import { growing } from './growing.ts';
import { keyMaker } from './keys.ts';
import { type PackedTexts, packWords } from './packed.ts';

/** Keys of records that are added one after the other, about `expected` of them. @throws CloisterError INPUT_FORMAT beyond MOST_RECORDS */
export const openKeys = (
  fields: readonly Field[],
  expected: number,
  seed?: number,
): { add(record: readonly string[]): void; done(split: number | null): Blocks } => {
  const maker = keyMaker(fields, seed);
  const lists = Array.from({ length: maker.keys }, () => growing(expected));
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

/** Records that are compared field by field: the value of a record is `values[field].at(codes[field][record])`. */
export type Records = Blocks & {
  fields: readonly Field[];
  values: readonly PackedTexts[];
  codes: readonly Uint32Array[];
};

/** Takes records as a file has them, about `expected` of them. `done` with the number of records of a first file compares across two. */
export const openRecords = (
  fields: readonly Field[],
  expected = 0,
): { add(row: readonly string[]): void; done(split: number | null): Records } => {
  const keys = openKeys(fields, expected);
  const values = fields.map(() => packWords(expected));
  const codes = fields.map(() => growing(expected));
  return {
    add: (row) => {
      const record = row.map((value, i) => comparable(fields[i].kind, value));
      keys.add(record);
      record.forEach((value, i) => {
        codes[i].push(values[i].codeOf(value));
      });
    },
    done: (split) => ({
      ...keys.done(split),
      fields,
      values: values.map((words) => words.done()),
      codes: codes.map((list) => list.done()),
    }),
  };
};
