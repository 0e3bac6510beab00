/**
 * How the tests run: in Node, in at most two processes, so that a laptop stays usable meanwhile. Most files follow each
 * other in one process, which then loads the product once; those that are about processes, or replace modules, have
 * one each. The windows of one process share its browser.
 */
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/order.ts';

const OWN_PROCESS = [
  ...['build', 'cli', 'electron', 'faults', 'shell'].map((folder) => `test/${folder}/**/*.test.ts`),
  'test/window/desktop.test.ts',
];
const WINDOW = 'test/window/**/*.test.ts';

export default defineConfig({
  test: {
    environment: 'node',
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    sequence: { sequencer: LongestFirst },
    projects: [
      { extends: true, test: { name: 'apart', include: OWN_PROCESS } },
      {
        extends: true,
        test: {
          name: 'window',
          include: [WINDOW],
          exclude: OWN_PROCESS,
          isolate: false,
          globalSetup: ['test/window/prepare.ts'],
          setupFiles: ['test/window/tell-failure.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'together',
          include: ['test/**/*.test.ts'],
          exclude: [...OWN_PROCESS, WINDOW],
          isolate: false,
        },
      },
    ],
  },
});
