/** Counts the results in the report of vitest's JSON reporter. */

/** The part of the report that is counted (its format is Jest's `--json`). */
export type JsonReport = {
  testResults: { name: string; status: string; assertionResults: { status: string; fullName: string }[] }[];
};

/** Files that failed, or whose process ended before all of their tests had run. */
export const unsettled = ({ testResults }: JsonReport): string[] =>
  testResults
    .filter(
      ({ status, assertionResults }) =>
        status === 'failed' || assertionResults.some((result) => result.status === 'pending'),
    )
    .map(({ name }) => name);

/** The first report with the files of the second in place of its own. */
export const replaceFiles = (first: JsonReport, second: JsonReport): JsonReport => ({
  testResults: first.testResults.map(
    (file) => second.testResults.find(({ name }) => name === file.name) ?? file,
  ),
});

export type Tally = { passed: number; failed: number; skipped: number };

/**
 * Passed, failed and skipped tests. A file that could not be loaded has no tests of its own and counts as one
 * failure; a test that was not run for whatever reason counts as skipped.
 */
export const tally = (report: {
  testResults: { status: string; assertionResults: { status: string }[] }[];
}): Tally => {
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
