/**
 * status files: exports that a system makes in several files, one for each state people are in. They differ in their
 * columns and in what they say of everybody, so each is imported as a source of its own.
 */
import * as v from 'valibot';
import type { ConsentMeaning } from '../vocabulary.ts';
import { query } from './procedure.ts';

export type StatusFile = {
  /** What it is called in `intake.inspect` and `intake.import`, and as which entry of an archive. */
  file: string;
  entry: string | null;
  /** What its being this file says of everybody in it. */
  state: ConsentMeaning;
  why: string;
};

/** The files, the system they were exported from, and the names of those beside them that hold nobody. */
export type StatusFiles = { system: string; files: StatusFile[]; empty: string[] };

export const statusFilesProcedures = {
  /**
   * The status files at a place: an archive, a folder or a pattern. Null where it holds one file, or one with
   * records that is not known as such a file of the same system.
   */
  'intake.statusFiles': query(
    v.strictObject({ file: v.pipe(v.string(), v.minLength(1), v.maxLength(4096)) }),
  ).returns<StatusFiles | null>(),
} as const;
