/** Steps put into a mapping: where in the order of its column a step belongs, and what it changes beside it. */
import { columnName } from './column-name.ts';
import type { ColumnMapping, Mapping } from './mapping.ts';
import { type Step, type StepName, writtenAfter } from './steps.ts';

/** Values are tidied first, then given one spelling, and read as a number or a date last. */
const ORDER: Readonly<Record<StepName, number>> = {
  'text-mark': 0,
  trim: 1,
  phone: 2,
  'salesforce-id': 2,
  country: 2,
  case: 3,
  map: 4,
  number: 5,
  date: 5,
  unit: 5,
  currency: 5,
};

/** The steps with one more, in their order; it takes the place of one of its name, and a list of values grows. */
const withOne = (steps: readonly Step[], step: Step): Step[] => {
  const before = steps.find((one) => one.step === step.step);
  const next: Step =
    step.step === 'map' && before?.step === 'map'
      ? { step: 'map', values: { ...before.values, ...step.values } }
      : step;
  return [...steps.filter((one) => one.step !== step.step), next].sort(
    (a, b) => ORDER[a.step] - ORDER[b.step],
  );
};

/** Words for what a step makes of a column that was text, to name the column it makes: kg, eur, number. */
const suffixOf = (step: Step): string =>
  step.step === 'unit' || step.step === 'currency' ? step.to.toLowerCase() : 'number';

/**
 * The mapping with a step more. A text that becomes a number is kept under another name where its own holds texts.
 * @param isText whether the vault holds the column of this name as text; null where it holds none of that name
 * @returns null where the mapping has no such column
 */
export const withStep = (
  mapping: Mapping,
  column: string,
  step: Step,
  isText: (name: string) => boolean | null,
): Mapping | null => {
  const entry = mapping.columns.find((one) => one.column === column);
  if (entry === undefined) return null;
  const steps = withOne(entry.steps ?? [], step);
  const mended: ColumnMapping = { ...entry, steps };
  if (entry.role === 'attribute' && writtenAfter(steps) === 'number') {
    const name = entry.name ?? columnName(column);
    mended.type = 'number';
    // What the steps make is plain; the format was that of the file.
    delete mended.format;
    if (isText(name) === true) mended.name = `${name.slice(0, 50)}_${suffixOf(step)}`;
  }
  return { ...mapping, columns: mapping.columns.map((one) => (one === entry ? mended : one)) };
};
