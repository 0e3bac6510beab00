/** In which order test files run: the longest first, so that both processes are busy to the end. */
import { statSync } from 'node:fs';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Seconds on a quiet machine of two cores, of the files that take longest; renewed when one has changed much. */
const SECONDS: Readonly<Record<string, number>> = {
  'faults/kill-intake': 65,
  'window/screens': 60,
  'window/quality': 40,
  'engine/intake/duplicates/sets': 35,
  'window/way-in': 35,
  'engine/analysis/methods/contract': 35,
  'faults/disk': 35,
  'cli/vault': 35,
  'faults/keys-killed': 35,
  'faults/kill': 30,
  'window/journey': 30,
  'window/meanings': 30,
  'window/behaviour': 28,
  'attacks/canaries': 28,
  'end-to-end/clustering': 28,
  'published/exports-of-others': 28,
  'cli/known': 25,
  'engine/intake/received': 20,
  'engine/privacy/lens': 14,
  'engine/intake/repeats-model': 12,
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
