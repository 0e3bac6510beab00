/**
 * Reading a source and storing what it brings. What is needed for that, the thread that reads and the table of people, is over
 * with the answer, so that its memory does not stand beside what compares records with earlier ones.
 */

import { now } from '../audit/audit.ts';
import { cancelled, type Run } from '../jobs/job.ts';
import { pseudonymKeys } from '../privacy/pseudonyms.ts';
import type { Connection } from '../vault/database.ts';
import type { Vault } from '../vault/vault.ts';
import { isStream } from './input/part.ts';
import type { InputFile } from './input/survey.ts';
import type { Inspection } from './inspect.ts';
import { keptPlaces, type LoadInput, type LoadResult } from './layout.ts';
import type { ImportPlan } from './mapping.ts';
import type { Admission } from './policy.ts';
import { readAll } from './read-all.ts';
import type { Rejects } from './rejects.ts';
import { requireClean } from './scan.ts';
import { type Place, titleOf } from './source.ts';
import { createStore, type Stored } from './store.ts';

/** What is read, and what was decided of it. */
export type Reading = {
  vault: Vault;
  files: InputFile[];
  options: Place & { dryRun: boolean };
  inspection: Inspection;
  admission: Admission;
  plan: ImportPlan;
  rejects: Rejects;
  run: Run;
};

export const hasStream = (files: readonly InputFile[]): boolean =>
  files.some(({ source }) => isStream(source));

/**
 * Reads a source into the vault. The caller holds the transaction.
 * @param source its number
 * @returns what was read, what it brought, and how many records are those of people who were erased
 */
export const readIn = async (
  db: Connection,
  source: number,
  context: Reading,
): Promise<{ totals: LoadResult; stored: Stored; quarantined: number }> => {
  const { vault, files, options, inspection, admission, plan, rejects, run } = context;
  const name = titleOf(options, inspection);
  const streams = hasStream(files);
  const store = createStore(db, source, plan, now(), vault.keys, admission.coarser);
  let quarantined = 0;
  const input: LoadInput = {
    sha256: inspection.sha256,
    // Of a stream only its beginning was inspected; the worker reads on where that ended.
    parts: inspection.parts.map((part, i) => (streams ? { ...part, source: files[i].source } : part)),
    format: inspection.format,
    kept: keptPlaces(plan.layout),
    layout: plan.layout,
    roles: Object.fromEntries(plan.mapping.columns.map(({ column, role }) => [column, role])),
    now: now(),
    keys: pseudonymKeys(vault.keys),
    inFlight: new Int32Array(new SharedArrayBuffer(4)),
  };
  const totals = await readAll(input, run, (batch) => {
    if (run.signal.aborted) throw cancelled();
    const erased = store.take(batch);
    quarantined += erased.length;
    rejects.add(batch.rejects);
    rejects.add(erased);
    const total = streams ? null : inspection.bytes;
    run.progress(`${options.dryRun ? 'Checking' : 'Importing'} ${name}`, batch.bytes, total, 'bytes');
  });
  requireClean(name, totals.scans, admission.signedOff);
  return { totals, stored: store.finish(), quarantined };
};
