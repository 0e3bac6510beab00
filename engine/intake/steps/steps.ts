/** The steps of a mapping as functions over single values. Pure: the same value gives the same value. */
import { type Step, unitOf } from '../../../shared/steps.ts';
import { currencyOf } from '../values/currency.ts';
import { type NumberFormat, PLAIN, parseNumber } from '../values/numbers.ts';
import { readPhone } from '../values/phone.ts';
import { parseTime } from '../values/times.ts';
import { parseNumberFormat, parseTimeFormat } from '../values/written.ts';
import { countryOf } from './countries.ts';
import { salesforceId, withoutTextMark } from './identifiers.ts';

/** The value after a step; null where the step cannot read it. */
type Change = (text: string) => string | null;

const UNSEEN = /[\p{Cf}\p{Cc}]/gu;
/** Without blanks at the ends, doubled ones and characters that cannot be seen. */
export const trimmed = (text: string): string => text.replace(/\s+/gu, ' ').replace(UNSEEN, '').trim();

const inCase = (text: string, to: 'lower' | 'upper' | 'title'): string => {
  if (to === 'upper') return text.toUpperCase();
  const lower = text.toLowerCase();
  return to === 'lower'
    ? lower
    : lower.replace(/(^|[\s\-/])(\p{L})/gu, (_, before, first) => `${before}${first.toUpperCase()}`);
};

/** A number with what stands before or behind it; null where there is no number, or words on both sides. */
export const numberAndWord = (text: string, format: NumberFormat): { value: number; word: string } | null => {
  const match = /^([^\d.,+\-−(]*)\s*([+\-−]?[\d.,'’\s]*\d[.,]?)\s*(\D*)$/u.exec(text.trim());
  if (match === null) return null;
  const [, before, figures, behind] = match;
  if (before.trim() !== '' && behind.trim() !== '') return null;
  const value = parseNumber(figures.trim(), format);
  return Number.isNaN(value) ? null : { value, word: `${before}${behind}`.trim() };
};

/** Twelve digits: a product of two exact figures then prints as it would on paper. */
const plain = (value: number): string => String(Number(value.toPrecision(12)));

const DAY = 86_400_000;
const isoTime = (time: number): string => {
  const text = new Date(time).toISOString();
  return time % DAY === 0 ? text.slice(0, 10) : text;
};

const compile = (step: Step, column: string): Change => {
  switch (step.step) {
    case 'trim':
      return trimmed;
    case 'text-mark':
      return withoutTextMark;
    case 'salesforce-id':
      return salesforceId;
    case 'case':
      return (text) => inCase(text, step.to);
    case 'map': {
      const values = new Map(Object.entries(step.values));
      return (text) => values.get(text) ?? text;
    }
    case 'country':
      return (text) => {
        const country = countryOf(text);
        if (country === undefined) return null;
        return step.to === 'alpha-2'
          ? country.alpha2
          : step.to === 'alpha-3'
            ? country.alpha3
            : country.numeric;
      };
    case 'phone':
      return (text) => readPhone(text, step.region);
    case 'date': {
      const formats = step.from.map((format) => parseTimeFormat(format, column));
      return (text) => {
        for (const format of formats) {
          const time = parseTime(text, format);
          if (!Number.isNaN(time)) return isoTime(time);
        }
        return null;
      };
    }
    case 'number': {
      const format = parseNumberFormat(step.format, column);
      return (text) => {
        const value = parseNumber(text, format);
        return Number.isNaN(value) ? null : String(value);
      };
    }
    case 'unit': {
      const format = step.format === undefined ? PLAIN : parseNumberFormat(step.format, column);
      const to = unitOf(step.to);
      return (text) => {
        const found = numberAndWord(text, format);
        if (found === null || to === null) return null;
        if (found.word === '') return plain(found.value);
        const from = unitOf(found.word);
        return from?.measure === to.measure ? plain((found.value * from.factor) / to.factor) : null;
      };
    }
    case 'currency': {
      const format = step.format === undefined ? PLAIN : parseNumberFormat(step.format, column);
      const rates = new Map([...Object.entries(step.rates ?? {}), [step.to, 1] as const]);
      return (text) => {
        const found = numberAndWord(text, format);
        if (found === null) return null;
        const code = found.word === '' ? step.to : currencyOf(found.word);
        const rate = code === null ? undefined : rates.get(code);
        return rate === undefined ? null : plain(found.value * rate);
      };
    }
  }
};

export type Mended = { text: string /** A step could not read it. */; unread: boolean };

/**
 * All steps of a column as one function.
 * @throws CloisterError MAPPING_INVALID for a format that is none
 */
export const compileSteps = (steps: readonly Step[], column: string): ((text: string) => Mended) => {
  const changes = steps.map((step) => compile(step, column));
  return (given) => {
    let text = given;
    let unread = false;
    for (const change of changes) {
      const next = change(text);
      if (next === null) unread = true;
      else text = next;
    }
    return { text, unread };
  };
};
