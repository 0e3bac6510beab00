/**
 * SQL for the warehouse where the full population lives: one folder per dialect, and per segment a counting
 * query (`<segment>.sql`) that gives no row for a small group, and the definition query itself
 * (`<segment>.definition.sql`) that names people and is meant for a scheduled audience, not for a screen.
 * One statement per file, no parameters, one date: the same on every run.
 */
import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Cleared, Release, ReleaseSegment } from '../../../shared/release.ts';
import { type Leaf, leavesOf } from '../../../shared/rules/rule.ts';
import { requireCleared } from '../../privacy/gate/seal.ts';
import { type FieldTypes, fieldTypes, leafProblem } from '../simplify.ts';
import {
  exactly,
  fieldNames,
  impossible,
  roughly,
  type SegmentExport,
  type TargetExport,
  type Treatment,
  treatLeaves,
  withheldBy,
} from '../targets.ts';
import type { Query } from './ast.ts';
import { countingQuery, definitionQuery } from './compile.ts';
import type { Dialect } from './dialect.ts';
import { attributeColumn, checkNames, DEFAULT_NAMES, tableParts, type WarehouseNames } from './names.ts';
import { postgresql } from './postgresql.ts';
import { printQuery } from './print.ts';
import { sqlite } from './sqlite.ts';

export const DIALECTS = { sqlite, postgresql } as const satisfies Record<string, Dialect>;

/** Features that the orders and events tables can give. */
const COMPUTED: ReadonlySet<string> = new Set([
  'recency',
  'frequency',
  'monetary',
  'average_order',
  'tenure',
  'event_count',
  'last_event',
]);

const treat =
  (types: FieldTypes) =>
  (leaf: Leaf): Treatment => {
    const problem = leafProblem(leaf, types);
    if (problem !== null) return impossible(problem);
    if (leaf.op === 'count') return exactly;
    if (!leaf.field.startsWith('profile.') && !COMPUTED.has(leaf.field))
      return impossible('this feature is not made of orders, events and attributes alone.');
    if (leaf.op === 'compare' && typeof leaf.value === 'string' && leaf.is !== '=' && leaf.is !== '!=')
      return roughly(
        'text is ordered by code point here and by UTF-16 unit in Cloister; they differ only beyond U+FFFF.',
      );
    return exactly;
  };

/**
 * User text inside a line comment: one line, no control or direction characters, nothing that ends a comment
 * or that a tool that splits scripts at semicolons would cut at.
 */
export const commentText = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
    .replace(/\*\/|\/\*/g, ' ')
    .replaceAll(';', ',')
    .slice(0, 2000)
    .toWellFormed();

const ruleHash = (segment: ReleaseSegment): string =>
  createHash('sha256')
    .update(canonicalize(segment.rule) ?? '')
    .digest('hex');

const header = (release: Release, segment: ReleaseSegment, dialect: Dialect, use: string[]): string =>
  [
    `Cloister segment ${segment.id}, version ${segment.version}: ${segment.name}`,
    `Rule: ${segment.text}`,
    `Rule SHA-256: ${ruleHash(segment)}`,
    `Dialect: ${dialect.title}`,
    `As of ${release.asOf}: everything strictly before midnight UTC of that day counts. A window of n days is`,
    `n times 24 hours up to, not including, that midnight. The date stands once in the statement.`,
    `Purpose: ${release.purpose.label} (${release.purpose.id}). Only people whose consent covers it may be in the table of people.`,
    ...use,
  ]
    .map((line) => `-- ${commentText(line)}\n`)
    .join('');

const statement = (query: Query, dialect: Dialect): string => `${printQuery(query, dialect)};\n`;

const writeSegment = (
  release: Release,
  segment: ReleaseSegment,
  dialect: Dialect,
  names: WarehouseNames,
): SegmentExport => {
  const types = fieldTypes(release);
  const leaves = treatLeaves(segment.rule, fieldNames(release), treat(types));
  if (leaves.unsupported.length > 0) return withheldBy(segment, leaves);
  const definition = definitionQuery(segment.rule, types, names, release.asOf);
  const { minSegment } = release.policy;
  const counting = [
    `This query counts. It gives no row where fewer than ${minSegment} people belong, so that no small group shows.`,
  ];
  const listing = [
    `This query gives the key of every person who belongs: personal data. Use it to fill an audience inside the`,
    `warehouse, do not paste its result anywhere. Run the counting query first and stop if it gives no row.`,
  ];
  const path = `sql/${dialect.id}/${segment.id}`;
  return {
    segment: segment.id,
    files: [
      {
        path: `${path}.sql`,
        content:
          header(release, segment, dialect, counting) +
          statement(countingQuery(definition, minSegment), dialect),
      },
      {
        path: `${path}.definition.sql`,
        content: header(release, segment, dialect, listing) + statement(definition, dialect),
      },
    ],
    ...leaves,
    assumptions: [
      ...dialect.assumptions,
      names.people.consent === null
        ? 'The table of people holds one row per person, and only people whose consent covers the purpose.'
        : `The table of people holds one row per person; ${names.people.consent} is true where the consent covers the purpose.`,
      names.orders.reference === null
        ? 'Every row of orders is one order.'
        : 'Rows of orders with the same order reference are one order; a row without one is an order of its own.',
      'Sums are made in double precision; where a sum lies on a threshold, the order of adding may decide.',
    ],
    withheld: null,
  };
};

const needs = (release: Release, names: WarehouseNames): string[] => {
  const { people, orders, events } = names;
  const leaves = release.segments.flatMap(({ rule }) => leavesOf(rule));
  const attributes = leaves.flatMap((leaf) =>
    leaf.op !== 'count' && leaf.field.startsWith('profile.') ? [attributeColumn(names, leaf.field)] : [],
  );
  const table = (of: string | readonly string[], columns: (string | null)[]): string =>
    `table ${tableParts(of).join('.')} with ${columns.filter((name) => name !== null).join(', ')}`;
  return [
    table(people.table, [people.key, people.consent, ...new Set(attributes)]),
    table(orders.table, [orders.key, orders.orderedAt, orders.amount, orders.reference]),
    table(events.table, [events.key, events.name, events.occurredAt]),
  ];
};

/**
 * The segments of a release as SQL of one dialect.
 * @throws CloisterError PRIVACY_REFUSED when the release was not cleared; MAPPING_INVALID when a name of the
 * warehouse cannot be quoted
 */
export const writeSql = (
  release: Cleared<Release>,
  dialect: Dialect,
  names: WarehouseNames = DEFAULT_NAMES,
): TargetExport & { target: 'sqlite' | 'postgresql' } => {
  requireCleared(release);
  checkNames(names, release, dialect);
  return {
    target: dialect.id as 'sqlite' | 'postgresql',
    title: `SQL for ${dialect.title}`,
    segments: release.segments.map((segment) => writeSegment(release, segment, dialect, names)),
    steps: [
      `Open \`sql/${dialect.id}/<segment>.sql\` in ${dialect.title} and run it: it counts the segment in the full population.`,
      `To keep an audience up to date inside the warehouse, schedule \`sql/${dialect.id}/<segment>.definition.sql\` and move the one date in it.`,
    ],
    needs: needs(release, names),
  };
};
