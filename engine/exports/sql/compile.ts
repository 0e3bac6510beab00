/**
 * A rule to a query. Orders and events before the as-of date are brought together once per person in one
 * grouped query each, which every engine runs in one pass; the rule then asks about one joined row per person.
 *
 * Three-valued logic never shows: negation is pushed to the leaves (normal-form.ts), and a leaf over a missing
 * value says `OR ... IS NULL` where a missing value belongs. Whole-day features become comparisons of points in
 * time, because the engines disagree on what a difference in days is: floor(elapsed / day) >= n is the same as
 * time <= as-of - n days.
 */
import { type Literal, type Nnf, toNnf } from '../../../shared/rules/normal-form.ts';
import type { CountLeaf, Rule } from '../../../shared/rules/rule.ts';
import { type FieldTypes, type Simple, simplify } from '../simplify.ts';
import {
  and,
  type Condition,
  column,
  compare,
  type Expression,
  isNull,
  type Join,
  number,
  or,
  type Query,
  query,
} from './ast.ts';
import { attributeColumn, tableParts, type WarehouseNames } from './names.ts';

const AS_OF = 'cloister_as_of';
const ORDERS = 'cloister_orders';
const EVENTS = 'cloister_events';

const asOf = column('a', 'as_of');
const daysBefore = (days: number): Expression => ({ kind: 'days before', of: asOf, days });
const aggregate = (use: 'sum' | 'min' | 'max' | 'count distinct', of: Expression): Expression => ({
  kind: 'aggregate',
  use,
  of,
});

/** The columns of the grouped queries, gathered while the rule is read; each is computed once. */
type Facts = { orders: Map<string, Expression>; events: Map<string, Expression> };

const ORDERED: ReadonlySet<string> = new Set(['recency', 'tenure', 'frequency', 'monetary', 'average_order']);

const gather = (names: WarehouseNames) => {
  const facts: Facts = { orders: new Map(), events: new Map() };
  const orderedAt: Expression = { kind: 'instant', of: column('o', names.orders.orderedAt) };
  const occurredAt: Expression = { kind: 'instant', of: column('e', names.events.occurredAt) };

  const when = (condition: Condition | null, then: Expression, otherwise: Expression | null): Expression =>
    condition === null ? then : { kind: 'case', when: condition, then, otherwise };
  const rows = (condition: Condition | null): Expression =>
    aggregate('sum', when(condition, number(1), number(0)));
  /** Distinct orders: by reference where a row has one, else every row is an order. */
  const orders = (condition: Condition | null): Expression => {
    if (names.orders.reference === null) return rows(condition);
    const reference: Expression = { kind: 'label', of: column('o', names.orders.reference) };
    const without = isNull(reference);
    return {
      kind: 'plus',
      left: aggregate('count distinct', when(condition, reference, null)),
      right: rows(condition === null ? without : and(condition, without)),
    };
  };
  const spend: Expression = {
    kind: 'double',
    of: { kind: 'coalesce', of: aggregate('sum', column('o', names.orders.amount)), otherwise: number(0) },
  };
  const definitions: Record<string, () => Expression> = {
    frequency: () => orders(null),
    monetary: () => spend,
    average_order: () => ({ kind: 'divide', left: spend, right: orders(null) }),
    first_order: () => aggregate('min', orderedAt),
    last_order: () => aggregate('max', orderedAt),
    event_count: () => rows(null),
    last_event: () => aggregate('max', occurredAt),
  };
  const fact = (of: 'orders' | 'events', name: string, make: () => Expression): Expression => {
    if (!facts[of].has(name)) facts[of].set(name, make());
    return column(of === 'orders' ? 'o' : 'e', name);
  };
  const known = (name: string): Expression =>
    fact(ORDERED.has(name) || name.endsWith('_order') ? 'orders' : 'events', name, definitions[name]);

  const counts = new Map<string, string>();
  const count = (leaf: CountLeaf): Expression => {
    const key = JSON.stringify([leaf.of, leaf.name ?? null, leaf.days ?? null]);
    const name = counts.get(key) ?? `count_${counts.size + 1}`;
    counts.set(key, name);
    const parts: Condition[] = [];
    if (leaf.name !== undefined)
      parts.push(
        compare({ kind: 'label', of: column('e', names.events.name) }, '=', {
          kind: 'text',
          value: leaf.name,
        }),
      );
    if (leaf.days !== undefined)
      parts.push(compare(leaf.of === 'orders' ? orderedAt : occurredAt, '>=', daysBefore(leaf.days)));
    const condition = parts.length === 0 ? null : and(...parts);
    return fact(leaf.of, name, () => (leaf.of === 'orders' ? orders(condition) : rows(condition)));
  };
  return { facts, known, count, orderedAt, occurredAt };
};

type Gatherer = ReturnType<typeof gather>;

const orZero = (of: Expression): Expression => ({ kind: 'coalesce', of, otherwise: number(0) });

/** The value a field has in the joined row. */
const fieldValue = (
  field: string,
  types: FieldTypes,
  names: WarehouseNames,
  gatherer: Gatherer,
): Expression => {
  switch (field) {
    case 'recency':
      return gatherer.known('last_order');
    case 'tenure':
      return gatherer.known('first_order');
    case 'last_event':
    case 'average_order':
      return gatherer.known(field);
    case 'frequency':
    case 'monetary':
    case 'event_count':
      return orZero(gatherer.known(field));
    default: {
      const stored = column('p', attributeColumn(names, field));
      return types.get(field) === 'level' ? { kind: 'label', of: stored } : stored;
    }
  }
};

const scalar = (value: string | number): Expression =>
  typeof value === 'number' ? number(value) : { kind: 'text', value };

/** A literal of a simplified rule: its test for a known value, and whether a missing one belongs. */
const literalCondition = (
  { leaf, negated }: Literal,
  types: FieldTypes,
  names: WarehouseNames,
  gatherer: Gatherer,
): Condition => {
  if (leaf.op === 'count') return compare(orZero(gatherer.count(leaf)), leaf.is, number(leaf.value));
  const value = fieldValue(leaf.field, types, names, gatherer);
  if (leaf.op === 'known') return isNull(value, !negated);
  const missing = (leaf.missing === true) !== negated;
  const test = ((): Condition => {
    switch (leaf.op) {
      case 'compare':
        if (leaf.field === 'recency' || leaf.field === 'tenure' || leaf.field === 'last_event')
          return compare(value, leaf.is === '>=' ? '<=' : '>', daysBefore(leaf.value as number));
        return compare(value, leaf.is, scalar(leaf.value));
      case 'between': {
        const low = compare(value, negated ? '<' : '>=', number(leaf.from));
        const high = compare(value, negated ? '>=' : '<', number(leaf.to));
        return negated ? or(low, high) : and(low, high);
      }
      case 'in':
        return leaf.values.length === 1
          ? compare(value, negated ? '!=' : '=', scalar(leaf.values[0]))
          : { kind: 'in', left: value, values: leaf.values.map(scalar), negated };
    }
  })();
  return missing && value.kind !== 'coalesce' ? or(isNull(value), test) : test;
};

/** Orders or events before the as-of date, one row per person. */
const grouped = (
  source: WarehouseNames['orders'] | WarehouseNames['events'],
  as: 'o' | 'e',
  time: Expression,
  columns: ReadonlyMap<string, Expression>,
): Query => {
  const key = column(as, source.key);
  return query({
    columns: [{ of: key, as: 'person_key' }, ...[...columns].map(([name, of]) => ({ of, as: name }))],
    from: { table: tableParts(source.table), as },
    joins: [{ kind: 'cross', source: { table: [AS_OF], as: 'a' }, on: null }],
    where: compare(time, '<', asOf),
    groupBy: [key],
  });
};

/**
 * The definition query of a rule: the key of every person who belongs.
 * @param rule every leaf of it can be said in SQL (`sql.ts`)
 * @param date the as-of date, ISO
 */
export const definitionQuery = (
  rule: Rule,
  types: FieldTypes,
  names: WarehouseNames,
  date: string,
): Query => {
  const gatherer = gather(names);
  const condition = (node: Nnf): Condition =>
    node.op === 'literal'
      ? literalCondition(node.literal, types, names, gatherer)
      : node.op === 'all'
        ? and(...node.of.map(condition))
        : or(...node.of.map(condition));
  const simple: Simple = simplify(rule, types);
  const belongs: Condition =
    typeof simple === 'boolean' ? { kind: 'constant', value: simple } : condition(toNnf(simple));
  const consent: Condition[] =
    names.people.consent === null ? [] : [{ kind: 'true', of: column('p', names.people.consent) }];

  const { facts, orderedAt, occurredAt } = gatherer;
  const key = column('p', names.people.key);
  const parts: Query['with'] = [
    { name: AS_OF, query: query({ columns: [{ of: { kind: 'midnight', date }, as: 'as_of' }] }) },
  ];
  const joins: Join[] = [{ kind: 'cross', source: { table: [AS_OF], as: 'a' }, on: null }];
  const attach = (name: string, as: 'o' | 'e', part: Query): void => {
    parts.push({ name, query: part });
    const on = compare(column(as, 'person_key'), '=', key);
    joins.push({ kind: 'left', source: { table: [name], as }, on });
  };
  if (facts.orders.size > 0) attach(ORDERS, 'o', grouped(names.orders, 'o', orderedAt, facts.orders));
  if (facts.events.size > 0) attach(EVENTS, 'e', grouped(names.events, 'e', occurredAt, facts.events));
  return query({
    with: parts,
    columns: [{ of: key, as: 'person_key' }],
    from: { table: tableParts(names.people.table), as: 'p' },
    joins,
    where: and(...consent, belongs),
  });
};

/** The counting query: one row with the number of people, or no row when they are fewer than `atLeast`. */
export const countingQuery = (definition: Query, atLeast: number): Query => {
  const people = aggregate('count distinct', definition.columns[0].of);
  return {
    ...definition,
    columns: [{ of: people, as: 'people' }],
    having: compare(people, '>=', number(atLeast)),
  };
};
