/**
 * Finding duplicates in a thread of its own: the values of one file or of two are read, compared and forgotten here. What
 * leaves are numbers of records, masked values, levels of agreement, and pseudonyms.
 */
import type { DuplicateMethod, DuplicatePair } from '../../../shared/contract/identity.ts';
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
import { type Field, masked } from './fields.ts';
import { findDuplicates } from './find.ts';
import { growing } from './growing.ts';
import type { Found, Match } from './match.ts';
import { LEVEL_WORDS } from './model.ts';
import { packTexts } from './packed.ts';
import { openRecords } from './records.ts';

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
};
export type DuplicatesResult = {
  records: number;
  compared: number;
  passedOver: number;
  pairs: Omit<DuplicatePair, 'pair'>[];
  /** Pseudonyms of both identifiers of every pair; empty where one has none. */
  pseudonyms: [Uint8Array, Uint8Array][];
};
/** What is posted on the way: records read so far, null once they are compared. */
export type DuplicatesProgress = { read: number | null };

/** Room for more records than are expected from the length of their first. */
const MARGIN = 1.05;
/** Records between two reports. */
const REPORT_EVERY = 20_000;

type Fields = DuplicatePair['fields'];
/** What either way of comparing takes, and finds. */
type Comparer = {
  add(row: readonly string[]): void;
  find(split: number | null): { found: Found; explain(match: Match): Fields };
};

const byFields = (fields: readonly Field[], expected: number): Comparer => {
  const open = openRecords(fields, expected);
  return {
    add: open.add,
    find: (split) => {
      const records = open.done(split);
      const value = (field: number, record: number): string =>
        masked(fields[field].kind, records.values[field].at(records.codes[field][record]));
      return {
        found: findDuplicates(records),
        explain: ({ first, second, levels, weights }) =>
          fields.map(({ header }, i) => ({
            field: header,
            agreement: LEVEL_WORDS[levels[i]],
            weight: weights[i],
            values: [value(i, first), value(i, second)],
          })),
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
        explain: ({ levels, weights }) =>
          filters.ranges.map(({ range, header }) => ({
            field: header,
            agreement: LEVEL_WORDS[levels[range]],
            weight: weights[range],
            values: null,
          })),
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
              post({ read: identifiers.size } satisfies DuplicatesProgress);
          }
        },
      });
    }
  }
  post({ read: null } satisfies DuplicatesProgress);
  const { found, explain } = compare.find(files.length === 2 ? split : null);
  const typeOf = (row: number): IdentifierType =>
    files[files.length === 2 && row >= split ? 1 : 0].identifier.type;
  const { identifier: write, flush } = createPseudonymiser(input.keys);
  const pseudonymOf = (row: number): Uint8Array => {
    const normalised = normaliseValue(typeOf(row), Buffer.from(identifiers.at(row), 'utf8'));
    if (normalised === null) return new Uint8Array(0);
    const out = new Uint8Array(PSEUDONYM_BYTES);
    write(typeOf(row), normalised as Raw<Uint8Array>, out, 0);
    return out;
  };
  // A number is one of its part: of several it is told with the name.
  const isSeveral = begun.length > files.length;
  const fileOf = (row: number): string => begun.findLast((part) => part.row <= row)?.name ?? '';
  // Records under one identifier are one person's already.
  const matches = found.matches.filter(
    ({ first, second }) =>
      identifiers.at(first) !== identifiers.at(second) || typeOf(first) !== typeOf(second),
  );
  const pseudonyms = matches.map(({ first, second }): [Uint8Array, Uint8Array] => [
    pseudonymOf(first),
    pseudonymOf(second),
  ]);
  flush();
  return {
    records: identifiers.size,
    compared: found.compared,
    passedOver: found.passedOver,
    pairs: matches.map((match) => ({
      records: [numbers.at(match.first), numbers.at(match.second)],
      ...(isSeveral
        ? {
            files: [match.first, match.second, ...(match.through === null ? [] : [match.through])].map(
              fileOf,
            ),
          }
        : {}),
      score: match.score,
      through: match.through === null ? null : numbers.at(match.through),
      fields: explain(match),
    })),
    pseudonyms,
  };
};
