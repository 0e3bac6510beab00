/**
 * The three years that the sample covers, and how much is bought on each day of them: a curve per archetype,
 * made of months, weekends and the week of Black Friday.
 */
import type { Random } from '../../shared/random.ts';
import { DAY } from '../../shared/vocabulary.ts';
import { cumulate, pick } from './draw.ts';

/** ISO date before which everything in the sample happened. */
export const AS_OF = '2026-07-01';
const FIRST = Date.UTC(2023, 6, 1);

/** Days covered; day 0 is 2023-07-01 and the last one is the day before `AS_OF`. */
export const DAYS = (Date.UTC(2026, 6, 1) - FIRST) / DAY;

/** ISO date of every day. */
export const DATES: readonly string[] = Array.from({ length: DAYS }, (_, day) =>
  new Date(FIRST + day * DAY).toISOString().slice(0, 10),
);

const TWO_DIGITS: readonly string[] = Array.from({ length: 100 }, (_, n) => String(n).padStart(2, '0'));

/** `n` in [0, 100) with a leading zero. */
export const twoDigits = (n: number): string => TWO_DIGITS[n];

/** How much happens in each hour (UTC): little at night, most in the evening. */
const HOURS = cumulate([
  2, 1, 1, 1, 1, 2, 5, 9, 13, 16, 18, 20, 22, 20, 18, 18, 20, 24, 30, 36, 36, 28, 16, 7,
]);

/** A time of day drawn from the usual hours, as ISO text `T19:04:33Z`. */
export const drawClock = (random: Random): string => {
  const hour = pick(random, HOURS);
  const second = random.int(3600);
  return `T${TWO_DIGITS[hour]}:${TWO_DIGITS[Math.floor(second / 60)]}:${TWO_DIGITS[second % 60]}Z`;
};

/**
 * Cumulative demand at the start of every day, one entry more than there are days.
 *
 * @param months twelve relative weights, January first
 */
export const demandCurve = (months: readonly number[]): Float64Array => {
  const curve = new Float64Array(DAYS + 1);
  for (let day = 0; day < DAYS; day++) {
    const date = new Date(FIRST + day * DAY);
    const month = date.getUTCMonth();
    const weekday = date.getUTCDay();
    const weekend = weekday === 0 || weekday === 6 ? 1.35 : 1;
    const blackFriday = month === 10 && date.getUTCDate() >= 22 && date.getUTCDate() <= 29 ? 1.9 : 1;
    curve[day + 1] = curve[day] + months[month] * weekend * blackFriday;
  }
  return curve;
};

/** The day at the fraction `at` in [0, 1) of the demand between two days; `from` <= result < `until`. */
export const dayAt = (curve: Float64Array, from: number, until: number, at: number): number => {
  const target = curve[from] + at * (curve[until] - curve[from]);
  let low = from;
  let high = until - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (curve[middle] <= target) low = middle;
    else high = middle - 1;
  }
  return low;
};
