/**
 * `npm test [-- FILE…]`: formatting, lint, types, then every test. Its last line is always
 * `N passed, N failed, N skipped`; a check that fails before the tests counts as one failure.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import packed from '@sparticuz/chromium';
import { CHECKS, runStep, runSteps } from './steps.ts';
import { type JsonReport, replaceFiles, tally, unsettled } from './tally.ts';

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
    const { passed, failed, skipped } = tally(report);
    finish(status === 0 && failed > 0 ? 1 : status, passed, failed, skipped);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const status = runSteps(CHECKS);
if (status === 0) {
  // Once, before test files start side by side: they would unpack it over each other.
  await packed.executablePath();
  runTests(process.argv.slice(2));
} else finish(status, 0, 1, 0);
