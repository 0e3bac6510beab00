/** Inspects bytes as a file and reads all its records as texts, for the tests of the formats. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Problem } from '../../../../engine/intake/csv/batch.ts';
import { fieldText } from '../../../../engine/intake/csv/fields.ts';
import { quoteOf } from '../../../../engine/intake/formats/format.ts';
import { readRecords } from '../../../../engine/intake/formats/records.ts';
import { type Inspection, type InspectOptions, inspectFiles } from '../../../../engine/intake/inspect.ts';
import { CloisterError } from '../../../../shared/errors.ts';

const folder = mkdtempSync(join(tmpdir(), 'cloister-formats-'));
// Files of tests that follow each other in one process share it.
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

/** A path for a file of this test. */
export const pathOf = (name: string): string => join(folder, name);

export const file = (name: string, bytes: string | Uint8Array): string => {
  writeFileSync(pathOf(name), bytes);
  return pathOf(name);
};

export type Collected = {
  inspection: Inspection;
  names: string[];
  rows: string[][];
  places: [number, number][];
  problems: Problem[];
};

/** All records of files that are one source. */
export const collect = async (paths: string | string[], options: InspectOptions = {}): Promise<Collected> => {
  const files = [paths].flat().map((path) => ({ source: path, name: path.split('/').pop() ?? '' }));
  const inspection = await inspectFiles(files, options);
  const rows: string[][] = [];
  const places: [number, number][] = [];
  const problems: Problem[] = [];
  for (const part of inspection.parts)
    await readRecords(part, inspection.format, {
      onBatch: (batch) => {
        for (let r = 0; r < batch.count; r++) {
          rows.push(
            Array.from({ length: batch.width }, (_, c) => fieldText(batch, r, c, quoteOf(inspection.format))),
          );
          places.push([batch.lines[r], batch.offsets[r]]);
        }
        problems.push(...batch.problems);
      },
    });
  return { inspection, names: inspection.columns.map(({ name }) => name), rows, places, problems };
};

/** The error of what must fail with one a person can read. */
export const failure = async (work: Promise<unknown>): Promise<CloisterError> => {
  const thrown: unknown = await work.then(
    () => new Error('it did not fail'),
    (error: unknown) => error,
  );
  if (thrown instanceof CloisterError) return thrown;
  throw thrown;
};
