/** How the eight stages stand: empty, ready, working, out of date or blocked, each with its words. */
import type { Answer, ProcedureName } from '../../shared/contract/contract.ts';
import { METHOD_INFO } from '../../shared/methods.ts';
import { stageWords as words } from '../messages/stages.ts';
import { engine } from './engine.svelte.ts';
import { jobs } from './jobs.svelte.ts';
import { lens } from './lens.svelte.ts';
import { STAGES, type StageId } from './route.svelte.ts';
import { session } from './session.svelte.ts';
import { problem } from './toasts.svelte.ts';

export type StageState = {
  state: 'empty' | 'ready' | 'working' | 'out-of-date' | 'blocked';
  words: string;
};

type Found = {
  clustering: Answer<'clustering.get'>;
  segments: Answer<'segment.list'>;
  log: Answer<'audit.log'>;
};

const WORK: Partial<Record<ProcedureName, StageId>> = {
  'intake.import': 'sources',
  'sample.open': 'sources',
  'clustering.fit': 'explore',
  'release.write': 'exports',
};

let found = $state.raw<Found | null>(null);
let asked = 0;

/** Lens of the last entry with this action, as `purpose|date`; null where the record does not say. */
const lensOf = (log: Found['log'], action: string): string | null => {
  const line = log
    .filter((entry) => entry.action === action && entry.details !== '')
    .sort((a, b) => b.seq - a.seq)[0];
  if (line === undefined) return null;
  const { asOf } = JSON.parse(line.details) as { asOf?: string };
  return asOf === undefined ? null : `${line.purpose}|${asOf}`;
};

const lastSeq = (log: Found['log'], action: string): number =>
  Math.max(0, ...log.filter((entry) => entry.action === action).map(({ seq }) => seq));

/** A stage computed through another lens, or before the newest import or consent, is out of date. */
const isStale = ({ log }: Found, action: string): boolean => {
  const at = lastSeq(log, action);
  if (at === 0) return false;
  const used = lensOf(log, action);
  if (used !== null && used !== `${lens.choice.purpose}|${lens.choice.asOf}`) return true;
  const changed = ['source.import', 'consent.record', 'consent.withdraw'].map((name) => lastSeq(log, name));
  return changed.some((seq) => seq > at);
};

const stateOf = (stage: StageId): StageState => {
  const status = session.status;
  const working = jobs.running.find(({ name }) => WORK[name] === stage);
  if (working !== undefined) {
    const { progress } = working;
    const done = progress?.total ? progress.done / progress.total : null;
    return { state: 'working', words: words.working(done) };
  }
  if (status === null) return { state: 'empty', words: stage === 'sources' ? words.startHere : '' };
  const answer = lens.answer;
  if (stage === 'sources')
    return status.sources.length === 0
      ? { state: 'empty', words: words.startHere }
      : { state: 'ready', words: words.sources(status.sources) };
  if (stage === 'audit')
    return { state: 'ready', words: words.audit(Math.max(0, ...(found?.log ?? []).map(({ seq }) => seq))) };
  if (status.people === 0) return { state: 'empty', words: words.nobody };
  if (stage === 'consent')
    return answer === null || answer.admitted > 0
      ? { state: 'ready', words: words.consent(answer?.admitted ?? null) }
      : { state: 'blocked', words: words.nobodyAdmitted };
  if (answer !== null && answer.admitted === 0) return { state: 'blocked', words: words.nobodyAdmitted };
  if (stage === 'features') return { state: 'ready', words: words.features(answer?.admitted ?? null) };
  if (found === null) return { state: 'empty', words: '' };
  if (stage === 'explore') {
    if (found.clustering === null) return { state: 'empty', words: words.noClusters };
    return isStale(found, 'clustering.fit')
      ? { state: 'out-of-date', words: words.stale }
      : {
          state: 'ready',
          words: words.clusters(METHOD_INFO[found.clustering.shown.method].label, found.clustering.k),
        };
  }
  const segments = found.segments.length;
  if (segments === 0) return { state: 'empty', words: words.noSegments };
  const stale = isStale(found, 'segment.refresh');
  if (stage === 'segments')
    return stale
      ? { state: 'out-of-date', words: words.stale }
      : { state: 'ready', words: words.segments(segments) };
  if (stage === 'personas') return { state: 'ready', words: words.personas(segments) };
  return lastSeq(found.log, 'export.release') === 0
    ? { state: 'empty', words: words.noExport }
    : isStale(found, 'export.release')
      ? { state: 'out-of-date', words: words.stale }
      : { state: 'ready', words: words.exported };
};

/** Runs what is out of date again, in the order of the data. @throws ErrorData */
const recompute = async (titles: { fit: string }): Promise<void> => {
  const choice = $state.snapshot(lens.choice);
  if (stages.of('explore').state === 'out-of-date' && found?.clustering) {
    // As it was asked for, through the lens of now.
    const { clustering, seed } = found.clustering.fitted;
    await jobs.run(titles.fit, 'clustering.fit', { lens: choice, clustering, seed });
  }
  await engine.call('segment.refresh', { lens: choice });
};

export const stages = {
  of: stateOf,
  /** Stages that one button would compute again. The export is written by a person, never by itself. */
  get stale(): readonly StageId[] {
    return STAGES.filter((stage) => stage !== 'exports' && stateOf(stage).state === 'out-of-date');
  },
  recompute,
  /** Asks again how the stages stand. */
  async refresh(): Promise<void> {
    const question = ++asked;
    if (session.status === null || session.status.people === 0) {
      found = null;
      if (session.status === null) return;
    }
    try {
      const choice = $state.snapshot(lens.choice);
      const [clustering, segments, log] = await Promise.all([
        engine.call('clustering.get', { lens: choice }),
        engine.call('segment.list', { lens: choice }),
        engine.call('audit.log', { limit: 500 }),
      ]);
      if (question === asked) found = { clustering, segments, log };
    } catch (thrown) {
      if (question === asked) problem(thrown);
    }
  },
};
