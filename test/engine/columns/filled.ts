/** Arrays of columns for tests. */
import { allocate, type ColumnArray, type ColumnType, stride } from '../../../engine/columns/columns.ts';

/** An array of a type from plain numbers; two per row for a hash. */
export const filled = (type: ColumnType, values: readonly number[]): ColumnArray => {
  const array = allocate(type, values.length / stride(type));
  array.set(values);
  return array;
};
