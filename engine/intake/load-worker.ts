/**
 * The intake worker: reads a file as records and sends batches of typed columns. Identifiers become
 * pseudonyms here, from bytes; they are never made into text and never leave this thread.
 */
import { createHash } from 'node:crypto';
import type { Task } from '../jobs/worker.ts';
import { createArena } from './arena.ts';
import { createConverter } from './convert.ts';
import { createFooter } from './footer.ts';
import { comparedPlaces } from './formats/format.ts';
import { readRecords } from './formats/records.ts';
import { isStream } from './input/part.ts';
import { CREDITS, type LoadBatch, type LoadInput, type LoadResult } from './layout.ts';

/** Reads the whole source and posts its batches; answers with the totals and the hash of its bytes. */
export const task: Task<LoadInput, LoadResult> = async (input, context) => {
  const { layout, inFlight } = input;
  const arena = createArena(CREDITS + 1);
  const converter = createConverter(input, arena);
  const hash = input.parts.some(({ source }) => isStream(source)) ? createHash('sha256') : null;
  let bytes = 0;
  let records = 0;
  for (const part of input.parts) {
    const name = input.parts.length > 1 ? part.name : null;
    const before = records;
    const footer = createFooter(layout.footer);
    await readRecords(part, input.format, {
      onBatch: (batch) => {
        const ready: LoadBatch = { ...converter.convert(batch, footer.sift(batch), name, before), bytes };
        records = ready.seen;
        while (Atomics.load(inFlight, 0) >= CREDITS) Atomics.wait(inFlight, 0, CREDITS, 1000);
        Atomics.add(inFlight, 0, 1);
        context.post(arena.parcel(ready));
      },
      onStored: (chunk) => {
        bytes += chunk.length;
        hash?.update(chunk);
      },
      // Where lines are compared, the whole of each counts.
      wanted: layout.whole === null ? input.kept : comparedPlaces(input.format, input.kept),
      spoils: (column) => input.kept.has(column),
    });
  }
  return { ...converter.finish(), bytes, sha256: hash?.digest('hex') ?? null };
};
