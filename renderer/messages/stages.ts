/** Words for how the stages stand, beside their names in the stage list. */
import type { SourceInfo } from '../../shared/contract/answers.ts';
import { count, counted } from './format.ts';

export const stageWords = {
  startHere: 'start here',
  nobody: 'nobody is known yet',
  nobodyAdmitted: 'the lens admits nobody',
  stale: 'out of date',
  working: (done: number | null): string =>
    done === null ? 'working' : `working, ${Math.round(100 * done)} %`,
  sources: (sources: readonly SourceInfo[]): string =>
    `${counted(sources.length, 'file', 'files')} · ${count(sources.reduce((sum, { accepted }) => sum + accepted, 0))} rows`,
  consent: (admitted: number | null): string => (admitted === null ? '' : `${count(admitted)} in the lens`),
  features: (admitted: number | null): string => (admitted === null ? '' : `of ${count(admitted)} people`),
  noClusters: 'no clusters yet',
  clusters: (method: string, k: number): string => `${method}, k = ${count(k)}`,
  noSegments: 'no segments yet',
  segments: (all: number): string => counted(all, 'rule', 'rules'),
  personas: (all: number): string => `of ${counted(all, 'segment', 'segments')}`,
  noExport: 'nothing written yet',
  exported: 'package written',
  audit: (entries: number): string => counted(entries, 'entry', 'entries'),
} as const;
