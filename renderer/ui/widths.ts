/** Widths of columns that must be read whole, in the widest face a platform sets: a day, a day with its hour. */
export const DAY = '116px';
export const MOMENT = '164px';
