/** A figure of a feature as it is printed: enough digits to tell people apart, no more. */
import { number } from '../../../shared/charts/words.ts';

export const figure = (value: number): string => {
  const size = Math.abs(value);
  const digits = size >= 100 || Number.isInteger(value) ? 0 : size >= 10 ? 1 : 2;
  return number(Number(value.toFixed(digits)));
};
