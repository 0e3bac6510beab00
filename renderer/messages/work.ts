/** Words of the commands that do the work of a stage from anywhere. */
import { counted } from './format.ts';

export const work = {
  import: 'Import a file…',
  runPlan: 'Run a plan…',
  planTitle: 'Choose a plan',
  planAction: 'Run this plan',
  planFolderTitle: 'Where the package of the plan goes',
  planFolderAction: 'Write it here',
  planJob: (file: string): string => `Run ${file}`,
  planDone: (steps: number, written: string | null): string =>
    `${counted(steps, 'step', 'steps')} done${written === null ? '' : `; the package is in ${written}`}.`,
  findClusters: 'Find clusters',
  fromClusters: 'Make segments of the clusters',
  fromRfm: 'Make segments of recency, frequency and amount',
  refresh: 'Refresh the segments',
  made: (segments: number): string => `${counted(segments, 'segment', 'segments')} made.`,
  refreshed: 'Every segment was counted again.',
  verify: 'Verify the audit record',
  seed: 'Change the seed…',
  side: 'Show or hide the inspector',
  tray: 'Show or hide the jobs',
  nobody: 'the lens admits nobody',
  busy: 'it is running',
  noFeatures: 'No feature is known yet that clusters could be found by.',
} as const;
