/**
 * Segments as bodies of `POST /crm/v3/lists` of HubSpot (Lists API v3, specification 144891): dynamic lists of
 * contacts whose filters are an `OR` of `AND`s of property filters, at most 250 of them. Every filter says for
 * itself whether a contact without a value belongs.
 */
import type { Cleared, Release, ReleaseSegment } from '../../shared/release.ts';
import { type Literal, toDnf } from '../../shared/rules/normal-form.ts';
import type { Comparison, Leaf } from '../../shared/rules/rule.ts';
import { requireCleared } from '../privacy/gate/seal.ts';
import { type ContactNotes, contactNeeds, emptyRule, forContacts, treatContact } from './contacts.ts';
import { type FieldTypes, fieldTypes, leafProblem } from './simplify.ts';
import {
  DAY_FIELDS,
  fieldNames,
  impossible,
  type Property,
  type SegmentExport,
  type TargetExport,
  type TargetFields,
  type Treatment,
  targetFields,
  treatLeaves,
  withheldBy,
} from './targets.ts';

/** Filters that one list may hold (knowledge.hubspot.com, lists). */
const MAX_FILTERS = 250;

type Operation = { operationType: string; operator: string; includeObjectsWithNoValueSet: boolean } & Record<
  string,
  unknown
>;
type Filter = { filterType: 'PROPERTY'; property: string; operation: Operation };

const NUMBER_OPERATORS: Record<Comparison, string> = {
  '=': 'IS_EQUAL_TO',
  '!=': 'IS_NOT_EQUAL_TO',
  '<': 'IS_LESS_THAN',
  '<=': 'IS_LESS_THAN_OR_EQUAL_TO',
  '>': 'IS_GREATER_THAN',
  '>=': 'IS_GREATER_THAN_OR_EQUAL_TO',
};

/**
 * HubSpot's list-filters guide spells "less than 3 days ago" out as from the start of the day 3 days before today
 * until now, so "more than n days ago" begins where n + 1 calendar days lie between. An order on calendar day
 * D - k is floor(elapsed / day) = k - 1 whole days old at midnight of D unless it was made at midnight sharp, so
 * "at least n whole days" is "more than n days ago" and "under n whole days" is "less than n days ago".
 */
const NOTES: ContactNotes = {
  date: 'It rolls: HubSpot compares a calendar day with its own today, so the list agrees with the report on the as-of date and moves on from there. Something that happened at midnight sharp falls on the other side.',
  string: 'HubSpot may take upper and lower case for the same in text properties.',
};

const filterOf = ({ leaf, negated }: Literal, fields: TargetFields): Filter => {
  if (leaf.op === 'count' || leaf.op === 'between') throw new Error(`${leaf.op} is not a contact property`);
  const { property, type }: Property = fields[leaf.field];
  const filter = (
    operationType: string,
    operator: string,
    includeObjectsWithNoValueSet: boolean,
    rest: Record<string, unknown> = {},
  ): Filter => ({
    filterType: 'PROPERTY',
    property,
    operation: { operationType, operator, ...rest, includeObjectsWithNoValueSet },
  });
  if (leaf.op === 'known') return filter('ALL_PROPERTY', negated ? 'IS_UNKNOWN' : 'IS_KNOWN', false);
  const missing = (leaf.missing === true) !== negated;
  if (leaf.op === 'compare') {
    if (DAY_FIELDS.has(leaf.field) && type === 'date')
      return filter(
        'ROLLING_DATE_RANGE',
        leaf.is === '<' ? 'IS_LESS_THAN_X_DAYS_AGO' : 'IS_MORE_THAN_X_DAYS_AGO',
        missing,
        { numberOfDays: leaf.value, requiresTimeZoneConversion: true },
      );
    return filter('NUMBER', NUMBER_OPERATORS[leaf.is], missing, { value: leaf.value });
  }
  if (type === 'bool')
    return filter('BOOL', negated ? 'IS_NOT_EQUAL_TO' : 'IS_EQUAL_TO', missing, {
      value: leaf.values[0] === 'true',
    });
  const values = [...leaf.values];
  return type === 'string'
    ? filter('MULTISTRING', negated ? 'IS_NOT_EQUAL_TO' : 'IS_EQUAL_TO', missing, { values })
    : filter('ENUMERATION', negated ? 'IS_NONE_OF' : 'IS_ANY_OF', missing, { values });
};

/** Equal entries once, in the order of their first. */
const distinct = <T>(entries: T[]): T[] => [
  ...new Map(entries.map((entry) => [JSON.stringify(entry), entry])).values(),
];

const branch = (kind: 'OR' | 'AND', filterBranches: unknown[], filters: Filter[]) => ({
  filterBranchType: kind,
  filterBranchOperator: kind,
  filterBranches,
  filters,
});

const treatHere = (types: FieldTypes, fields: TargetFields) => {
  const treat = treatContact(types, fields, NOTES);
  return (leaf: Leaf): Treatment => {
    const list = leaf.op === 'in' ? leaf.values : leaf.op === 'compare' ? [leaf.value] : [];
    if (
      leafProblem(leaf, types) === null &&
      leaf.op !== 'count' &&
      fields[leaf.field]?.type === 'enumeration' &&
      list.some((value) => typeof value === 'string' && (value.includes(';') || value === ''))
    )
      return impossible('an option of a HubSpot property is neither empty nor holds a semicolon.');
    return treat(leaf);
  };
};

const writeSegment = (release: Release, segment: ReleaseSegment, fields: TargetFields): SegmentExport => {
  const types = fieldTypes(release);
  const leaves = treatLeaves(segment.rule, fieldNames(release), treatHere(types, fields));
  if (leaves.unsupported.length > 0) return withheldBy(segment, leaves);
  const rule = forContacts(segment.rule, types, fields);
  const empty = emptyRule(rule);
  if (typeof rule === 'boolean') return withheldBy(segment, leaves, empty ?? '');
  const conjunctions = toDnf(rule, MAX_FILTERS);
  if (conjunctions === null)
    return withheldBy(
      segment,
      leaves,
      `Written as alternatives, the rule needs more than the ${MAX_FILTERS} filters that a HubSpot list may hold.`,
    );
  const alternatives = distinct(
    conjunctions.map((literals) => distinct(literals.map((literal) => filterOf(literal, fields)))),
  );
  const body = {
    name: `SEG ${segment.id} v${segment.version}`,
    objectTypeId: '0-1',
    processingType: 'DYNAMIC',
    filterBranch: branch(
      'OR',
      alternatives.map((filters) => branch('AND', [], filters)),
      [],
    ),
  };
  return {
    segment: segment.id,
    files: [{ path: `hubspot/${segment.id}.json`, content: `${JSON.stringify(body, null, 2)}\n` }],
    ...leaves,
    assumptions: [
      'Options of dropdown properties are spelt, internally, as the levels are here.',
      'A number property without a value counts as 0 for orders, spend and events, and as unknown for everything else.',
      'Date properties hold the calendar day in UTC of the first or last order or event; the time zone of the account is UTC.',
      fields.consent === undefined
        ? 'The list does not ask for consent: send only to contacts whose consent covers the purpose, or name a consent property in the field map.'
        : `${fields.consent.property} is true exactly for contacts whose consent covers the purpose.`,
    ],
    withheld: null,
  };
};

/**
 * The segments of a release as HubSpot lists.
 * @param own properties that differ from the defaults, by field id (`targets.ts`)
 * @throws CloisterError PRIVACY_REFUSED when the release was not cleared; MAPPING_INVALID for a bad field map
 */
export const writeHubspot = (release: Cleared<Release>, own: TargetFields = {}): TargetExport => {
  requireCleared(release);
  const fields = targetFields(release, own);
  const segments = release.segments.map((segment) => writeSegment(release, segment, fields));
  return {
    target: 'hubspot',
    title: 'HubSpot lists',
    segments,
    steps: [
      'Make sure the properties below exist and are filled.',
      'Send each `hubspot/<segment>.json`, unchanged, as the body of `POST /crm/v3/lists` (a private app with the scope crm.lists.write can). HubSpot keeps the list up to date by itself.',
      'Compare the size of the list with the number of people in `segments.csv`: they differ when the CRM holds other people.',
    ],
    needs: contactNeeds(release, segments, fields, 'contact property'),
  };
};
