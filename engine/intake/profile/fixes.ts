/**
 * What would mend a column: steps found by trying them on its values, each with the rows it would mend. What may be read
 * in two ways is not suggested, and neither is a step that mends nothing.
 */
import type { Fix } from '../../../shared/contract/quality.ts';
import { type Step, unitOf } from '../../../shared/steps.ts';
import type { Field } from '../layout.ts';
import { countryOf } from '../steps/countries.ts';
import { compileSteps, numberAndWord, trimmed } from '../steps/steps.ts';
import { currencyOf } from '../values/currency.ts';
import { detectNumberFormat } from '../values/number-format.ts';
import { type NumberFormat, PLAIN, parseNumber } from '../values/numbers.ts';
import { closeShapeOf, shapeOf } from '../values/shape.ts';
import { parseTime, type TimeFormat } from '../values/times.ts';
import { asBytes } from '../values/values.ts';
import { numberFormatText } from '../values/written.ts';

/** Different values with the rows that hold them. */
type Values = readonly (readonly [string, number])[];

/** A country or a unit is only seen in a column of which nearly all values are one. */
const NEARLY_ALL = 0.8;
const SHAPES = 3;

const rowsOf = (values: Values): number => values.reduce((sum, [, rows]) => sum + rows, 0);

/** The step with what it mends; nothing where that is nothing. */
const tried = (step: Step, values: Values, why: string): Fix[] => {
  const mend = compileSteps([step], '');
  const look = step.step === 'case' || step.step === 'trim' ? closeShapeOf : shapeOf;
  const shapes = new Map<string, number>();
  let mended = 0;
  for (const [text, rows] of values) {
    const after = mend(text);
    if (after.unread || after.text === text) continue;
    mended += rows;
    const shape = `${look(text)}\n${look(after.text)}`;
    shapes.set(shape, (shapes.get(shape) ?? 0) + rows);
  }
  if (mended === 0) return [];
  const commonest = [...shapes].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, SHAPES);
  return [
    {
      step,
      rows: mended,
      why,
      shapes: commonest.map(([shape]) => {
        const [before, after] = shape.split('\n');
        return { before, after };
      }),
    },
  ];
};

const INNER_CAPITAL = /\p{L}[\p{Lu}\p{Lt}]/u;

/** One spelling for what differs in its case alone: the one that most rows have. */
const oneCase = (values: Values): Fix[] => {
  if (new Set(values.map(([text]) => text.toLowerCase())).size === values.length) return [];
  const spelt = new Map<string, Set<string>>();
  for (const [text] of values) {
    const key = text.toLowerCase();
    spelt.set(key, (spelt.get(key) ?? new Set()).add(text));
  }
  const isAlone = ([text]: Values[number]): boolean => spelt.get(text.toLowerCase())?.size === 1;
  const kinds = (['title', 'lower', 'upper'] as const).flatMap((to) => {
    const mend = compileSteps([{ step: 'case', to }], '');
    const stays = ([text]: Values[number]): boolean => mend(text).text === text;
    // "USA" and "iPhone" are spelt as they are meant; and one of the spellings that differ is taken, not a further one.
    const spoils = values.some((value) => isAlone(value) && INNER_CAPITAL.test(value[0]) && !stays(value));
    const isTheirs = values.some((value) => !isAlone(value) && stays(value));
    return spoils || !isTheirs ? [] : [{ to, fit: rowsOf(values.filter(stays)) }];
  });
  if (kinds.length === 0) return [];
  const [{ to }] = kinds.sort((a, b) => b.fit - a.fit);
  return tried({ step: 'case', to }, values, 'Values differ in nothing but their case.');
};

/** The different texts of a column with the rows that hold each; one that none holds may be missing there. */
export type Known = { texts: readonly string[]; rows: Float64Array };
const valuesOf = ({ texts, rows }: Known): Values =>
  texts.map((text, code): [string, number] => [text, rows[code] ?? 0]);

/** The country that most rows name, in the first of these columns of which nearly all values are countries. */
export const regionIn = (columns: readonly (Known | null)[]): string | null => {
  for (const known of columns) {
    const values = known === null ? [] : valuesOf(known);
    const rows = new Map<string, number>();
    for (const [text, count] of values) {
      const code = /\p{L}/u.test(text) ? countryOf(text)?.alpha2 : undefined;
      if (code !== undefined) rows.set(code, (rows.get(code) ?? 0) + count);
    }
    const named = [...rows.values()].reduce((sum, count) => sum + count, 0);
    const [first] = [...rows].sort((a, b) => b[1] - a[1]);
    if (named > 0 && named >= rowsOf(values) * NEARLY_ALL && first[1] * 2 > named) return first[0];
  }
  return null;
};

const countries = (values: Values): Fix[] => {
  const named = values.filter(([text]) => /\p{L}/u.test(text) && countryOf(text) !== undefined);
  if (rowsOf(named) < rowsOf(values) * NEARLY_ALL || new Set(named.map(([text]) => text)).size < 2) return [];
  return tried({ step: 'country', to: 'alpha-2' }, values, 'Its values name countries in several ways.');
};

/** Whether numbers are written as a step reads them where it says nothing else. */
const isPlain = (format: NumberFormat): boolean =>
  format.whole === true || numberFormatText(format) === numberFormatText(PLAIN);

/** Amounts with a currency, or figures with a unit, where nearly all values are. */
const measured = (values: Values): Fix[] => {
  // Most columns hold figures or words alone: a glance is enough for them.
  const mayBe = values.filter(([text]) => /\d/.test(text) && /\D/.test(text.trim()));
  if (rowsOf(mayBe) < rowsOf(values) * NEARLY_ALL) return [];
  const format = detectNumberFormat(
    asBytes(values.map(([text]) => text.replace(/[^\d.,'’\s+\-−]/gu, '').trim())),
  );
  if (format === null || format.ambiguous) return [];
  const read = values.flatMap(([text, rows]) => {
    const found = numberAndWord(text, format.format);
    return found === null || found.word === '' ? [] : [{ word: found.word, rows }];
  });
  if (read.reduce((sum, { rows }) => sum + rows, 0) < rowsOf(values) * NEARLY_ALL) return [];
  const commonest = [...new Set(read.map(({ word }) => word))]
    .map((word) => ({ word, rows: read.reduce((sum, one) => sum + (one.word === word ? one.rows : 0), 0) }))
    .sort((a, b) => b.rows - a.rows)[0].word;
  const said = isPlain(format.format) ? {} : { format: numberFormatText(format.format) };
  if (unitOf(commonest) !== null)
    return tried({ step: 'unit', to: commonest.toLowerCase(), ...said }, values, 'Its figures carry units.');
  const currency = currencyOf(commonest);
  return currency === null
    ? []
    : tried({ step: 'currency', to: currency, ...said }, values, 'Its figures carry a currency.');
};

const DATES: readonly TimeFormat[] = ['iso', 'dmy', 'mdy', 'ymd'];

/** Formats that read values which the format of the column did not; none where they could be meant in several orders. */
const dates = (own: TimeFormat, failed: Values): Fix[] => {
  const reads = (format: TimeFormat): number =>
    rowsOf(failed.filter(([text]) => !Number.isNaN(parseTime(text, format))));
  const others = DATES.filter((format) => format !== own && reads(format) > 0);
  const orders = others.filter((format) => format !== 'iso');
  if (others.length === 0 || orders.length > 1) return [];
  return tried({ step: 'date', from: [own, ...others] }, failed, 'Some of its dates are written otherwise.');
};

/** A step decides how all values of its column are read, so it must read those that fitted before as well. */
const numbers = (own: NumberFormat, failed: Values): Fix[] =>
  suggestNumbers(failed).filter(
    ({ step }) => isPlain(own) || ('format' in step && step.format === numberFormatText(own)),
  );

const suggestNumbers = (failed: Values): Fix[] => {
  const [found] = measured(failed);
  if (found !== undefined) return [found];
  const evidence = detectNumberFormat(asBytes(failed.map(([text]) => text)));
  if (evidence === null || evidence.ambiguous) return [];
  const readable = failed.filter(([text]) => !Number.isNaN(parseNumber(text, evidence.format)));
  return tried(
    { step: 'number', format: numberFormatText(evidence.format) },
    readable,
    'Some of its numbers are written otherwise.',
  );
};

/**
 * Suggestions for one column.
 * @param known its texts with the rows of each; null where it holds none
 * @param failed values that did not fit it, and how often
 * @param region where most people of the file are, if it says so; national numbers cannot tell it themselves
 */
export const fixesOf = (
  field: Field & { format?: unknown; type?: unknown },
  type: 'identifier' | 'time' | 'number' | 'text',
  known: Known | null,
  failed: ReadonlyMap<string, number>,
  region: string | null,
): Fix[] => {
  const wrong = [...failed];
  const done = new Set((field.steps ?? []).map(({ step }) => step));
  const found = ((): Fix[] => {
    if (type === 'time') return dates(field.format as TimeFormat, wrong);
    if (type === 'number') return wrong.length === 0 ? [] : numbers(field.format as NumberFormat, wrong);
    if (type === 'identifier') {
      if (field.type !== 'phone' || region === null) return [];
      const why = `They have no country code, and most people of the file are in ${region}.`;
      return tried({ step: 'phone', region }, wrong, why);
    }
    if (known === null) return [];
    const values = valuesOf(known);
    const blanks = values.some(([text]) => trimmed(text) !== text)
      ? tried({ step: 'trim' }, values, 'Some values have doubled blanks or signs that cannot be seen.')
      : [];
    const meant = countries(values);
    return [...blanks, ...(meant.length > 0 ? meant : oneCase(values)), ...measured(values)];
  })();
  return found.filter(({ step }) => !done.has(step.step)).sort((a, b) => b.rows - a.rows);
};
