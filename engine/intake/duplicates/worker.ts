/**
 * Finding duplicates in a thread of its own: the values of one file or of two are read, compared and forgotten here. What
 * leaves are numbers of records, masked values, levels of agreement, and pseudonyms.
 */
import { type DuplicateMethod, type DuplicatePairs, MOST_PAIRS } from '../../../shared/contract/identity.ts';
import type { IdentifierType } from '../../../shared/vocabulary.ts';
import type { Task } from '../../jobs/worker.ts';
import {
  createPseudonymiser,
  PSEUDONYM_BYTES,
  type PseudonymKeys,
  type Raw,
} from '../../privacy/pseudonyms.ts';
import { fieldText } from '../csv/fields.ts';
import { type Format, quoteOf } from '../formats/format.ts';
import { readRecords } from '../formats/records.ts';
import type { Part } from '../input/part.ts';
import { normaliseValue } from '../values/normalise.ts';
import { MOST_RECORDS } from './block.ts';
import { findByFilters, openFilters } from './clk.ts';
import type { Field } from './fields.ts';
import { findDuplicates } from './find.ts';
import { growing } from './growing.ts';
import type { Found } from './match.ts';
import { packTexts } from './packed.ts';
import { openRecords } from './records.ts';
import { type Explained, tellPairs } from './told.ts';

/** A source as it is read: which columns are compared, in the order of the fields, and which identifies. */
export type ComparedFile = {
  parts: Part[];
  format: Format;
  columns: number[];
  identifier: { at: number; type: IdentifierType; prefix: string };
};
export type DuplicatesInput = {
  /** One source, or two between which pairs lie. */
  files: ComparedFile[];
  fields: Field[];
  method: DuplicateMethod;
  /** About how many records they have, 0 where nobody knows. */
  expected: number;
  /** 32 bytes under which filters are made, of these files alone. */
  secret: Uint8Array;
  keys: PseudonymKeys;
  /** Numbers of the pairs that somebody confirmed, or null where they are to be told. */
  confirmed: readonly number[] | null;
};
export type DuplicatesResult = {
  records: number;
  compared: number;
  passedOver: number;
  /** Pairs that are told, and those less sure that are not. */
  told: number;
  more: number;
  /** Pseudonyms of both identifiers of the pairs that were confirmed, one after the other, where both have one. */
  pseudonyms: Uint8Array;
};
/** What is posted on the way: records read so far, null once they are compared; and the pairs, where none were confirmed. */
export type DuplicatesMessage = { read: number | null } | { pairs: DuplicatePairs };

/** Room for more records than are expected from the length of their first. */
const MARGIN = 1.05;
/** Records between two reports. */
const REPORT_EVERY = 20_000;

/** What either way of comparing takes, and finds. */
type Comparer = {
  add(row: readonly string[]): void;
  find(split: number | null): { found: Found; explained: Explained };
};

const byFields = (fields: readonly Field[], expected: number): Comparer => {
  const open = openRecords(fields, expected);
  return {
    add: open.add,
    find: (split) => {
      const records = open.done(split);
      return {
        found: findDuplicates(records),
        explained: {
          fields: fields.map(({ header }, at) => ({ header, at })),
          values: { fields, of: records },
        },
      };
    },
  };
};

const byFilters = (fields: readonly Field[], expected: number, secret: Uint8Array): Comparer => {
  const open = openFilters(fields, secret, expected);
  return {
    add: open.add,
    find: (split) => {
      const filters = open.done(split);
      return {
        found: findByFilters(filters),
        explained: {
          fields: filters.ranges.map(({ range, header }) => ({ header, at: range })),
          values: null,
        },
      };
    },
  };
};

/** Reads the files and finds the pairs. @throws CloisterError INPUT_* */
export const task: Task<DuplicatesInput, DuplicatesResult> = async (input, { post }) => {
  const { fields, files, secret } = input;
  const expected = Math.min(MOST_RECORDS, Math.ceil(MARGIN * input.expected));
  const compare = input.method === 'clk' ? byFilters(fields, expected, secret) : byFields(fields, expected);
  const identifiers = packTexts(expected);
  const numbers = growing(expected);
  /** The parts, each with the row that it begins with. */
  const begun: { row: number; name: string }[] = [];
  let split = 0;
  for (const { parts, format, columns, identifier } of files) {
    split = identifiers.size;
    for (const part of parts) {
      begun.push({ row: identifiers.size, name: part.name });
      await readRecords(part, format, {
        onBatch: (batch) => {
          const text = (record: number, at: number): string =>
            fieldText(batch, record, at, quoteOf(format)).trim();
          for (let record = 0; record < batch.count; record++) {
            compare.add(columns.map((at) => text(record, at)));
            const own = text(record, identifier.at);
            identifiers.add(own === '' ? '' : identifier.prefix + own);
            numbers.push(batch.numbers[record]);
            if (identifiers.size % REPORT_EVERY === 0)
              post({ read: identifiers.size } satisfies DuplicatesMessage);
          }
        },
      });
    }
  }
  post({ read: null } satisfies DuplicatesMessage);
  const { found, explained } = compare.find(files.length === 2 ? split : null);
  const typeOf = (row: number): IdentifierType =>
    files[files.length === 2 && row >= split ? 1 : 0].identifier.type;
  const { firsts, seconds } = found.matches;
  // Records under one identifier are one person's already.
  const others = Uint32Array.from(firsts.keys()).filter(
    (match) =>
      identifiers.at(firsts[match]) !== identifiers.at(seconds[match]) ||
      typeOf(firsts[match]) !== typeOf(seconds[match]),
  );
  const chosen = others.subarray(0, MOST_PAIRS);
  if (input.confirmed === null) {
    const pairs = tellPairs(found, chosen, explained, {
      number: numbers.at,
      // A number is one of its part: of several it is told with the name.
      files: begun.length > files.length ? begun : [],
    });
    const { records, through, files: stands, score, agreement, values } = pairs;
    post({ pairs } satisfies DuplicatesMessage, [
      ...[records, through, stands, score, agreement].map(({ buffer }) => buffer as ArrayBuffer),
      ...(values === null ? [] : [values.places.buffer as ArrayBuffer]),
    ]);
  }
  const { identifier: write, flush } = createPseudonymiser(input.keys);
  const pseudonyms = new Uint8Array(2 * PSEUDONYM_BYTES * (input.confirmed?.length ?? 0));
  let named = 0;
  for (const pair of input.confirmed ?? []) {
    if (pair > chosen.length) continue;
    const rows = [firsts[chosen[pair - 1]], seconds[chosen[pair - 1]]];
    const own = rows.map((row) => normaliseValue(typeOf(row), Buffer.from(identifiers.at(row), 'utf8')));
    if (own.includes(null)) continue;
    rows.forEach((row, side) => {
      write(typeOf(row), own[side] as Raw<Uint8Array>, pseudonyms, (2 * named + side) * PSEUDONYM_BYTES);
    });
    named += 1;
  }
  flush();
  return {
    records: identifiers.size,
    compared: found.compared,
    passedOver: found.passedOver,
    told: chosen.length,
    more: others.length - chosen.length,
    pseudonyms: pseudonyms.slice(0, 2 * PSEUDONYM_BYTES * named),
  };
};
