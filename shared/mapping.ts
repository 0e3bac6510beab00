/**
 * A mapping says what every column of a source is for. It starts from suggestions, is edited by a person, and
 * is kept with the source. A column that is not mentioned is dropped.
 */
import * as v from 'valibot';
import { CloisterError } from './errors.ts';
import {
  CLASSES,
  CONSENT_STATES,
  IDENTIFIER_TYPES,
  KINDS,
  LAWFUL_BASES,
  PURPOSES,
  ROLES,
} from './vocabulary.ts';

const text = (most: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(most));
const purposeId = v.picklist(PURPOSES.map(({ id }) => id));

/** Part of a consent that a column holds. */
export const CONSENT_PARTS = ['state', 'purpose', 'notice', 'method', 'until'] as const;

const columnSchema = v.strictObject({
  /** Header of the column as the file has it, after visible renaming of duplicates. */
  column: v.pipe(v.string(), v.maxLength(400)),
  role: v.picklist(ROLES),
  /** Name in the vault (attributes); letters, digits and underscores. Default: made from the header. */
  name: v.optional(v.pipe(v.string(), v.regex(/^[a-z][a-z0-9_]{0,59}$/))),
  /** identifier, link: what it identifies by. */
  identifier: v.optional(v.picklist(IDENTIFIER_TYPES)),
  /** attribute: its privacy class. */
  class: v.optional(v.picklist(CLASSES)),
  /** attribute: how it is kept. */
  type: v.optional(v.picklist(['text', 'number'])),
  /** time, amount, number: the format the whole column is written in; detected where it is left out. */
  format: v.optional(text(80)),
  /** consent: which part, and what each value of the column means. */
  part: v.optional(v.picklist(CONSENT_PARTS)),
  /** consent state of a profile: the purpose it is about. */
  purpose: v.optional(purposeId),
  /** consent: explicit dictionary from the column's values; a value that is not listed is unknown. */
  values: v.optional(v.record(v.string(), v.string())),
  /** consent state: header of the column that says when. */
  dated: v.optional(v.pipe(v.string(), v.maxLength(400))),
  basis: v.optional(v.picklist(LAWFUL_BASES)),
});
export type ColumnMapping = v.InferOutput<typeof columnSchema>;

export const mappingSchema = v.strictObject({
  version: v.literal(1),
  kind: v.picklist(KINDS),
  format: v.optional(
    v.strictObject({
      delimiter: v.optional(v.picklist([',', ';', '\t', '|', 'whitespace'])),
      quote: v.optional(v.picklist(['"', "'", 'none'])),
      encoding: v.optional(text(20)),
      header: v.optional(v.boolean()),
      /** Names of the columns of a file without a header. */
      columns: v.optional(v.pipe(v.array(text(400)), v.maxLength(2000))),
    }),
  ),
  columns: v.pipe(v.array(columnSchema), v.maxLength(2000)),
});
export type Mapping = v.InferOutput<typeof mappingSchema>;

const invalid = (message: string, next: string): CloisterError =>
  new CloisterError('MAPPING_INVALID', message, next);

const only = (mapping: Mapping, role: ColumnMapping['role'], most: number): ColumnMapping[] => {
  const found = mapping.columns.filter((column) => column.role === role);
  if (found.length > most)
    throw invalid(
      `The mapping gives the role ${role} to ${found.length} columns (${found.map(({ column }) => column).join(', ')}).`,
      `Keep ${most} and drop the others, or map them as link or attribute.`,
    );
  return found;
};

/**
 * Checks an untrusted value and what must hold across columns: one identifier, a time where the kind needs
 * one, a dictionary for every consent state and only known states and purposes in it.
 * @throws CloisterError MAPPING_INVALID naming the column
 */
export const parseMapping = (value: unknown): Mapping => {
  const parsed = v.safeParse(mappingSchema, value);
  if (!parsed.success) {
    const path = v.getDotPath(parsed.issues[0]);
    throw invalid(
      `The mapping is not valid${path ? ` at ${path}` : ''}: ${parsed.issues[0].message}`,
      'See docs/plan.md for what a mapping may say.',
    );
  }
  const mapping = parsed.output;
  const names = new Set<string>();
  for (const { column } of mapping.columns) {
    if (names.has(column))
      throw invalid(`The mapping names the column "${column}" twice.`, 'Keep one of the two entries.');
    names.add(column);
  }
  if (only(mapping, 'identifier', 1).length === 0)
    throw invalid(
      `The mapping has no identifier, so the ${mapping.kind} belong to nobody.`,
      'Give one column the role identifier.',
    );
  const times = only(mapping, 'time', 1);
  if ((mapping.kind === 'orders' || mapping.kind === 'events') && times.length === 0)
    throw invalid(
      `The mapping of ${mapping.kind} has no time.`,
      'Give the column that says when the role time.',
    );
  only(mapping, 'amount', 1);
  only(mapping, 'reference', 1);
  only(mapping, 'name', 1);
  const states = mapping.columns.filter(
    ({ role, part }) => role === 'consent' && (part ?? 'state') === 'state',
  );
  if (mapping.kind === 'consents' && states.length !== 1)
    throw invalid(
      'A mapping of consents needs exactly one column with the consent state.',
      'Give it the role consent with part: state.',
    );
  const purposeColumn = mapping.columns.find(({ role, part }) => role === 'consent' && part === 'purpose');
  for (const state of states) {
    if (state.values === undefined)
      throw invalid(
        `The consent column "${state.column}" has no dictionary of values.`,
        `Say what each value means, for example values: {yes: given, no: refused}. States: ${CONSENT_STATES.join(', ')}.`,
      );
    for (const [from, to] of Object.entries(state.values))
      if (!(CONSENT_STATES as readonly string[]).includes(to))
        throw invalid(
          `The consent column "${state.column}" maps "${from}" to "${to}", which is not a state.`,
          `States: ${CONSENT_STATES.join(', ')}.`,
        );
    if (state.purpose === undefined && purposeColumn === undefined)
      throw invalid(
        `The consent column "${state.column}" does not say for which purpose.`,
        'Add purpose:, or map a column with part: purpose.',
      );
  }
  for (const [from, to] of Object.entries(purposeColumn?.values ?? {}))
    if (!PURPOSES.some(({ id }) => id === to))
      throw invalid(
        `The purpose column maps "${from}" to "${to}", which is not a purpose.`,
        `Purposes: ${PURPOSES.map(({ id }) => id).join(', ')}.`,
      );
  return mapping;
};

/** Name in the vault for a header: lower-case letters, digits and underscores, beginning with a letter. */
export const columnName = (header: string): string => {
  const plain = header
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 50);
  return plain === '' ? 'column' : /^[a-z]/.test(plain) ? plain : `c_${plain}`;
};

/** A header as a label to read: underscores become blanks and a word in lower case gets its capital. */
export const columnLabel = (header: string): string => {
  const plain = /^[a-z0-9]+([_-][a-z0-9]+)*$/.test(header) ? header.replace(/[_-]+/g, ' ') : header.trim();
  return /^[a-z]/.test(plain) ? plain.charAt(0).toUpperCase() + plain.slice(1) : plain;
};
