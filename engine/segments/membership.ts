/**
 * segments: rules and models to membership. A rule is evaluated over typed columns into a bitmap of the
 * admitted people; the bitmap of every condition is kept, so moving one part of a rule costs one pass, not
 * all of them. Held to `shared/rules/evaluate.ts` by a property test.
 */
import { CloisterError } from '../../shared/errors.ts';
import { compareScalars, type Person } from '../../shared/rules/evaluate.ts';
import type { CountLeaf, Leaf, Rule, Scalar } from '../../shared/rules/rule.ts';
import { DAY } from '../../shared/vocabulary.ts';
import type { FeatureColumn, FeatureTable, Timeline } from '../features/table.ts';
import { intersect, invert, type Members, members, unite } from './members.ts';

type FieldLeaf = Exclude<Leaf, CountLeaf>;

/** Evaluates rules over one feature table and keeps the answer of every condition. */
export type Evaluator = {
  /** Everyone in the table who matches. @throws CloisterError RULE_INVALID for a field that does not exist */
  evaluate(rule: Rule): Members;
  /** How many match: the live count. */
  count(rule: Rule): number;
};

const columnOf = (table: FeatureTable, field: string): FeatureColumn => {
  const column = table.columns.find((candidate) => candidate.id === field);
  if (column !== undefined) return column;
  throw new CloisterError(
    'RULE_INVALID',
    `The rule asks for ${field}, which this vault does not have.`,
    `The fields are ${table.columns.map(({ id }) => id).join(', ')}.`,
  );
};

const holds = (leaf: FieldLeaf, value: Scalar | undefined): boolean => {
  if (leaf.op === 'known') return value !== undefined;
  if (value === undefined) return leaf.missing === true;
  if (leaf.op === 'compare') return compareScalars(value, leaf.is, leaf.value);
  if (leaf.op === 'in') return leaf.values.includes(value);
  return typeof value === 'number' && value >= leaf.from && value < leaf.to;
};

const fieldMembers = (table: FeatureTable, leaf: FieldLeaf): Members => {
  const column = columnOf(table, leaf.field);
  if (column.type === 'level') {
    // One decision per level, not per person.
    const answers = column.levels.map((level) => holds(leaf, level));
    const missing = holds(leaf, undefined);
    return members(table.people, (i) => (column.codes[i] < 0 ? missing : answers[column.codes[i]]));
  }
  const { values } = column;
  return members(table.people, (i) => holds(leaf, Number.isNaN(values[i]) ? undefined : values[i]));
};

/** First row of person i at or after `time`. */
const firstAtOrAfter = (timeline: Timeline, i: number, time: number): number => {
  let low = timeline.offsets[i];
  let high = timeline.offsets[i + 1];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (timeline.times[middle] < time) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** Orders (distinct by their number where there is one) or events of one person in the window of a leaf. */
const countRows = (table: FeatureTable, leaf: CountLeaf, i: number, code: number): number => {
  const timeline = leaf.of === 'orders' ? table.orders : table.events;
  if (timeline.times.length === 0) return 0;
  const to = timeline.offsets[i + 1];
  const from =
    leaf.days === undefined ? timeline.offsets[i] : firstAtOrAfter(timeline, i, table.asOf - leaf.days * DAY);
  if (leaf.of === 'events' && leaf.name !== undefined) {
    let count = 0;
    for (let row = from; row < to; row++) if (timeline.codes[row] === code) count += 1;
    return count;
  }
  if (leaf.of === 'events' || timeline.references.length === 0 || to - from < 2) return to - from;
  const seen = new Set<string>();
  let unnumbered = 0;
  for (let row = from; row < to; row++) {
    const low = timeline.references[2 * row];
    const high = timeline.references[2 * row + 1];
    if (low === 0 && high === 0) unnumbered += 1;
    else seen.add(`${low}.${high}`);
  }
  return seen.size + unnumbered;
};

/** Code of an event name; one that no event has for a name that never occurs (-1 marks an event without a name). */
const codeOf = (table: FeatureTable, name: string | undefined): number => {
  const code = name === undefined ? -1 : table.events.names.indexOf(name);
  return name !== undefined && code < 0 ? -2 : code;
};

const countMembers = (table: FeatureTable, leaf: CountLeaf): Members => {
  if (leaf.of === 'orders' && leaf.name !== undefined)
    throw new CloisterError(
      'RULE_INVALID',
      'Orders have no names; only events do.',
      'Drop the name, or count events.',
    );
  const code = codeOf(table, leaf.name);
  return members(table.people, (i) => compareScalars(countRows(table, leaf, i, code), leaf.is, leaf.value));
};

/** An evaluator over `table`; one per lens, thrown away with it. */
export const createEvaluator = (table: FeatureTable): Evaluator => {
  const conditions = new Map<string, Members>();
  const evaluate = (rule: Rule): Members => {
    if (rule.op === 'all') return rule.of.map(evaluate).reduce(intersect);
    if (rule.op === 'any') return rule.of.map(evaluate).reduce(unite);
    if (rule.op === 'not') return invert(evaluate(rule.of));
    const key = JSON.stringify(rule);
    const kept = conditions.get(key);
    if (kept !== undefined) return kept;
    const found = rule.op === 'count' ? countMembers(table, rule) : fieldMembers(table, rule);
    conditions.set(key, found);
    return found;
  };
  return { evaluate, count: (rule) => evaluate(rule).people };
};

/** One admitted person as the plain meaning of a rule sees them; for tests and explanations. */
export const personOf = (table: FeatureTable, i: number): Person => ({
  value: (field) => {
    const column = columnOf(table, field);
    if (column.type === 'level') return column.codes[i] < 0 ? undefined : column.levels[column.codes[i]];
    return Number.isNaN(column.values[i]) ? undefined : column.values[i];
  },
  count: (of, name, days) =>
    countRows(table, { op: 'count', of, name, days, is: '>=', value: 0 }, i, codeOf(table, name)),
});
