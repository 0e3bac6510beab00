/** In which order test files run: the longest first, so that both processes are busy to the end. */
import { statSync } from 'node:fs';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Seconds on a quiet machine of two cores, of the files that take longest; renewed when one has changed much. */
const SECONDS: Readonly<Record<string, number>> = {
  'window/screens': 56,
  'faults/kill-intake': 51,
  'faults/keys-killed': 39,
  'engine/intake/duplicates/sets': 33,
  'cli/vault': 32,
  'faults/kill': 32,
  'cli/known': 28,
  'end-to-end/clustering': 21,
  'faults/stream': 20,
  'window/keyboard': 19,
  'window/meanings': 17,
  'window/behaviour': 17,
  'window/journey': 16,
  'faults/disk': 16,
  'attacks/canaries': 15,
  'window/way-in': 14,
  'window/methods': 14,
  'engine/intake/formats/parquet-lists': 14,
  'window/selection': 13,
  'window/quality': 13,
  'published/exports-of-others': 12,
  'window/wizard': 12,
  'engine/privacy/consent/equality': 12,
  'window/features': 12,
  'faults/input': 10,
  'engine/intake/status-files': 10,
  'faults/package': 10,
  'engine/intake/quality/watch': 9,
  'window/longer': 8,
  'window/value': 8,
  'window/no-network': 8,
  'faults/pitfalls': 8,
  'window/sources': 8,
  'window/recognise': 8,
  'engine/intake/formats/parquet-stream': 8,
  'published/febrl': 7,
};

/** Files of one kind after each other, since a process is kept for the next of its kind. */
const KINDS = ['apart', 'window', 'together'];

const weigh = ({ moduleId, project }: TestSpecification): [kind: number, seconds: number, bytes: number] => {
  const name = /\/test\/(.*)\.test\.ts$/.exec(moduleId.replaceAll('\\', '/'))?.[1] ?? '';
  return [KINDS.indexOf(project.name), SECONDS[name] ?? 0, statSync(moduleId).size];
};

/** The form vitest asks for: a class. */
export class LongestFirst extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const weighed = files.map((file) => ({ file, weight: weigh(file) }));
    weighed.sort(({ weight: a }, { weight: b }) => a[0] - b[0] || b[1] - a[1] || b[2] - a[2]);
    return Promise.resolve(weighed.map(({ file }) => file));
  }
}
