/** Counts the results in the report of vitest's JSON reporter. */

/** The part of the report that is counted (its format is Jest's `--json`). */
export type JsonReport = {
  testResults: { status: string; assertionResults: { status: string }[] }[];
};

/**
 * Passed, failed and skipped tests. A file that could not be loaded has no tests of its own and counts as one
 * failure; a test that was not run for whatever reason counts as skipped.
 */
export const tally = (report: JsonReport): { passed: number; failed: number; skipped: number } => {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const file of report.testResults) {
    let failures = 0;
    for (const { status } of file.assertionResults) {
      if (status === 'passed') counts.passed += 1;
      else if (status === 'failed') failures += 1;
      else counts.skipped += 1;
    }
    counts.failed += file.status === 'failed' && failures === 0 ? 1 : failures;
  }
  return counts;
};
