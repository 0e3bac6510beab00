/** What the intake worker is told and what it sends back. Raw identifiers are in neither. */
import type { Reject } from '../../shared/contract/answers.ts';
import type { SourceQuality } from '../../shared/contract/quality.ts';
import type { Step } from '../../shared/steps.ts';
import type { IdentifierType, Role } from '../../shared/vocabulary.ts';
import type { PseudonymKeys } from '../privacy/pseudonyms.ts';
import type { Format } from './formats/format.ts';
import type { Part } from './input/part.ts';
import type { ColumnScan } from './scan.ts';
import type { About } from './values/identifying.ts';
import type { NumberFormat } from './values/numbers.ts';
import type { TimeFormat } from './values/times.ts';

/** A column the worker reads: its place in the record and its header for the report of rejects. */
export type Field = { at: number; header: string; steps?: readonly Step[] | undefined };

/** A column of identifiers: where a cell holds several, what parts them; what stands before each as it is hashed. */
export type IdentifierField = Field & {
  type: IdentifierType;
  separator: string | null;
  prefix: string;
  /** Values of another type stand in the column by rights: they are no fault. */
  isMixed?: boolean;
};

/** The columns of a source by what is made of them. Everything else is passed over as bytes. */
export type Layout = {
  /** What tells people apart; null where `people` says by what else they are told. */
  identifier: IdentifierField | null;
  /** Of a file that names nobody: each record is a person, or belongs to that of the order with this number. */
  people: 'records' | { order: Field } | null;
  links: IdentifierField[];
  /** Times; a required one rejects the record when it is missing. */
  times: (Field & { format: TimeFormat; required: boolean })[];
  /** Places of columns written the same way: `minus` is taken off, by `times` it is multiplied. */
  numbers: (Field & {
    format: NumberFormat;
    name: string;
    minus: number | null;
    times: number | null;
    /** Places of the columns that say it where this one is empty. */
    otherwise: number[];
    /** The column of its currency, and what one unit of each is worth. */
    currency: (Field & { rates: Readonly<Record<string, number>> }) | null;
    /** What its header says of values that look like identifiers. */
    about: About;
  })[];
  /**
   * Texts; `stored` ones are scanned for identifiers, under the name the vault gives them. A long one may be a
   * consent string, of which every record may hold another. `holds`: what is kept is whether this value is among those
   * of the cell, yes or no.
   */
  texts: (Field & {
    stored: boolean;
    name: string | null;
    long: boolean;
    holds: { value: string; separator: string } | null;
    about: About;
  })[];
  reference: Field | null;
  /** Whole records are compared: those repeated word for word are taken once, or counted; null where none are. */
  whole: 'once' | 'counted' | null;
  /** Records whose value is one of these are left out, or, with `only`, all others. */
  leftOut: (Field & { values: string[]; only: boolean })[];
  /** Lines of one order stand together, told by the reference; `amount` is the number that is the order's. */
  orderLines: { amount: number | null } | null;
  /** Lines of one field at the end are no records. */
  footer: boolean;
};

/** The columns of a layout, whatever they are for. */
const fieldsOf = (layout: Layout): Field[] => {
  const { identifier, people, links, times, numbers, texts, reference, leftOut } = layout;
  const own = people !== null && people !== 'records' ? people.order : identifier;
  const single = [own, reference].filter((field) => field !== null);
  return [...single, ...links, ...times, ...numbers, ...texts, ...leftOut];
};

/** Places of the columns that something is made of. */
export const keptPlaces = (layout: Layout): Set<number> => {
  const { numbers } = layout;
  const beside = numbers.flatMap(({ minus, times, otherwise, currency }) =>
    [minus, times, ...otherwise, currency?.at ?? null].filter((place) => place !== null),
  );
  return new Set([...fieldsOf(layout).map(({ at }) => at), ...beside]);
};

/** The header of the column at a place, where something is made of it. */
export const headerAt = (layout: Layout, place: number | undefined): string | null =>
  fieldsOf(layout).find(({ at }) => at === place)?.header ?? null;

export type LoadInput = {
  /** Of the source; of a stream what is known of it so far. */
  sha256: string;
  /** What is read, one after the other, and in what form. */
  parts: Part[];
  format: Format;
  /** Places of the columns that something is made of. */
  kept: Set<number>;
  layout: Layout;
  /** Roles of columns by their headers, and the moment of the import in UTC milliseconds, for its profile. */
  roles: Readonly<Record<string, Role>>;
  now: number;
  keys: PseudonymKeys;
  /** How many batches are on their way; the worker waits while there are too many. */
  inFlight: Int32Array;
};

/** Most batches on their way to the owner. */
export const CREDITS = 4;

/** Pseudonyms of one column, 32 bytes per row: of this epoch, and of the earlier ones. */
export type Pseudonyms = { bytes: Uint8Array; earlier: Uint8Array[] };

/** Records of one batch that were taken; arrays have one entry per row. */
export type LoadBatch = {
  rows: number;
  /** `toldBy` is 0, or n where a row has no identifier and its person is told by the nth link, which stands here. */
  identifiers: Pseudonyms & { toldBy: Uint8Array };
  links: (Pseudonyms & { present: Uint8Array })[];
  times: Float64Array[];
  numbers: Float64Array[];
  /** Codes into the worker's own dictionary of each text column (-1 missing), and the texts new to it. */
  texts: { codes: Int32Array; added: string[] }[];
  references: Uint32Array;
  /** Numbers of the orders that rows belong to, where those tell whose they are. */
  orders: Uint32Array;
  /** Number of the record in the file, from 1. */
  records: Float64Array;
  /** Line and byte at which the record begins. */
  lines: Float64Array;
  offsets: Float64Array;
  rejects: Reject[];
  /** Records seen so far, bytes read so far. */
  seen: number;
  bytes: number;
};

/** A batch before it is told how far the file was read. */
export type Converted = Omit<LoadBatch, 'bytes'>;

export type LoadResult = {
  records: number;
  rejected: number;
  /** Records that repeat another word for word, where whole records are compared. */
  repeated: number;
  bytes: number;
  /** Of what came through standard input; null for files, whose hash is known. */
  sha256: string | null;
  /** What was seen in the columns that are stored. */
  scans: ColumnScan[];
  quality: SourceQuality;
};
