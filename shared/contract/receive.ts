/**
 * Handing in a file that has no path: a browser gives a page the bytes of what was dropped on it, not its place. The
 * page sends them part by part; the engine keeps them in memory, never on a disk, until they were imported.
 */
import * as v from 'valibot';
import { query } from './procedure.ts';

/** Most that can be handed in at a time, in one file or several, and largest part of it, in bytes. */
export const MOST_RECEIVED = 256 * 1024 * 1024;
export const MOST_PART = 4 * 1024 * 1024;

const size = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER));

export type Received = {
  /** What the file is called in `intake.inspect` and `intake.import`. */
  file: string;
  /** Bytes that are there. */
  bytes: number;
};

/** Both are questions: nothing of them is kept in a vault, so they are on no record and wait for no job. */
export const receiveProcedures = {
  /**
   * The next part of a file of `size` bytes, which begins `at` its byte; at 0 what was handed in before is forgotten, unless it is
   * one `more`.
   * Refused: more than MOST_RECEIVED bytes, a part out of order, a vault that is not open.
   */
  'intake.receive': query(
    v.strictObject({
      name: v.pipe(v.string(), v.minLength(1), v.maxLength(255), v.regex(/^[^/\\]+$/)),
      size,
      at: size,
      more: v.optional(v.boolean(), false),
      part: v.pipe(
        v.instance(Uint8Array),
        v.check((part) => part.byteLength <= MOST_PART, `at most ${MOST_PART} bytes`),
      ),
    }),
  ).returns<Received>(),
  'intake.discard': query(v.strictObject({})).returns<null>(),
} as const;
