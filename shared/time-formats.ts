/** How times may be written; one word a format, in mappings, steps and on screen. */

export const TIME_FORMATS = [
  'iso',
  'yyyymmdd',
  'epoch-s',
  'epoch-ms',
  'epoch-us',
  'dmy',
  'mdy',
  'ymd',
  'month-name',
  'excel-days',
] as const;
/**
 * `iso`: 2026-02-28, also 2026/02/28, with T or a blank and HH:MM[:SS[.fraction]], then nothing, Z, UTC or an
 * offset. `yyyymmdd`: 20260228, 20260228T101112 with seconds and offset or without, 20260228101112. `dmy`, `mdy`: 28/02/2026, 28.2.26, 2-28-2026, optionally with a time of day and AM or PM; years of
 * two digits follow POSIX (69-99 are 19xx). `ymd`: the same with a year of two digits in front, 26/02/28; with four it is `iso`. `month-name`: 1 Jan 2026, Jan 1, 2026, 01-JAN-26, 1. März 2026, RFC 2822,
 * ECMAScript's Date as text; see `parseNamed`. `excel-days`: a spreadsheet's count of days from 1900, with the day of
 * 1900-02-29 that never was; only where somebody says so, since any whole number might be one.
 */
export type TimeFormat = (typeof TIME_FORMATS)[number];
