/** Formats as the words a mapping holds: a number as it would be written, a time by its name. */
import type { NumberFormat } from './numbers.ts';
import { TIME_FORMATS, type TimeFormat } from './times.ts';

/** 1234.5 in the format: "1234.5", "1,234.5", "1.234,5", "1 234,5", "1'234.5"; with " %" for percentages. */
export const numberFormatName = ({ decimal, group, percent }: NumberFormat): string =>
  `1${group}234${decimal}5${percent ? ' %' : ''}`;

/** The format a name of `numberFormatName` stands for, or null. */
export const numberFormatOf = (name: string): NumberFormat | null => {
  const match = /^1([,. ']?)234([.,])5( ?%)?$/.exec(name.trim());
  if (match === null || match[1] === match[2]) return null;
  return {
    decimal: match[2] as NumberFormat['decimal'],
    group: match[1] as NumberFormat['group'],
    percent: match[3] !== undefined,
  };
};

/** The time format of that name, or null. */
export const timeFormatOf = (name: string): TimeFormat | null =>
  TIME_FORMATS.find((format) => format === name) ?? null;
