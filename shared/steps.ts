/**
 * Steps of a mapping: what is done to the values of a column while it is read, in the order in which they stand. A
 * step that cannot read a value leaves it as it is; what then does not fit the column is rejected as ever.
 */
import * as v from 'valibot';

const word = (most: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(most));
const codeOf = (pattern: RegExp, what: string) => v.pipe(v.string(), v.regex(pattern, what));

/** Units that can be converted, by what they measure. Factors: NIST SP 811 (2008), appendix B; SI prefixes. */
export const UNITS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  mass: { mg: 1e-3, g: 1, kg: 1e3, t: 1e6, oz: 28.349523125, lb: 453.59237, lbs: 453.59237 },
  length: { mm: 1e-3, cm: 1e-2, m: 1, km: 1e3, in: 0.0254, ft: 0.3048, yd: 0.9144, mi: 1609.344 },
  volume: { ml: 1e-3, cl: 1e-2, dl: 0.1, l: 1, gal: 3.785411784 },
  time: { ms: 1e-3, s: 1, sec: 1, min: 60, h: 3600, hr: 3600, d: 86_400 },
  data: { b: 1, kb: 1e3, mb: 1e6, gb: 1e9, tb: 1e12 },
};
/** What a unit measures, and its factor to the unit of that; null for one that is not known. */
export const unitOf = (name: string): { measure: string; factor: number } | null => {
  const plain = name.toLowerCase().replace(/\.$/, '');
  for (const [measure, units] of Object.entries(UNITS))
    if (Object.hasOwn(units, plain)) return { measure, factor: units[plain] };
  return null;
};

/** What one unit of each currency is worth in one of them. */
export const currencyRates = v.record(
  codeOf(/^[A-Z]{3}$/, 'a currency is a code such as EUR'),
  v.pipe(v.number(), v.finite(), v.gtValue(0)),
);

const format = v.optional(word(80));
export const stepSchema = v.variant('step', [
  /** Blanks at the ends and doubled ones, and characters that cannot be seen, go. */
  v.strictObject({ step: v.literal('trim') }),
  v.strictObject({ step: v.literal('case'), to: v.picklist(['lower', 'upper', 'title']) }),
  /** A value becomes another; what is not listed stays. */
  v.strictObject({
    step: v.literal('map'),
    values: v.pipe(
      v.record(v.pipe(v.string(), v.maxLength(200)), v.pipe(v.string(), v.maxLength(200))),
      v.check((values) => Object.keys(values).length > 0, 'it lists no value'),
    ),
  }),
  /** A country by name or code becomes its code of ISO 3166-1. */
  v.strictObject({ step: v.literal('country'), to: v.picklist(['alpha-2', 'alpha-3', 'numeric']) }),
  /** What makes a spreadsheet take figures for text goes: ' before them, ="…" around them. */
  v.strictObject({ step: v.literal('text-mark') }),
  /** An id of Salesforce becomes the one of 18 characters. */
  v.strictObject({ step: v.literal('salesforce-id') }),
  /** A telephone number becomes E.164; one without + belongs to `region`. */
  v.strictObject({
    step: v.literal('phone'),
    region: codeOf(/^[A-Z]{2}$/, 'a region is a code such as DE'),
  }),
  /** A date in any of these formats becomes ISO 8601; the first that reads it counts. */
  v.strictObject({
    step: v.literal('date'),
    from: v.pipe(v.array(word(20)), v.minLength(1), v.maxLength(6)),
  }),
  /** A number written in this format, such as 1.234,56, becomes a plain one. */
  v.strictObject({ step: v.literal('number'), format: word(80) }),
  /** A number with a unit becomes a number in one unit; one without is in it already. */
  v.strictObject({
    step: v.literal('unit'),
    to: v.pipe(
      v.string(),
      v.check((unit) => unitOf(unit) !== null, 'it is no unit that is known'),
    ),
    format,
  }),
  /** An amount with a currency becomes one in `to`; `rates` say what one unit of another is worth in it. */
  v.strictObject({
    step: v.literal('currency'),
    to: codeOf(/^[A-Z]{3}$/, 'a currency is a code such as EUR'),
    rates: v.optional(currencyRates),
    format,
  }),
]);
export type Step = v.InferOutput<typeof stepSchema>;
export type StepName = Step['step'];

/** Steps after which a column holds plain numbers, or times of ISO 8601: they are the last of their column. */
const MAKES_NUMBERS: readonly StepName[] = ['number', 'unit', 'currency'];

/** What the values of a column are written in after its steps; null where the file decides. */
export const writtenAfter = (steps: readonly Step[] | undefined): 'number' | 'time' | null => {
  const last = steps?.at(-1)?.step;
  if (last === undefined) return null;
  return MAKES_NUMBERS.includes(last) ? 'number' : last === 'date' ? 'time' : null;
};

const TEXT_STEPS: readonly StepName[] = ['text-mark', 'trim', 'case', 'map'];
/** Steps that a column may have, by its role. Values of an identifier stay bytes, but for these. */
const ALLOWED: Readonly<Record<string, readonly StepName[]>> = {
  identifier: ['text-mark', 'phone', 'salesforce-id'],
  link: ['text-mark', 'phone', 'salesforce-id'],
  attribute: [...TEXT_STEPS, 'country', ...MAKES_NUMBERS],
  name: TEXT_STEPS,
  time: [...TEXT_STEPS, 'date'],
  amount: [...TEXT_STEPS, ...MAKES_NUMBERS],
  consent: [...TEXT_STEPS, 'country', 'date'],
};

/** Why a column may not have these steps; null where it may. */
export const stepsProblem = (column: {
  role: string;
  identifier?: string | undefined;
  type?: string | undefined;
  steps?: readonly Step[] | undefined;
}): string | null => {
  const { role, identifier, type, steps = [] } = column;
  const allowed = Object.hasOwn(ALLOWED, role) ? ALLOWED[role] : [];
  const foreign = steps.find(({ step }) => !allowed.includes(step));
  if (foreign !== undefined) return `a column with the role ${role} has no step ${foreign.step}`;
  if (steps.some(({ step }) => step === 'phone') && identifier !== 'phone')
    return 'the step phone is for identifiers that are telephone numbers';
  if (steps.some(({ step }) => step === 'salesforce-id') && identifier !== 'customer')
    return 'the step salesforce-id is for numbers of customers';
  const last = steps.findIndex(({ step }) => writtenAfter([{ step } as Step]) !== null);
  if (last >= 0 && last < steps.length - 1) return `the step ${steps[last].step} must be the last one`;
  if (type === 'text' && writtenAfter(steps) === 'number')
    return 'its steps make numbers, and its type is text';
  return null;
};
