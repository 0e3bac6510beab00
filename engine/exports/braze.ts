/**
 * Segments as connected-audience objects of Braze (API, connected audience object): nested `AND` and `OR` over
 * custom attributes, negation inside each comparison. Braze keeps no segment made this way; the object goes into
 * the `audience` of a send, trigger or schedule request.
 *
 * What a comparison answers for a user without the attribute is not documented, so a filter that is true for a
 * missing value says `does_not_exist` beside it, and a negative one that is not says `exists`.
 */
import type { Cleared, Release, ReleaseSegment } from '../../shared/release.ts';
import { type Literal, type Nnf, toNnf } from '../../shared/rules/normal-form.ts';
import type { Comparison } from '../../shared/rules/rule.ts';
import { requireCleared } from '../privacy/gate/seal.ts';
import { type ContactNotes, contactNeeds, emptyRule, forContacts, treatContact } from './contacts.ts';
import { fieldTypes } from './simplify.ts';
import {
  DAY_FIELDS,
  fieldNames,
  type SegmentExport,
  type TargetExport,
  type TargetFields,
  targetFields,
  treatLeaves,
  withheldBy,
} from './targets.ts';

type Audience =
  | { AND: Audience[] }
  | { OR: Audience[] }
  | {
      custom_attribute: {
        custom_attribute_name: string;
        comparison: string;
        value?: string | number | boolean;
      };
    };

const COMPARISON_NAMES: Record<Comparison, string> = {
  '=': 'equals',
  '!=': 'not_equal',
  '<': 'less_than',
  '<=': 'less_than_or_equal_to',
  '>': 'greater_than',
  '>=': 'greater_than_or_equal_to',
};

const NOTES: ContactNotes = {
  date: 'It rolls: Braze compares with the moment of the send, so the audience agrees with the report on the as-of date and moves on from there.',
  string: null,
};

const and = (of: Audience[]): Audience => (of.length === 1 ? of[0] : { AND: of });
const or = (of: Audience[]): Audience => (of.length === 1 ? of[0] : { OR: of });

const filterOf = ({ leaf, negated }: Literal, fields: TargetFields): Audience => {
  if (leaf.op === 'count' || leaf.op === 'between') throw new Error(`${leaf.op} is not an attribute`);
  const { property, type } = fields[leaf.field];
  const is = (comparison: string, value?: string | number | boolean): Audience => ({
    custom_attribute: {
      custom_attribute_name: property,
      comparison,
      ...(value === undefined ? {} : { value }),
    },
  });
  if (leaf.op === 'known') return is(negated ? 'does_not_exist' : 'exists');
  const missing = (leaf.missing === true) !== negated;
  const settle = (tests: Audience[], negative: boolean): Audience => {
    if (missing) return or([is('does_not_exist'), negative ? and(tests) : or(tests)]);
    return negative ? and([is('exists'), ...tests]) : or(tests);
  };
  if (leaf.op === 'in') {
    const comparison = !negated ? 'equals' : type === 'bool' ? 'does_not_equal' : 'not_equal';
    return settle(
      leaf.values.map((value) => is(comparison, type === 'bool' ? value === 'true' : value)),
      negated,
    );
  }
  if (DAY_FIELDS.has(leaf.field) && type === 'date')
    return settle(
      [is(leaf.is === '<' ? 'less_than_x_days_ago' : 'greater_than_x_days_ago', leaf.value)],
      false,
    );
  return settle([is(COMPARISON_NAMES[leaf.is], leaf.value)], leaf.is === '!=');
};

const audienceOf = (node: Nnf, fields: TargetFields): Audience => {
  if (node.op === 'literal') return filterOf(node.literal, fields);
  const of = node.of.map((child) => audienceOf(child, fields));
  return node.op === 'all' ? and(of) : or(of);
};

const writeSegment = (release: Release, segment: ReleaseSegment, fields: TargetFields): SegmentExport => {
  const types = fieldTypes(release);
  const leaves = treatLeaves(segment.rule, fieldNames(release), treatContact(types, fields, NOTES));
  if (leaves.unsupported.length > 0) return withheldBy(segment, leaves);
  const rule = forContacts(segment.rule, types, fields);
  const empty = emptyRule(rule);
  if (typeof rule === 'boolean') return withheldBy(segment, leaves, empty ?? '');
  const audience = audienceOf(toNnf(rule), fields);
  const body = 'custom_attribute' in audience ? { AND: [audience] } : audience;
  return {
    segment: segment.id,
    files: [{ path: `braze/${segment.id}.json`, content: `${JSON.stringify(body, null, 2)}\n` }],
    ...leaves,
    assumptions: [
      'Custom attributes are filled with the levels spelt as here; times are sent as times, not as text.',
      'A number attribute that does not exist counts as 0 for orders, spend and events, and as unknown for everything else.',
      '“greater_than_x_days_ago” is read as “longer ago than”; try it once with a known user.',
      fields.consent === undefined
        ? 'The audience does not ask for consent: send only to users whose consent covers the purpose, or name a consent attribute in the field map.'
        : `${fields.consent.property} is true exactly for users whose consent covers the purpose.`,
    ],
    withheld: null,
  };
};

/**
 * The segments of a release as Braze connected audiences.
 * @param own attributes that differ from the defaults, by field id (`targets.ts`)
 * @throws CloisterError PRIVACY_REFUSED when the release was not cleared; MAPPING_INVALID for a bad field map
 */
export const writeBraze = (release: Cleared<Release>, own: TargetFields = {}): TargetExport => {
  requireCleared(release);
  const fields = targetFields(release, own);
  const segments = release.segments.map((segment) => writeSegment(release, segment, fields));
  return {
    target: 'braze',
    title: 'Braze connected audiences',
    segments,
    steps: [
      'Make sure the custom attributes below exist and are filled.',
      'Put the content of `braze/<segment>.json`, unchanged, as `audience` into the request that sends, triggers or schedules the message. Braze keeps no segment of it.',
    ],
    needs: contactNeeds(release, segments, fields, 'custom attribute'),
  };
};
