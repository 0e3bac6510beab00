/** How features entered the matrix of a clustering, in sentences: scalings, encodings, who had no value. */
import { counted, number } from '../../shared/charts/words.ts';
import { clearCount, HIDDEN, LEAST_CELL } from '../../shared/counts.ts';
import type { FeatureChoice, Scaling } from '../../shared/feature-choice.ts';
import { NOISE } from '../../shared/methods.ts';
import { withoutValue } from '../features/matrix.ts';
import type { FeatureColumn, Matrix } from '../features/table.ts';
import { members } from '../segments/members.ts';
import type { View } from './session.ts';
import { isKnown, toldKnown } from './told-known.ts';

const SCALED: Readonly<Record<Scaling, string>> = {
  zscore: 'as z-scores',
  minmax: 'from 0 to 1',
  robust: 'by median and middle half',
  log: 'as z-scores of logarithms',
  rank: 'as ranks, the share of people below',
  none: 'as they are',
};

const isSomebodyUnknown = (column: FeatureColumn, people: number): boolean => {
  for (let person = 0; person < people; person++) if (!isKnown(column, person)) return true;
  return false;
};

const people = (count: number): string => counted(count, 'person', 'people');

/**
 * How many people were left out of a fit because a value is missing, as it is told: not where the rest of those without
 * a cluster would be few.
 * @param noise people without a cluster, these among them
 */
export const leftOutOf = (view: View, { columns }: Matrix, noise: number): number => {
  const without = withoutValue(view.table(), columns);
  if (without === null) return 0;
  const those = members(without.length, (person) => without[person] === 1);
  const rest = noise - those.people;
  return rest > 0 && rest < LEAST_CELL ? HIDDEN : clearCount(view.told(those));
};

/**
 * How many people a sample was of, as it is told. One of all people, of all with a value or of all in a cluster is told as
 * those are, or who is missing from it could be counted; a smaller one was drawn by a size of its own.
 * @param labels of everyone under the lens
 */
export const toldSample = (
  view: View,
  { rows }: Matrix,
  labels: Uint8Array,
): ((sample: number) => number) => {
  const everyone = view.everyone();
  const valued = rows === undefined ? null : new Set(rows);
  const wholes = [
    everyone,
    valued === null ? everyone : members(labels.length, (person) => valued.has(person)),
    members(labels.length, (person) => labels[person] !== NOISE),
  ];
  return (sample) => {
    const whole = wholes.find(({ people: all }) => all === sample);
    return whole === undefined ? sample : clearCount(view.told(whole));
  };
};

/** One sentence for the scalings, one for each attribute, one for every feature that some people have no value of. */
export const preparedAs = (
  view: View,
  matrix: Matrix,
  choices: readonly FeatureChoice[],
  noise: number,
): string[] => {
  const named = choices.flatMap((choice) => {
    const column = view.table().columns.find(({ id }) => id === choice.feature);
    return column === undefined ? [] : [{ choice, column }];
  });
  const numbers = named.filter(({ column }) => column.type === 'number');
  const scalings = [...new Set(numbers.map(({ choice }) => choice.scaling))].map((scaling) => {
    const those = numbers.filter(({ choice }) => choice.scaling === scaling);
    return `${those.map(({ column }) => column.label).join(', ')} ${SCALED[scaling]}`;
  });
  const levels = named.flatMap(({ choice, column }) => {
    if (column.type === 'number') return [];
    const { encoding = 'onehot', scaling, order, rare } = choice;
    const apart =
      rare === undefined ? '' : `, levels of fewer than ${number(100 * rare)} % of the people together`;
    if (encoding === 'ordinal')
      return [`${column.label}: places in the order ${order?.join(', ')}, ${SCALED[scaling]}.`];
    if (encoding === 'frequency')
      return [`${column.label}: the share of people with the same level${apart}, ${SCALED[scaling]}.`];
    const rest = matrix.columns.some(({ feature, role }) => feature === column.id && role === 'rest');
    return [
      `${column.label}: a column of 0 and 1 for each level${apart}${rest && rare === undefined ? ', rare ones together' : ''}.`,
    ];
  });
  /** Features by what is said of them. */
  const missing = new Map<string, string[]>();
  for (const { choice, column } of named) {
    if (!isSomebodyUnknown(column, view.lens.people)) continue;
    // Of a few it may be told that there are none; here it is known that there are some.
    const told = people(clearCount(Math.max(1, toldKnown(view, column).missing)));
    const filled = column.type === 'number' || (choice.encoding ?? 'onehot') !== 'onehot';
    const became =
      choice.missing === 'leave-out'
        ? 'left out'
        : filled
          ? 'took the median and are marked'
          : 'have no level and are marked';
    const said = `${told} without a value ${became}.`;
    missing.set(said, [...(missing.get(said) ?? []), column.label]);
  }
  const same = matrix.columns.filter(
    (_, t) =>
      !matrix.values.some((value, at) => at % matrix.columns.length === t && value !== matrix.values[t]),
  );
  const constant = [...new Set(same.map(({ label }) => label))];
  const out = leftOutOf(view, matrix, noise);
  return [
    ...(constant.length === 0
      ? []
      : [`The same for everyone, so that nobody is told apart by it: ${constant.join(', ')}.`]),
    ...(scalings.length === 0 ? [] : [`Scaled: ${scalings.join('; ')}.`]),
    ...levels,
    ...[...missing].map(([said, labels]) => `${labels.join(', ')}: ${said}`),
    ...(out === 0
      ? []
      : [`Altogether ${people(out)} left out for want of a value; they belong to no cluster.`]),
  ];
};
