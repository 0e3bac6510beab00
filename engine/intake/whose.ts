/**
 * Whose a record is: its identifier and its links as pseudonyms, or, in a file that names nobody, its own place in the
 * file. The first identifier that a record has tells its person: a browser before its login, a telephone without an address.
 */
import { createHash } from 'node:crypto';
import type { IdentifierType } from '../../shared/vocabulary.ts';
import { PSEUDONYM_BYTES, type Pseudonymiser } from '../privacy/pseudonyms.ts';
import type { Arena } from './arena.ts';
import type { Cells } from './cells/cells.ts';
import type { IdentifierField, Layout, LoadBatch, Pseudonyms } from './layout.ts';
import type { Refusal } from './order-lines.ts';
import { createPseudonymColumn } from './pseudonym-column.ts';
import { firstPart, isAbsent } from './spans.ts';
import type { Span } from './texts.ts';
import { isNobody } from './values/nobody.ts';

/** Whose a record is said to be: by its identifier (0) or its nth link, with the value as it stood there. */
export type Told = { toldBy: number; identifier: Uint8Array };

/** No identifier of the record was found yet. */
const NOBODY = -1;
/** Identifiers of a person in a file that names nobody are customer numbers that no file holds. */
export const OWN_PLACE: IdentifierField = {
  at: -1,
  header: 'its place in the file',
  type: 'customer',
  separator: null,
  prefix: '',
};

/** The type of the identifier that told whose a record is: the first (0), or the nth link. */
export const typeTold = (
  { identifier, links }: Pick<Layout, 'identifier' | 'links'>,
  toldBy: number,
): IdentifierType => (links[toldBy - 1] ?? identifier ?? OWN_PLACE).type;

const copyPseudonym = (from: Pseudonyms, to: Pseudonyms, row: number): void => {
  const [start, end] = [row * PSEUDONYM_BYTES, (row + 1) * PSEUDONYM_BYTES];
  to.bytes.set(from.bytes.subarray(start, end), start);
  for (let i = 0; i < to.earlier.length; i++) to.earlier[i].set(from.earlier[i].subarray(start, end), start);
};

/**
 * What stands for a person who is only a record: the content of the file and the place of the record in it, so that the
 * same file brings the same people, and no other file does.
 * @param sha256 of the source, hexadecimal
 * @param record its number in the source, from 1
 */
export const recordIdentifier = (sha256: string, record: number): string =>
  `record-${createHash('sha256').update(`${sha256} ${record}`).digest('hex')}`;

export type Whose = {
  /** Takes room for a batch of at most `rows` rows. */
  begin(rows: number, arena: Arena): void;
  /** Takes the identifiers of all records that are not odd, each into its own row. */
  takePlain(): void;
  /**
   * Takes the identifiers of a record into a row; the answer is null or the column and reason it fails for.
   * @param number of the record in the source, from 1
   * @param carried whose the order is that the record is a further line of
   */
  take(record: number, row: number, number: number, carried: Told | null): Refusal | null;
  /** Whose the last record was; a copy of its bytes. */
  told(): Told | null;
  /** The pseudonyms of the batch, once the pseudonymiser was flushed. */
  finish(rows: number): Pick<LoadBatch, 'identifiers' | 'links'>;
};

/**
 * @param read puts a cell of a record into `span`
 * @param failed hears of links that are no such identifier
 * @param source hash of the source, where its records are its people
 * @param keeps whether `told` is asked for
 * @param cells the kernel, where it may read the records
 */
export const createWhose = (
  { identifier: field, links: fields, people }: Pick<Layout, 'identifier' | 'links' | 'people'>,
  pseudonymiser: Pseudonymiser,
  {
    span,
    read,
    failed,
    source,
    keeps,
    cells,
  }: {
    span: Span;
    read: (record: number, at: number) => void;
    failed: (header: string, span: Span) => void;
    source: string;
    keeps: boolean;
    cells: Cells | null;
  },
): Whose => {
  const named = field ?? OWN_PLACE;
  const identifier = createPseudonymColumn(named, pseudonymiser, cells?.identifiers(named) ?? null);
  const links = fields.map((link) =>
    createPseudonymColumn(link, pseudonymiser, cells?.identifiers(link) ?? null),
  );
  let toldBy: Uint8Array = new Uint8Array(0);
  let present: Uint8Array[] = [];
  let last: Told | null = null;

  const cover = (bytes: Uint8Array): void => {
    span.bytes = bytes;
    span.start = 0;
    span.end = bytes.length;
  };
  /** Narrows the cell to its identifier; false where there is none. */
  const narrow = ({ separator }: IdentifierField): boolean => {
    if (separator !== null) firstPart(span, separator.charCodeAt(0));
    return !isAbsent(span) && !isNobody(span.bytes, span.start, span.end);
  };
  const tells = (by: number): void => {
    last = keeps ? { toldBy: by, identifier: span.bytes.slice(span.start, span.end) } : null;
  };

  return {
    begin: (rows, arena) => {
      for (const column of [identifier, ...links]) column.begin(rows, arena);
      toldBy = arena.bytes(rows);
      present = links.map(() => arena.bytes(rows));
    },
    takePlain: () => {
      identifier.takePlain(null);
      links.forEach((link, i) => {
        link.takePlain(present[i]);
      });
    },
    take: (record, row, number, carried) => {
      const refused = (reason: string): Refusal => ({ column: named.header, reason });
      let told = NOBODY;
      if (people === 'records') {
        cover(Buffer.from(recordIdentifier(source, number), 'utf8'));
        told = 0;
      } else if (people !== null) {
        read(record, people.order.at);
        toldBy[row] = 0;
        return isAbsent(span)
          ? { column: people.order.header, reason: 'the number of its order is missing', empty: true }
          : null;
      } else if (field !== null) {
        read(record, field.at);
        if (narrow(field)) told = 0;
        else if (carried?.toldBy === 0) {
          cover(carried.identifier);
          told = 0;
        }
      }
      if (told === 0) {
        if (!identifier.take(span, row)) return refused(`the value is no ${named.type} identifier`);
        tells(0);
      }
      for (let i = 0; i < links.length; i++) {
        read(record, fields[i].at);
        const given = narrow(fields[i]);
        present[i][row] = given && links[i].take(span, row) ? 1 : 0;
        if (given && present[i][row] === 0 && fields[i].isMixed !== true) failed(fields[i].header, span);
        if (told !== NOBODY || present[i][row] === 0) continue;
        told = i + 1;
        tells(told);
      }
      if (told === NOBODY && carried !== null) {
        told = carried.toldBy;
        cover(carried.identifier);
        links[told - 1].take(span, row);
        present[told - 1][row] = 1;
        tells(told);
      }
      if (told === NOBODY) return { ...refused('the identifier is missing'), empty: true };
      toldBy[row] = told;
      return null;
    },
    told: () => last,
    finish: (rows) => {
      const own = identifier.pseudonyms();
      const others = links.map((column, i) => ({ ...column.pseudonyms(), present: present[i] }));
      for (let row = 0; row < rows; row++)
        if (toldBy[row] > 0) copyPseudonym(others[toldBy[row] - 1], own, row);
      return { identifiers: { ...own, toldBy }, links: others };
    },
  };
};
