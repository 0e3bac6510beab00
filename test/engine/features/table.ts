/** Feature tables made by hand or by chance, for the tests of features, segments and personas. */
import fc from 'fast-check';
import { findColumn } from '../../../engine/features/features.ts';
import { type RfmScores, rfmRule as ruleOf } from '../../../engine/features/rfm.ts';
import type { FeatureColumn, FeatureTable, NumberColumn, Timeline } from '../../../engine/features/table.ts';
import type { RfmSegment } from '../../../shared/rfm.ts';
import type { Rule } from '../../../shared/rules/rule.ts';
import { DAY } from '../../../shared/vocabulary.ts';

export const AS_OF = 20_000 * DAY;

export const numberColumn = (id: string, values: readonly (number | null)[]): FeatureColumn => ({
  type: 'number',
  id,
  label: id,
  unit: '',
  definition: id,
  values: Float64Array.from(values, (value) => value ?? Number.NaN),
});

export const levelColumn = (id: string, values: readonly (string | null)[]): FeatureColumn => {
  const levels = [...new Set(values.filter((value) => value !== null))];
  return {
    type: 'level',
    id,
    label: id,
    definition: id,
    levels,
    codes: Int32Array.from(values, (value) => (value === null ? -1 : levels.indexOf(value))),
  };
};

export type Row = { time: number; name?: string | null; reference?: number | null };

/** A timeline from the rows of each person; all of them before the as-of date. */
export const timeline = (people: readonly (readonly Row[])[], numbered = true): Timeline => {
  const names = [...new Set(people.flat().map(({ name }) => name ?? null))].filter((name) => name !== null);
  const sorted = people.map((rows) => [...rows].sort((a, b) => a.time - b.time));
  const flat = sorted.flat();
  const offsets = new Uint32Array(people.length + 1);
  sorted.forEach((rows, i) => {
    offsets[i + 1] = offsets[i] + rows.length;
  });
  const references = new Uint32Array(numbered ? flat.length * 2 : 0);
  if (numbered)
    flat.forEach(({ reference }, row) => {
      if (reference !== null && reference !== undefined) references.set([reference, 7], row * 2);
    });
  return {
    offsets,
    times: Float64Array.from(flat, ({ time }) => time),
    amounts: new Float64Array(flat.length),
    codes: Int32Array.from(flat, ({ name }) =>
      name === null || name === undefined ? -1 : names.indexOf(name),
    ),
    names,
    references,
  };
};

export const tableOf = (
  columns: FeatureColumn[],
  people: number,
  orders?: Timeline,
  events?: Timeline,
): FeatureTable => {
  const nothing = timeline(Array.from({ length: people }, () => []));
  return {
    purpose: 'analytics',
    asOf: AS_OF,
    people,
    columns,
    orders: orders ?? nothing,
    events: events ?? nothing,
  };
};

const rowsOf = fc.array(
  fc.record({
    time: fc
      .oneof(fc.nat(40), fc.constantFrom(1, 7, 30))
      .map((days) => AS_OF - days * DAY - (days === 0 ? 1 : 0)),
    name: fc.option(fc.constantFrom('visit', 'click')),
    reference: fc.option(fc.integer({ min: 1, max: 3 })),
  }),
  { maxLength: 5 },
);

export const NUMBERS = [-1, 0, 1, 2, 2.5, 5, 1e21];
export const LEVELS = ['free', 'pro', 'Pro', '', '5', '\u00e9', '__proto__'];

/** A table with two numbers, two levels, orders and events. */
export const table: fc.Arbitrary<FeatureTable> = fc.integer({ min: 1, max: 40 }).chain((people) => {
  const each = <T>(value: fc.Arbitrary<T>) => fc.array(value, { minLength: people, maxLength: people });
  return fc
    .tuple(
      each(fc.option(fc.constantFrom(...NUMBERS), { freq: 4 })),
      each(fc.option(fc.double({ noNaN: true, noDefaultInfinity: true, min: -5, max: 5 }))),
      each(fc.option(fc.constantFrom(...LEVELS), { freq: 4 })),
      each(fc.constantFrom('one', 'two')),
      each(rowsOf),
      each(rowsOf),
      fc.boolean(),
    )
    .map(([a, b, plan, side, orders, events, numbered]) =>
      tableOf(
        [numberColumn('a', a), numberColumn('b', b), levelColumn('plan', plan), levelColumn('side', side)],
        people,
        timeline(orders, numbered),
        timeline(events),
      ),
    );
});

/** The rule of a segment that people can be in. */
export const rfmRule = (scores: RfmScores, segment: RfmSegment): Rule => {
  const rule = ruleOf(scores, segment);
  if (rule === null) throw new Error(`nobody can be in ${segment.id}`);
  return rule;
};

/** The values of a column of numbers. */
export const numbers = (table: FeatureTable, id: string): number[] => [
  ...(findColumn(table, id) as NumberColumn).values,
];
