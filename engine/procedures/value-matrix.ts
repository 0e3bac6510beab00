/**
 * P(alive) and expected purchases over recency and frequency: what the kept models say of made-up people who all
 * began on the same day. No person is read. The matrices of Fader, Hardie & Lee 2005, figure 4, and of its successors.
 */
import type { ValueMatrix } from '../../shared/contract/value.ts';
import { compressHistories } from '../analysis/value/histories.ts';
import { lookAhead } from '../analysis/value/lifetime.ts';
import { horizonOf, type StoredValue, UNIT_DAYS } from './value-features.ts';

/** At most this many rows and columns: a figure must find room in a cell. */
const MOST_ROWS = 9;
const MOST_COLUMNS = 10;

const spaced = (most: number, parts: number): number[] => [
  ...new Set(Array.from({ length: parts + 1 }, (_, i) => Math.round((i * most) / parts))),
];

/**
 * The matrices for people first seen `days` days ago, with up to `most` repeat purchases.
 * Somebody who bought once has been silent since; nobody buys more often than there were days (or occasions).
 */
export const valueMatrix = (
  { choice, purchases }: StoredValue,
  { days, most }: { days: number; most: number },
): ValueMatrix => {
  const occasions = choice.model === 'bg-bb';
  const unit = UNIT_DAYS[choice.unit];
  const inUnits = (of: number): number => (occasions ? Math.floor(of / unit) : of / unit);
  const age = inUnits(days);
  const frequencies = spaced(most, Math.min(most, MOST_COLUMNS - 1));
  const silences = spaced(days, MOST_ROWS - 1);
  const cells = silences.flatMap((silence, row) =>
    frequencies.flatMap((frequency, column) => {
      const recency = frequency === 0 ? 0 : inUnits(days - silence);
      const fits =
        frequency === 0
          ? silence === days
          : occasions
            ? frequency <= recency
            : recency > 0 && frequency <= days - silence;
      return fits ? [{ row, column, frequency, recency }] : [];
    }),
  );
  const histories = compressHistories(
    cells.map(({ frequency }) => frequency),
    cells.map(({ recency }) => recency),
    cells.map(() => age),
  );
  const ahead = lookAhead(purchases, histories, horizonOf(choice));
  const laid = (from: Float64Array): (number | null)[][] => {
    const rows = silences.map(() => new Array<number | null>(frequencies.length).fill(null));
    cells.forEach(({ row, column }, i) => {
      rows[row][column] = from[i];
    });
    return rows;
  };
  return { days, frequencies, silences, alive: laid(ahead.alive), purchases: laid(ahead.purchases) };
};
