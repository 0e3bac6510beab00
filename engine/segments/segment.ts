/** A segment: a named rule, typed by an analyst or found by a clustering, with versions. */
import * as v from 'valibot';
import type { Outline } from '../../shared/charts/lasso.ts';
import { CloisterError } from '../../shared/errors.ts';
import type { Fidelity } from '../../shared/release.ts';
import { parseRule, type Rule, ruleSchema } from '../../shared/rules/rule.ts';
import { type Names, ruleText } from '../../shared/rules/text.ts';
import type { FeatureTable } from '../features/table.ts';

export type Segment = {
  id: string;
  name: string;
  origin: 'rule' | 'cluster';
  /** Which of the group colours is its own, from 0: given once, the same on every screen and in print. */
  colour: number;
  rule: Rule;
  /**
   * For a cluster: which clustering, in which version, which of its clusters, and how well the rule stands for it.
   * `edited` when a person changed what the clustering proposed.
   */
  cluster: {
    clustering: string;
    version: number;
    label: number;
    /** Of a segment that holds several clusters together: all of them. */
    labels?: number[];
    fidelity: Fidelity;
    edited: boolean;
  } | null;
  /** For people who were drawn around: the outline on the first two components, and how well the rule finds them. */
  selection: { clustering: string; version: number; outline: Outline; fidelity: Fidelity } | null;
};

/** The lowest colour that none of these segments has. */
export const freeColour = (segments: readonly { colour: number }[]): number => {
  const taken = new Set(segments.map(({ colour }) => colour));
  let colour = 0;
  while (taken.has(colour)) colour += 1;
  return colour;
};

/** Names that Windows keeps for devices: an id becomes the name of a file. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)$/;

/** What an analyst may choose about a segment. */
const choiceSchema = v.strictObject({
  id: v.pipe(
    v.string(),
    v.regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'the id is not of lower-case letters, digits and hyphens'),
    v.check((id) => !DEVICE.test(id), 'the id is a name that Windows keeps for a device'),
  ),
  name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(80)),
  rule: ruleSchema,
});

/** Lower-case letters, digits and hyphens from a name: the id of a segment, in file names and CRM names. */
export const slug = (name: string): string => {
  const plain = name
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 48)
    .replace(/-+$/, '');
  return plain === '' ? 'segment' : plain;
};

/**
 * The id for a name among the segments there are: the one it has, else a free one. Names that differ only in
 * what a slug leaves out, as all names in Chinese do, never take each other's place.
 */
export const idForName = (name: string, known: readonly { id: string; name: string }[]): string => {
  const holders = new Map(known.map((segment) => [segment.id, segment.name]));
  const plain = slug(name);
  const base = DEVICE.test(plain) ? `segment-${plain}` : plain;
  let id = base;
  for (let n = 2; holders.has(id) && holders.get(id) !== name; n++) id = `${base}-${n}`;
  return id;
};

/** `name` as a slug that is not yet in `taken`; adds it there. */
export const uniqueSlug = (name: string, taken: Set<string>): string => {
  const base = slug(name);
  let id = base;
  for (let n = 2; taken.has(id); n++) id = `${base}-${n}`;
  taken.add(id);
  return id;
};

/** A segment from an analyst's rule. @throws CloisterError RULE_INVALID */
export const segmentFromRule = (name: string, rule: unknown, id = slug(name), colour = 0): Segment => {
  const parsed = v.safeParse(choiceSchema, { id, name, rule: parseRule(rule) });
  if (parsed.success) return { ...parsed.output, origin: 'rule', colour, cluster: null, selection: null };
  throw new CloisterError(
    'RULE_INVALID',
    `The segment "${name}" is not valid: ${parsed.issues[0].message}`,
    'Use a name of 1 to 80 characters and an id of lower-case letters, digits and hyphens.',
  );
};

/** How sentences name the fields of a table. */
export const namesOf = (table: FeatureTable): Names => {
  const byId = new Map(table.columns.map((column) => [column.id, column]));
  const absent = new Map((table.absent ?? []).map(({ id, label, why }) => [id, `${label} (${why})`]));
  return {
    label: (field) => byId.get(field)?.label ?? absent.get(field) ?? field,
    unit: (field) => {
      const column = byId.get(field);
      return column?.type === 'number' ? column.unit : '';
    },
  };
};

/** The segment's rule as a sentence. */
export const segmentText = (table: FeatureTable, rule: Rule): string => {
  const text = ruleText(rule, namesOf(table));
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
};
