/**
 * How many different values there are: exact for few, else by HyperLogLog (P. Flajolet, É. Fusy, O. Gandouet,
 * F. Meunier, AofA 2007) with 2^14 registers, standard error 0.81 % (of hundreds of columns 2^12, 1.6 %); linear counting
 * below 2.5 registers each.
 */
import { PSEUDONYM_BYTES } from '../../privacy/pseudonyms.ts';
import type { Counting } from './counting.ts';

export type Distinct = {
  /** Where it is counted in the kernel's memory. */
  readonly at: number;
  /**
   * Counts the pseudonyms of a batch, one a row.
   * @param marks those that count: where the byte of the row is 0, or where it is not, as `where` says; null: all
   * @returns how many rows do not count
   */
  add(pseudonyms: Uint8Array, marks: Uint8Array | null, where: boolean): number;
  count(): number;
};

export const openDistinct = (counting: Counting): Distinct => {
  const { kernel } = counting;
  const at = kernel.distinct();
  return {
    at,
    add: (pseudonyms, marks, where) => {
      const { rows } = counting;
      const from = counting.show(pseudonyms.subarray(0, rows * PSEUDONYM_BYTES));
      const marked = marks === null ? 0 : counting.mark(marks.subarray(0, rows));
      return kernel.pseudonyms(at, from, PSEUDONYM_BYTES, rows, marked, where);
    },
    count: () => {
      const few = kernel.few(at);
      if (few <= kernel.mostExact.value) return few;
      const registers = kernel.registers();
      const alpha = 0.7213 / (1 + 1.079 / registers);
      const zeros = kernel.vacant(at);
      const raw = (alpha * registers * registers) / kernel.harmonic(at);
      return Math.round(raw <= 2.5 * registers && zeros > 0 ? registers * Math.log(registers / zeros) : raw);
    },
  };
};
