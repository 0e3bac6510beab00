/** Runs the scanner over bytes in chunks of a given size and collects everything as plain data. */
import type { OnBatch, Problem, ScannerOptions, Totals } from '../../../../engine/intake/csv/batch.ts';
import { recordTexts } from '../../../../engine/intake/csv/fields.ts';
import { createScanner } from '../../../../engine/intake/csv/scanner.ts';

export type Scanned = {
  rows: string[][];
  /** Number, line and offset of each row. */
  places: [number, number, number][];
  problems: Problem[];
  totals: Totals;
};

export const scanAll = (
  input: string | Uint8Array,
  options: Partial<ScannerOptions> = {},
  chunkSize = Number.POSITIVE_INFINITY,
): Scanned => {
  const bytes = typeof input === 'string' ? Buffer.from(input) : input;
  const full: ScannerOptions = { delimiter: ',', quote: '"', width: null, ...options };
  const scanner = createScanner(full);
  const rows: string[][] = [];
  const places: [number, number, number][] = [];
  const problems: Problem[] = [];
  const take: OnBatch = (batch) => {
    for (let r = 0; r < batch.count; r++) {
      const row: string[] = [];
      recordTexts(batch, r, full.quote, row);
      rows.push(row);
      places.push([batch.numbers[r], batch.lines[r], batch.offsets[r]]);
    }
    problems.push(...batch.problems);
  };
  for (let at = 0; at < bytes.length; at += chunkSize) scanner.push(bytes.subarray(at, at + chunkSize), take);
  return { rows, places, problems, totals: scanner.end(take) };
};
