/** The self-test in the contract: published figures beside the same computed here. */
import * as v from 'valibot';
import { job } from './procedure.ts';

export type SelftestRow = {
  area: string;
  what: string;
  source: string;
  theirs: number | string;
  ours: number | string;
  /** How far apart they may lie, relative to theirs. */
  within: number;
  holds: boolean;
};

export const selftestProcedures = {
  'selftest.run': job(v.strictObject({})).returns<{ rows: SelftestRow[]; held: number; failed: number }>(),
} as const;
