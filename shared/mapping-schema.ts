/** What a mapping may say: of each column, of how the file is written, and of its records as a whole. */
import * as v from 'valibot';
import { currencyRates, stepSchema } from './steps.ts';
import {
  CLASSES,
  CONSENT_MEANINGS,
  IDENTIFIER_TYPES,
  KINDS,
  LAWFUL_BASES,
  PREFIX,
  PURPOSE_ID,
  ROLES,
  SEPARATORS,
} from './vocabulary.ts';

const text = (most: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(most));
const purposeId = v.pipe(v.string(), v.maxLength(120), v.regex(PURPOSE_ID, 'it is no purpose'));

/**
 * Part of a consent that a column holds. `method` says how it was said, `reason` why, in words of a list. `region` says where the person lives, `minor` whether they are one, `gpc`
 * whether their browser sent Global Privacy Control; `tcf` and `gpp` hold consent strings.
 */
export const CONSENT_PARTS = [
  'state',
  'purpose',
  'notice',
  'method',
  'reason',
  'until',
  'region',
  'minor',
  'gpc',
  'tcf',
  'gpp',
] as const;
/** What the values of a column `minor` and `gpc` may mean. */
export const FLAG_WORDS = { minor: ['minor', 'adult'], gpc: ['on', 'off'] } as const;

/**
 * What a record is that came before. `recognised` (the default): the same in another file is nothing new, and the same
 * twice in one file is two. By its number an event takes the place of the earlier one; an order does so with all its lines,
 * or, with none of the lines held and another number of them, is a further part of the order. `joined`: lines of an order
 * that are not held are always a further part; `replaced`: they always take the place of the earlier ones. `once`: what
 * one file repeats word for word is taken once. `kept`: every record is one more.
 */
export const REPEATS = ['recognised', 'joined', 'replaced', 'once', 'kept'] as const;

/** The name of an attribute in the vault. */
export const ATTRIBUTE_NAME = /^[a-z][a-z0-9_]{0,59}$/;

const columnSchema = v.strictObject({
  /** Header of the column as the file has it, after visible renaming of duplicates. */
  column: v.pipe(v.string(), v.maxLength(400)),
  role: v.picklist(ROLES),
  /** Name in the vault (attributes); letters, digits and underscores. Default: made from the header. */
  name: v.optional(v.pipe(v.string(), v.regex(ATTRIBUTE_NAME))),
  /** identifier, link: what it identifies by. */
  identifier: v.optional(v.picklist(IDENTIFIER_TYPES)),
  /** identifier, link, of a customer number: stands before it, so that 501 is not the 501 of another system. */
  prefix: v.optional(v.pipe(v.string(), v.regex(PREFIX, 'it is a word in small letters and a colon'))),
  /** identifier, link, of a number or device: a value that is an e-mail address is linked with that address, too. */
  emails: v.optional(v.boolean()),
  /** attribute: its privacy class. */
  class: v.optional(v.picklist(CLASSES)),
  /** attribute: how it is kept. */
  type: v.optional(v.picklist(['text', 'number'])),
  /**
   * A cell may hold several, parted by this sign. identifier, link: the first that is not empty is taken. attribute of
   * profiles: each of `values` becomes an attribute of its own, yes or no.
   */
  separator: v.optional(v.picklist(SEPARATORS)),
  /** amount: column of what was paid back, written the same way, to be taken off. */
  minus: v.optional(v.pipe(v.string(), v.maxLength(400))),
  /** amount: column of how many pieces, written the same way, where the amount is the price of one. */
  times: v.optional(v.pipe(v.string(), v.maxLength(400))),
  /** Values of this column whose records are left out, such as payments that failed; its role may be any. */
  leaveOut: v.optional(
    v.pipe(v.array(v.pipe(v.string(), v.maxLength(200))), v.minLength(1), v.maxLength(100)),
  ),
  /** Values of this column whose records alone are taken, such as purchases among events; its role may be any. */
  only: v.optional(v.pipe(v.array(v.pipe(v.string(), v.maxLength(200))), v.minLength(1), v.maxLength(100))),
  /** amount: columns that say it where this one is empty, the first that does; written the same way. */
  otherwise: v.optional(
    v.pipe(v.array(v.pipe(v.string(), v.maxLength(400))), v.minLength(1), v.maxLength(10)),
  ),
  /** amount: column of its currency; `rates` say what one unit of each is worth, in the one whose rate is 1. */
  currency: v.optional(v.pipe(v.string(), v.maxLength(400))),
  rates: v.optional(currencyRates),
  /** time, amount, number: the format the whole column is written in; detected where it is left out. */
  format: v.optional(text(80)),
  /** What is done to its values as they are read; see `shared/steps.ts`. */
  steps: v.optional(v.pipe(v.array(stepSchema), v.minLength(1), v.maxLength(10))),
  /** consent: which part, and what each value of the column means. */
  part: v.optional(v.picklist(CONSENT_PARTS)),
  /** consent state of a profile: the purpose it is about. */
  purpose: v.optional(purposeId),
  /**
   * Explicit dictionary from the column's values. consent: to what each means; one that is not listed is unknown.
   * attribute with a separator: to the name of the attribute that says whether a cell holds it; others are not kept.
   */
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
   * profiles without an identifier: each record is a person of its own, known by nothing but its place in this file, and so
   * recognised in no other.
   */
  people: v.optional(v.literal('records')),
  /** events: what all of them are called, where no column has the role name. */
  called: v.optional(text(80)),
  /**
   * orders: an order stands on several records one after the other, one a line item. Person and time may stand on the
   * first alone; the amount is that of the order and is counted at its first record.
   */
  orderLines: v.optional(v.boolean()),
  /** orders, events: a record that came before, in this file or another of the same stream; see `REPEATS`. */
  repeats: v.optional(v.picklist(REPEATS)),
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
          state: v.picklist(CONSENT_MEANINGS),
          purpose: purposeId,
          dated: v.optional(v.pipe(v.string(), v.maxLength(400))),
          /** The column that says when they were asked: a `requested` event of its own, which decides nothing. */
          asked: v.optional(v.pipe(v.string(), v.maxLength(400))),
          /** Consent where it is left out; of another lawful basis no day has to be known. */
          basis: v.optional(v.picklist(LAWFUL_BASES)),
        }),
      ),
    }),
  ),
});
export type Mapping = v.InferOutput<typeof mappingSchema>;
