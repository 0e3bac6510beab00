/**
 * What an exporter of definitions answers, and how the fields of a release are called in a CRM.
 *
 * No leaf is ever dropped: a target says a leaf exactly, says it approximately with a note, or cannot say it,
 * and then the whole segment is withheld for that target with the leaf named.
 */
import { CloisterError } from '../../shared/errors.ts';
import type { ExportFile, Release, ReleaseSegment } from '../../shared/release.ts';
import { type CountLeaf, type Leaf, leavesOf, type Rule } from '../../shared/rules/rule.ts';
import { type Names, ruleText } from '../../shared/rules/text.ts';

export const TARGETS = ['sqlite', 'postgresql', 'hubspot', 'braze'] as const;
export type Target = (typeof TARGETS)[number];

/** A leaf as a sentence, and what is different about it at this target. */
export type LeafNote = { leaf: string; note: string };

/** What one target makes of one segment. `files` is empty when the segment is withheld for this target. */
export type SegmentExport = {
  segment: string;
  files: ExportFile[];
  exact: string[];
  approximated: LeafNote[];
  unsupported: LeafNote[];
  assumptions: string[];
  /** Why the segment is withheld for this target, null when it is written. */
  withheld: string | null;
};

/** What one target makes of a release. */
export type TargetExport = {
  target: Target;
  title: string;
  segments: SegmentExport[];
  /** How a marketer uses the files, in order. */
  steps: string[];
  /** Tables, columns or properties that must exist over there. */
  needs: string[];
};

/** How a target treats one leaf. */
export type Treatment = { kind: 'exact' } | { kind: 'approximated' | 'unsupported'; note: string };

export const exactly: Treatment = { kind: 'exact' };
export const roughly = (note: string): Treatment => ({ kind: 'approximated', note });
export const impossible = (note: string): Treatment => ({ kind: 'unsupported', note });

export type PropertyType = 'number' | 'enumeration' | 'string' | 'date' | 'bool';
/** A property of a contact in a CRM. */
export type Property = { property: string; type: PropertyType };

/**
 * The properties that stand for the fields of a release, by field id. Two kinds of keys are not fields:
 * a key made by `countKey` names a number property that holds a count in a window, and `consent` names a bool
 * property that is true where the contact consents to the purpose; where given, every segment asks for it.
 */
export type TargetFields = Readonly<Record<string, Property>>;

/** Features of the catalogue that count whole days since something, and so shrink to a date in a CRM. */
export const DAY_FIELDS: ReadonlySet<string> = new Set(['recency', 'tenure', 'last_event']);
/** Features that are 0, never missing, for a person without orders or events. */
export const ZERO_FIELDS: ReadonlySet<string> = new Set(['frequency', 'monetary', 'event_count']);

/** The key under which `TargetFields` may name a property that holds this count. */
export const countKey = (leaf: CountLeaf): string =>
  ['count', leaf.of, leaf.days ?? 'ever', ...(leaf.name === undefined ? [] : [leaf.name])].join('.');

const FEATURES: TargetFields = {
  recency: { property: 'last_order_date', type: 'date' },
  tenure: { property: 'first_order_date', type: 'date' },
  last_event: { property: 'last_event_date', type: 'date' },
  frequency: { property: 'order_count', type: 'number' },
  monetary: { property: 'total_spend', type: 'number' },
  average_order: { property: 'average_order_value', type: 'number' },
  event_count: { property: 'event_count', type: 'number' },
  'count.orders.ever': { property: 'order_count', type: 'number' },
  'count.events.ever': { property: 'event_count', type: 'number' },
};

/** Names every CRM takes: lower-case letters, digits and underscores. */
const propertyName = (slug: string): string => slug.toLowerCase().replace(/[^\p{Ll}\p{Lo}\p{N}]+/gu, '_');

/**
 * The field map of a release: sensible names for the features and attributes it holds, then what the analyst
 * says instead.
 * @throws CloisterError MAPPING_INVALID when a property has no name or a type that is not known
 */
export const targetFields = (release: Release, own: TargetFields = {}): TargetFields => {
  const fields: Record<string, Property> = { ...FEATURES };
  for (const field of release.fields)
    fields[field.id] ??= {
      property: propertyName(field.id.replace(/^profile\./, '')),
      type: field.type === 'number' ? 'number' : 'enumeration',
    };
  for (const [id, property] of Object.entries(own)) {
    if (
      property.property.trim() === '' ||
      !['number', 'enumeration', 'string', 'date', 'bool'].includes(property.type)
    )
      throw new CloisterError(
        'MAPPING_INVALID',
        `The property for ${id} has no name or an unknown type.`,
        'Give it a property name and one of the types number, enumeration, string, date, bool.',
      );
    fields[id] = property;
  }
  return fields;
};

/** What the release calls its fields, for sentences. */
export const fieldNames = (release: Release): Names => {
  const byId = new Map(release.fields.map((field) => [field.id, field]));
  return { label: (id) => byId.get(id)?.label ?? id, unit: (id) => byId.get(id)?.unit ?? '' };
};

/** Sorts the leaves of a rule by how a target treats them; equal leaves are told once. */
export const treatLeaves = (
  rule: Rule,
  names: Names,
  treat: (leaf: Leaf) => Treatment,
): Pick<SegmentExport, 'exact' | 'approximated' | 'unsupported'> => {
  const exact: string[] = [];
  const approximated: LeafNote[] = [];
  const unsupported: LeafNote[] = [];
  const seen = new Set<string>();
  for (const leaf of leavesOf(rule)) {
    const key = JSON.stringify(leaf);
    if (seen.has(key)) continue;
    seen.add(key);
    const text = ruleText(leaf, names);
    const treatment = treat(leaf);
    if (treatment.kind === 'exact') exact.push(text);
    else
      (treatment.kind === 'approximated' ? approximated : unsupported).push({
        leaf: text,
        note: treatment.note,
      });
  }
  return { exact, approximated, unsupported };
};

/** The answer for a segment that is withheld, with the reason naming its first impossible leaf. */
export const withheldBy = (
  segment: ReleaseSegment,
  leaves: Pick<SegmentExport, 'exact' | 'approximated' | 'unsupported'>,
  reason?: string,
): SegmentExport => {
  const first = leaves.unsupported[0];
  return {
    segment: segment.id,
    files: [],
    ...leaves,
    assumptions: [],
    withheld: reason ?? `“${first.leaf}” cannot be said here: ${first.note}`,
  };
};
