/**
 * Finding duplicates in a thread of its own: the values of a file are read, compared and forgotten here. What leaves are
 * numbers of records, masked values, levels of agreement, and pseudonyms.
 */
import { CloisterError } from '../../../shared/errors.ts';
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
import { type Field, masked } from './fields.ts';
import { findDuplicates } from './find.ts';
import { LEVEL_WORDS } from './model.ts';

/** Most records that are compared in memory. */
const MOST_RECORDS = 200_000;

export type DuplicatesInput = {
  parts: Part[];
  format: Format;
  fields: Field[];
  identifier: { at: number; type: IdentifierType };
  keys: PseudonymKeys;
};

/** A pair as it is shown: records by their number in the file, fields with masked values. */
export type FoundPair = {
  records: [number, number];
  probability: number;
  fields: { field: string; agreement: string; values: [string, string] }[];
};
export type DuplicatesResult = {
  records: number;
  pairs: FoundPair[];
  /** Pseudonyms of both identifiers of every pair; empty where one has none. */
  pseudonyms: [Uint8Array, Uint8Array][];
};

/** Reads the file and finds the pairs. @throws CloisterError INPUT_* */
export const task: Task<DuplicatesInput, DuplicatesResult> = async (input) => {
  const { fields, identifier, format } = input;
  const rows: string[][] = [];
  const identifiers: string[] = [];
  const numbers: number[] = [];
  for (const part of input.parts)
    await readRecords(part, format, {
      onBatch: (batch) => {
        if (rows.length + batch.count > MOST_RECORDS)
          throw new CloisterError(
            'INPUT_FORMAT',
            `The file has more than ${MOST_RECORDS} records; so many are not compared in memory.`,
            'Look for duplicates in a part of it.',
          );
        const text = (record: number, at: number): string =>
          fieldText(batch, record, at, quoteOf(format)).trim();
        for (let record = 0; record < batch.count; record++) {
          rows.push(fields.map(({ at }) => text(record, at)));
          identifiers.push(text(record, identifier.at));
          numbers.push(batch.numbers[record]);
        }
      },
    });
  const { identifier: write, flush } = createPseudonymiser(input.keys);
  const pseudonymOf = (row: number): Uint8Array => {
    const normalised = normaliseValue(identifier.type, Buffer.from(identifiers[row], 'utf8'));
    if (normalised === null) return new Uint8Array(0);
    const out = new Uint8Array(PSEUDONYM_BYTES);
    write(identifier.type, normalised as Raw<Uint8Array>, out, 0);
    return out;
  };
  const matches = findDuplicates(fields, rows).filter(
    ({ first, second }) => identifiers[first] !== identifiers[second],
  );
  const pseudonyms = matches.map(({ first, second }): [Uint8Array, Uint8Array] => [
    pseudonymOf(first),
    pseudonymOf(second),
  ]);
  flush();
  return {
    records: rows.length,
    pairs: matches.map(({ first, second, probability, levels }) => ({
      records: [numbers[first], numbers[second]],
      probability,
      fields: fields.map(({ header }, i) => ({
        field: header,
        agreement: LEVEL_WORDS[levels[i]],
        values: [masked(rows[first][i]), masked(rows[second][i])],
      })),
    })),
    pseudonyms,
  };
};
