/** How numbers and times are written, as a mapping says it and as it is read back. */
import { CloisterError } from '../../../shared/errors.ts';
import type { NumberFormat } from './numbers.ts';
import { TIME_FORMATS, type TimeFormat } from './times.ts';

/**
 * A number format as the figure 1234.56 would be written in it: `1234.56`, `1,234.56`, `1.234,56`, `1 234,56`,
 * with a percent sign behind where the column has one; `1234` where its numbers are whole.
 */
export const numberFormatText = ({ decimal, group, percent, whole }: NumberFormat): string =>
  `1${group}234${whole === true ? '' : `${decimal}56`}${percent ? '%' : ''}`;

const NUMBER_FORMAT = /^1([,. ']?)234([.,])56(%?)$/;
const WHOLE_FORMAT = /^1234(%?)$/;

/** @throws CloisterError MAPPING_INVALID naming the column */
export const parseNumberFormat = (text: string, column: string): NumberFormat => {
  const whole = WHOLE_FORMAT.exec(text);
  if (whole !== null) return { decimal: '.', group: '', percent: whole[1] === '%', whole: true };
  const match = NUMBER_FORMAT.exec(text);
  if (match === null || match[1] === match[2])
    throw new CloisterError(
      'MAPPING_INVALID',
      `The format "${text}" of the column "${column}" is no number format.`,
      'Write how the figure 1234.56 would stand in the file, for example 1.234,56, or 1234 where all are whole.',
    );
  return {
    decimal: match[2] as NumberFormat['decimal'],
    group: match[1] as NumberFormat['group'],
    percent: match[3] === '%',
  };
};

/** @throws CloisterError MAPPING_INVALID naming the column */
export const parseTimeFormat = (text: string, column: string): TimeFormat => {
  const found = TIME_FORMATS.find((format) => format === text);
  if (found !== undefined) return found;
  throw new CloisterError(
    'MAPPING_INVALID',
    `The format "${text}" of the column "${column}" is no time format.`,
    `Use one of ${TIME_FORMATS.join(', ')}.`,
  );
};
