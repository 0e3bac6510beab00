/** What people did in a span of days, as a yes or no: the outcomes that are predicted. */
import type { Timeline } from './table.ts';

/** Whether a person has an order row in [from, until), both UTC epoch milliseconds: 1 or 0 per person. */
export const ordered = ({ offsets, times }: Timeline, from: number, until: number): Uint8Array =>
  Uint8Array.from({ length: offsets.length - 1 }, (_, i) => {
    for (let row = offsets[i]; row < offsets[i + 1]; row++)
      if (times[row] >= from && times[row] < until) return 1;
    return 0;
  });

/** Sum of the amounts in [from, until) per person; rows without an amount add nothing, returns are taken off. */
export const spent = ({ offsets, times, amounts }: Timeline, from: number, until: number): Float64Array =>
  Float64Array.from({ length: offsets.length - 1 }, (_, i) => {
    let sum = 0;
    for (let row = offsets[i]; row < offsets[i + 1]; row++)
      if (times[row] >= from && times[row] < until && !Number.isNaN(amounts[row])) sum += amounts[row];
    return Math.round(sum * 1e6) / 1e6;
  });
