/**
 * `npm test [-- FILE…]`: formatting, lint, types, then every test. Its last line is always
 * `N passed, N failed, N skipped`; a check that fails before the tests counts as one failure.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import packed from '@sparticuz/chromium';
import { CHECKS, runStep, runSteps } from './steps.ts';
import { type JsonReport, tally } from './tally.ts';

const finish = (status: number, passed: number, failed: number, skipped: number): void => {
  process.exitCode = status;
  process.stdout.write(`\n${passed} passed, ${failed} failed, ${skipped} skipped\n`);
};

const runTests = (files: string[]): void => {
  const folder = mkdtempSync(join(tmpdir(), 'cloister-test-'));
  const report = join(folder, 'report.json');
  try {
    const status = runStep({
      name: 'vitest',
      script: 'node_modules/vitest/vitest.mjs',
      args: ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...files],
    });
    if (!existsSync(report)) {
      finish(status === 0 ? 1 : status, 0, 1, 0);
      return;
    }
    const { passed, failed, skipped } = tally(JSON.parse(readFileSync(report, 'utf8')) as JsonReport);
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
