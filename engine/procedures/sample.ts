/**
 * The sample project: a finished one of made-up people. Copied where a finished one lies ready, made where not; the
 * copy has the keys of its original, which protects as much as a passphrase that everybody may know.
 */
import { chmodSync, cpSync, existsSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { VaultStatus } from '../../shared/contract/answers.ts';
import type { LensChoice } from '../../shared/plan.ts';
import type { Run } from '../jobs/job.ts';
import { PLAN_NAME } from '../sample/plan.ts';
import { makeFolder } from '../vault/files.ts';
import { vaultFolder } from '../vault/vault.ts';
import type { Handlers } from './handler.ts';
import { intakeHandlers } from './intake.ts';
import { runPlan } from './plan.ts';
import { predictionHandlers } from './prediction.ts';
import type { Session } from './session.ts';
import { valueHandlers } from './value.ts';
import { vaultHandlers } from './vault.ts';

/** The passphrase of a sample project: its data is made up, and whoever opens it is told. */
export const SAMPLE_PASSPHRASE = 'sample sample sample';
const SAMPLE_CUSTOMERS = 5000;

const FILES = 'sample-files';
const PACKAGE = 'sample-package';
/** What stands beside the vault of a finished sample project. */
const BESIDE = [FILES, PACKAGE];

/** Copies a finished project. The vault comes last, under its name only when it is whole. */
const copyProject = (from: string, to: string, run: Run): void => {
  makeFolder(to);
  for (const name of BESIDE) {
    run.check();
    cpSync(join(from, name), join(to, name), { recursive: true });
  }
  run.check();
  const vault = vaultFolder(join(to, 'sample'));
  const half = `${vault}.${process.pid}.part`;
  try {
    makeFolder(half, 0o700);
    for (const name of ['data.db', 'keys.json']) {
      cpSync(join(vaultFolder(join(from, 'sample')), name), join(half, name));
      chmodSync(join(half, name), 0o600);
    }
    renameSync(half, vault);
  } catch (error) {
    rmSync(half, { recursive: true, force: true });
    throw error;
  }
};

/** A finished project: none while it is being made, or when a part was taken away. */
const isFinished = (folder: string): boolean =>
  [...BESIDE, 'sample.cloister/data.db', 'sample.cloister/keys.json'].every((name) =>
    existsSync(join(folder, name)),
  );

/** What the plan leaves to whoever explores: customer value, and who will stop buying, compared between the plans. */
const fitModels = async (lens: LensChoice, session: Session, run: Run): Promise<void> => {
  await valueHandlers['value.fit'](
    { lens, value: { model: 'mbg-nbd', unit: 'week', months: 12, discount: 0.01 } },
    session,
    run,
  );
  await predictionHandlers['prediction.fit'](
    {
      lens,
      name: 'churn',
      prediction: {
        outcome: { kind: 'no-purchase', days: 60 },
        method: 'boosting',
        groups: ['profile.plan'],
        // To miss somebody who leaves costs more than a coupon for somebody who stays.
        costs: { falsePositive: 1, falseNegative: 2 },
      },
      seed: 42,
    },
    session,
    run,
  );
};

const makeProject = async (folder: string, session: Session, run: Run): Promise<VaultStatus> => {
  const vault = join(folder, 'sample');
  const files = join(folder, FILES);
  const sample = { folder: files, customers: SAMPLE_CUSTOMERS, events: 10, seed: 1 };
  await intakeHandlers['sample.write'](sample, session, run);
  try {
    await vaultHandlers['vault.create']({ path: vault, passphrase: SAMPLE_PASSPHRASE }, session, run);
    const { lens } = await runPlan(
      { plan: join(files, PLAN_NAME), folder: join(folder, PACKAGE), replace: true },
      session,
      run,
    );
    await fitModels({ purpose: lens.purpose, asOf: lens.asOf }, session, run);
  } catch (error) {
    session.setVault(null);
    rmSync(vaultFolder(vault), { recursive: true, force: true });
    throw error;
  }
  return vaultHandlers['vault.status']({}, session, run);
};

/** Opens the sample project in a folder, after copying or making it where it is not there. */
export const sampleHandlers: Handlers<'sample.open'> = {
  'sample.open': async ({ folder }, session, run) => {
    const place = resolve(folder);
    const vault = join(place, 'sample');
    if (!existsSync(vaultFolder(vault))) {
      const ready = session.sampleProject;
      if (ready === null || !isFinished(ready)) return makeProject(place, session, run);
      copyProject(ready, place, run);
    }
    return vaultHandlers['vault.open']({ path: vault, passphrase: SAMPLE_PASSPHRASE }, session, run);
  },
};
