/**
 * `npm test [-- FILE…]`: formatting, lint, types, then every test. Its last line is always
 * `N passed, N failed, N skipped`; a check that fails before the tests counts as one failure.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import packed from '@sparticuz/chromium';
import { couldRunElectron, findElectron } from './electron-program.ts';
import { CHECKS, ROOT, runStep, runSteps } from './steps.ts';
import { type JsonReport, replaceFiles, type Tally, tally, unsettled } from './tally.ts';

const finish = (status: number, passed: number, failed: number, skipped: number): void => {
  process.exitCode = status;
  process.stdout.write(`\n${passed} passed, ${failed} failed, ${skipped} skipped\n`);
};

/** More files than this are not bad luck. */
const MOST_AGAIN = 5;

/** Runs vitest once. The report is null where it did not come to write one. */
const runOnce = (folder: string, args: string[]): { status: number; report: JsonReport | null } => {
  const path = join(folder, 'report.json');
  rmSync(path, { force: true });
  const status = runStep({
    name: 'vitest',
    script: 'node_modules/vitest/vitest.mjs',
    args: ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${path}`, ...args],
  });
  return { status, report: existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as JsonReport) : null };
};

/** Tests of the window that know nothing of its shell: they run in the browser, and again in Electron. */
const IN_BOTH = [
  ...['audit', 'behaviour', 'journey', 'keyboard', 'methods', 'policy', 'predict'],
  ...['redo', 'release', 'selection', 'sources', 'value', 'longer'],
].map((name) => `test/window/${name}.test.ts`);

/** Runs the window's tests in Electron, or says aloud why not. */
const inElectron = (folder: string): Tally[] => {
  const why =
    findElectron(join(ROOT, 'node_modules', 'electron')) === null
      ? 'its program is not installed'
      : couldRunElectron()
        ? null
        : 'there is no display, or the user is root';
  if (why !== null) {
    process.stdout.write(`\nNOT RUN: the window’s tests in Electron (${IN_BOTH.length} files): ${why}.\n`);
    return [];
  }
  process.env['CLOISTER_DRIVER'] = 'electron';
  const { report } = runOnce(folder, ['--maxWorkers=1', ...IN_BOTH]);
  return [report === null ? { passed: 0, failed: 1, skipped: 0 } : tally(report)];
};

/**
 * Runs the tests. A few files that fail while two run side by side run once more, alone and in the open: a machine
 * under load may miss a time limit, and what passes only then is named, so that it is looked into.
 */
const runTests = (files: string[]): void => {
  const folder = mkdtempSync(join(tmpdir(), 'cloister-test-'));
  try {
    let { status, report } = runOnce(folder, files);
    if (report === null) {
      finish(status === 0 ? 1 : status, 0, 1, 0);
      return;
    }
    const again = unsettled(report);
    if (status !== 0 && again.length > 0 && again.length <= MOST_AGAIN) {
      process.stdout.write(`\nOnce more, alone:\n${again.map((name) => `  ${name}\n`).join('')}`);
      const second = runOnce(folder, ['--maxWorkers=1', ...again]);
      status = second.status;
      if (second.report !== null) report = replaceFiles(report, second.report);
      const still = new Set(unsettled(report));
      for (const name of again)
        if (!still.has(name)) process.stdout.write(`PASSED ONLY ALONE, LOOK INTO IT: ${name}\n`);
    }
    const counts = [tally(report), ...(files.length === 0 ? inElectron(folder) : [])];
    const sum = (of: 'passed' | 'failed' | 'skipped'): number =>
      counts.reduce((all, count) => all + count[of], 0);
    finish(status === 0 && sum('failed') > 0 ? 1 : status, sum('passed'), sum('failed'), sum('skipped'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const status = await runSteps(CHECKS);
if (status === 0) {
  // Once, before test files start side by side: they would unpack it over each other.
  await packed.executablePath();
  runTests(process.argv.slice(2));
} else finish(status, 0, 1, 0);
