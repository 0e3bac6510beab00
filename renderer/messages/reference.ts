/** Words of Reference: published results beside the same computed here. */
import { count } from './format.ts';

export const reference = {
  title: 'Reference',
  go: 'Go to Reference: published results, computed here',
  begin: 'Published results with the data they were computed on, computed again by this machine.',
  finding: (held: number, all: number) =>
    held === all
      ? `All ${count(all)} figures are as published.`
      : `${count(all - held)} of ${count(all)} figures came out otherwise. Do not use results of this machine.`,
  run: 'Compute again',
  runFirst: 'Compute them',
  running: 'Published results',
  busy: 'They are being computed.',
  none: 'Nothing was computed yet in this window. It takes a few seconds and needs no vault.',
  means:
    'Each figure was published by others with its data; the same data go through the code that computes everything else here. It holds when it agrees to the digits that were printed, or to what their solver left.',
  columns: {
    what: 'Figure',
    theirs: 'Published',
    ours: 'Here',
    within: 'Within',
    holds: 'Verdict',
    source: 'Source',
  },
  holds: 'as published',
  off: 'off',
  exact: 'exact',
  areaHow: (held: number, all: number) => `${count(held)} of ${count(all)} as published`,
  welcome: 'Compare with published results',
} as const;
