/**
 * A mapping says what every column of a source is for. It starts from suggestions, is edited by a person, and
 * is kept with the source. A column that is not mentioned is dropped.
 */
import * as v from 'valibot';
import { CloisterError } from './errors.ts';
import { stepSchema, stepsProblem } from './steps.ts';
import {
  CLASSES,
  IDENTIFIER_TYPES,
  KINDS,
  LAWFUL_BASES,
  PREFIX,
  PURPOSE_ID,
  ROLES,
  SAYABLE_STATES,
} from './vocabulary.ts';

const text = (most: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(most));
const purposeId = v.pipe(v.string(), v.maxLength(120), v.regex(PURPOSE_ID, 'it is no purpose'));

/**
 * Part of a consent that a column holds. `region` says where the person lives, `minor` whether they are one, `gpc`
 * whether their browser sent Global Privacy Control; `tcf` and `gpp` hold consent strings.
 */
export const CONSENT_PARTS = [
  'state',
  'purpose',
  'notice',
  'method',
  'until',
  'region',
  'minor',
  'gpc',
  'tcf',
  'gpp',
] as const;
/** What the values of a column `minor` and `gpc` may mean. */
export const FLAG_WORDS = { minor: ['minor', 'adult'], gpc: ['on', 'off'] } as const;

const columnSchema = v.strictObject({
  /** Header of the column as the file has it, after visible renaming of duplicates. */
  column: v.pipe(v.string(), v.maxLength(400)),
  role: v.picklist(ROLES),
  /** Name in the vault (attributes); letters, digits and underscores. Default: made from the header. */
  name: v.optional(v.pipe(v.string(), v.regex(/^[a-z][a-z0-9_]{0,59}$/))),
  /** identifier, link: what it identifies by. */
  identifier: v.optional(v.picklist(IDENTIFIER_TYPES)),
  /** identifier, link, of a customer number: stands before it, so that 501 is not the 501 of another system. */
  prefix: v.optional(v.pipe(v.string(), v.regex(PREFIX, 'it is a word in small letters and a colon'))),
  /** attribute: its privacy class. */
  class: v.optional(v.picklist(CLASSES)),
  /** attribute: how it is kept. */
  type: v.optional(v.picklist(['text', 'number'])),
  /** identifier, link: a cell may hold several, parted by this sign; the first that is not empty is taken. */
  separator: v.optional(v.picklist([';', ',', '|'])),
  /** amount: column of what was paid back, written the same way, to be taken off. */
  minus: v.optional(v.pipe(v.string(), v.maxLength(400))),
  /** amount: column of how many pieces, written the same way, where the amount is the price of one. */
  times: v.optional(v.pipe(v.string(), v.maxLength(400))),
  /** Values of this column whose records are left out, such as payments that failed; its role may be any. */
  leaveOut: v.optional(
    v.pipe(v.array(v.pipe(v.string(), v.maxLength(200))), v.minLength(1), v.maxLength(100)),
  ),
  /** time, amount, number: the format the whole column is written in; detected where it is left out. */
  format: v.optional(text(80)),
  /** What is done to its values as they are read; see `shared/steps.ts`. */
  steps: v.optional(v.pipe(v.array(stepSchema), v.minLength(1), v.maxLength(10))),
  /** consent: which part, and what each value of the column means. */
  part: v.optional(v.picklist(CONSENT_PARTS)),
  /** consent state of a profile: the purpose it is about. */
  purpose: v.optional(purposeId),
  /** consent: explicit dictionary from the column's values; a value that is not listed is unknown. */
  values: v.optional(v.record(v.string(), v.string())),
  /** consent state: header of the column that says when. */
  dated: v.optional(v.pipe(v.string(), v.maxLength(400))),
  basis: v.optional(v.picklist(LAWFUL_BASES)),
  /**
   * consent strings: for each purpose the numbers of the TCF purposes that must all be consented to, and the names
   * of the opt-outs (sale, sharing, targeted_advertising, gpc) any of which is one.
   */
  signals: v.optional(
    v.record(
      purposeId,
      v.pipe(
        v.array(
          v.union([
            v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(24)),
            v.picklist(['sale', 'sharing', 'targeted_advertising', 'gpc']),
          ]),
        ),
        v.minLength(1),
      ),
    ),
  ),
  /** consent strings: our number on the Global Vendor List. */
  vendor: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535))),
});
export type ColumnMapping = v.InferOutput<typeof columnSchema>;

/** Forms a source may have. */
export const FORMAT_TYPES = ['delimited', 'fixed', 'json', 'xlsx', 'parquet'] as const;

/** How a source is written, as far as it is said and not told by its content. */
export const formatSchema = v.strictObject({
  type: v.optional(v.picklist(FORMAT_TYPES)),
  delimiter: v.optional(v.picklist([',', ';', '\t', '|', '^', '~', '\u0001', '\u001f', ':', 'whitespace'])),
  quote: v.optional(v.picklist(['"', "'", 'none'])),
  encoding: v.optional(text(20)),
  header: v.optional(v.boolean()),
  /** Names of the columns of a file without a header. */
  columns: v.optional(v.pipe(v.array(text(400)), v.maxLength(2000))),
  /** Fixed width: character at which each column begins, counted from 0. */
  cuts: v.optional(
    v.pipe(
      v.array(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000_000))),
      v.minLength(1),
      v.maxLength(2000),
      v.check(
        (cuts) => cuts.every((cut, i) => i === 0 || cut > cuts[i - 1]),
        'each cut lies behind the one before',
      ),
    ),
  ),
  /** Sheet of a workbook. */
  sheet: v.optional(text(255)),
  /** Entry of a zip archive; `*` takes all of them as one source. */
  entry: v.optional(text(1000)),
  /** Lines of one field behind the last record are a footer and no faulty records. */
  footer: v.optional(v.boolean()),
});
export type SourceFormat = v.InferOutput<typeof formatSchema>;

export const mappingSchema = v.strictObject({
  version: v.literal(1),
  kind: v.picklist(KINDS),
  format: v.optional(formatSchema),
  columns: v.pipe(v.array(columnSchema), v.maxLength(2000)),
  /**
   * orders: an order stands on several records one after the other, one a line item. Person and time may stand on the
   * first alone; the amount is that of the order and is counted at its first record.
   */
  orderLines: v.optional(v.boolean()),
  /**
   * orders, events: a record that came before, in this file or another of the same stream. `recognised` (the default):
   * by its number, where a corrected one takes the place of the earlier, else by its content, copy for copy; `kept`:
   * every record is one more.
   */
  repeats: v.optional(v.picklist(['recognised', 'kept'])),
  /**
   * orders, events: which sources may bring the same record. Unsaid, those whose person, time and number stand under the
   * same headers; a name joins files with other headers, or parts two shops that count their orders alike.
   */
  stream: v.optional(text(120)),
  /** consent: what holds for all of the source. */
  consent: v.optional(
    v.strictObject({
      /** When the source was made: nothing in it can have been said later. */
      exported: v.optional(
        v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}$/, 'a date is written YYYY-MM-DD')),
      ),
      controller: v.optional(text(200)),
      recipients: v.optional(v.pipe(v.array(text(200)), v.maxLength(50))),
      dataCategories: v.optional(v.pipe(v.array(text(200)), v.maxLength(50))),
      withdrawal: v.optional(text(400)),
      /** The file is about one state: everybody in it has it. `dated`: the column that says since when. */
      everyone: v.optional(
        v.strictObject({
          state: v.picklist(SAYABLE_STATES),
          purpose: purposeId,
          dated: v.optional(v.pipe(v.string(), v.maxLength(400))),
        }),
      ),
    }),
  ),
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

const requireDictionary = (column: ColumnMapping, meanings: readonly string[], example: string): void => {
  if (column.values === undefined)
    throw invalid(
      `The consent column "${column.column}" has no dictionary of values.`,
      `Say what each value means, for example values: ${example}. Meanings: ${meanings.join(', ')}.`,
    );
  for (const [from, to] of Object.entries(column.values))
    if (!meanings.includes(to))
      throw invalid(
        `The consent column "${column.column}" maps "${from}" to "${to}", which is not a state.`,
        `Meanings: ${meanings.join(', ')}.`,
      );
};

/** A state needs a dictionary and a purpose, a string the signals that are looked for; nothing is guessed. */
const checkConsent = (mapping: Mapping): void => {
  const parts = mapping.columns.filter(({ role }) => role === 'consent');
  const withPart = (...wanted: string[]): ColumnMapping[] =>
    parts.filter(({ part }) => wanted.includes(part ?? 'state'));
  const states = withPart('state');
  const signals = withPart('gpc', 'tcf', 'gpp');
  if (mapping.kind === 'consents' && (states.length > 1 || states.length + signals.length === 0))
    throw invalid(
      'A mapping of consents needs exactly one column with the consent state, or a consent string.',
      'Give it the role consent with part: state.',
    );
  const [purposeColumn] = withPart('purpose');
  for (const state of states) {
    requireDictionary(state, SAYABLE_STATES, '{yes: given, no: refused}');
    if (state.purpose === undefined && purposeColumn === undefined)
      throw invalid(
        `The consent column "${state.column}" does not say for which purpose.`,
        'Add purpose:, or map a column with part: purpose.',
      );
  }
  for (const column of withPart('minor'))
    requireDictionary(column, FLAG_WORDS.minor, '{yes: minor, no: adult}');
  for (const column of withPart('gpc')) requireDictionary(column, FLAG_WORDS.gpc, '{1: "on", 0: "off"}');
  for (const column of withPart('tcf', 'gpp'))
    if (column.signals === undefined || Object.keys(column.signals).length === 0)
      throw invalid(
        `The consent strings in "${column.column}" have no signals: what they mean for which purpose.`,
        'Say it, for example signals: {personalize: [5, 6], third_party_sharing: [sale, gpc]}.',
      );
  for (const [from, to] of Object.entries(purposeColumn?.values ?? {}))
    if (!PURPOSE_ID.test(to))
      throw invalid(
        `The purpose column maps "${from}" to "${to}", which is not a purpose.`,
        'A purpose is written in words joined by dots.',
      );
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
  for (const entry of mapping.columns) {
    const { column } = entry;
    if (entry.prefix !== undefined && (entry.identifier ?? 'customer') !== 'customer')
      throw invalid(
        `The prefix of "${column}" stands before what is no customer number.`,
        'Say identifier: customer, or leave the prefix out: an address, a telephone or a device is the same in every system.',
      );
    const problem = stepsProblem(entry);
    if (problem !== null)
      throw invalid(
        `The steps of "${column}" cannot be done: ${problem}.`,
        'See docs/plan.md for the steps.',
      );
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
  const references = only(mapping, 'reference', 1);
  if (mapping.orderLines === true && (mapping.kind !== 'orders' || references.length === 0))
    throw invalid(
      'The mapping says orderLines, but not by which number the lines of an order belong together.',
      'Give the column with the number of the order the role reference, in a mapping of orders.',
    );
  only(mapping, 'name', 1);
  checkConsent(mapping);
  return mapping;
};
