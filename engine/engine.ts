/**
 * The engine: implements the contract by calling the rooms. It checks every input against its definition,
 * runs mutations and jobs one after the other, and answers with plain data. It knows no screen, no HTTP.
 */
import * as v from 'valibot';
import {
  type Answer,
  type Checked,
  CONTRACT,
  type Input,
  type ProcedureName,
} from '../shared/contract/contract.ts';
import { CloisterError } from '../shared/errors.ts';
import { issueWords } from '../shared/invalid-part.ts';
import { actAs } from './audit/actor.ts';
import { readable } from './jobs/failure.ts';
import { cancelled, type RunOptions, runJob } from './jobs/job.ts';
import { analysisHandlers } from './procedures/analysis.ts';
import { apartHandlers } from './procedures/apart.ts';
import { approvalHandlers } from './procedures/approval.ts';
import { auditHandlers } from './procedures/audit.ts';
import { requireBounded, requirePlain } from './procedures/bounds.ts';
import { clearAnswer } from './procedures/cleared.ts';
import { clusteringHandlers } from './procedures/clustering.ts';
import { clusteringTreeHandlers } from './procedures/clustering-trees.ts';
import { clusteringUseHandlers } from './procedures/clustering-use.ts';
import { columnHandlers } from './procedures/columns.ts';
import { consentHandlers } from './procedures/consent.ts';
import { consentDeskHandlers } from './procedures/consent-desk.ts';
import { consentOverviewHandlers } from './procedures/consent-overview.ts';
import { exploreHandlers } from './procedures/explore.ts';
import { featuresHandlers } from './procedures/features.ts';
import { filesHandlers } from './procedures/files.ts';
import type { Handler, Handlers } from './procedures/handler.ts';
import { historyHandlers } from './procedures/history.ts';
import { identityHandlers } from './procedures/identity.ts';
import { intakeHandlers } from './procedures/intake.ts';
import { keysHandlers } from './procedures/keys.ts';
import { mappingHandlers } from './procedures/mappings.ts';
import { minimizationHandlers } from './procedures/minimization.ts';
import { officerHandlers } from './procedures/officer.ts';
import { planHandlers } from './procedures/plan.ts';
import { predictionHandlers } from './procedures/prediction.ts';
import { qualityHandlers } from './procedures/quality.ts';
import { receiveHandlers } from './procedures/receive.ts';
import { releaseHandlers } from './procedures/release.ts';
import { retentionHandlers } from './procedures/retention.ts';
import { rfmHandlers } from './procedures/rfm.ts';
import { safekeepingHandlers } from './procedures/safekeeping.ts';
import { sampleHandlers } from './procedures/sample.ts';
import { segmentHandlers } from './procedures/segments.ts';
import { selectionHandlers } from './procedures/selection.ts';
import { selftestHandlers } from './procedures/selftest.ts';
import { createSession } from './procedures/session.ts';
import { settingsHandlers } from './procedures/settings.ts';
import { shadeHandlers } from './procedures/shades.ts';
import { subjectHandlers } from './procedures/subjects.ts';
import { valueHandlers } from './procedures/value.ts';
import { vaultHandlers } from './procedures/vault.ts';
import { watchHandlers } from './procedures/watch.ts';

const HANDLERS: Handlers<ProcedureName> = {
  ...vaultHandlers,
  ...auditHandlers,
  ...intakeHandlers,
  ...consentHandlers,
  ...consentDeskHandlers,
  ...consentOverviewHandlers,
  ...analysisHandlers,
  ...clusteringHandlers,
  ...clusteringUseHandlers,
  ...clusteringTreeHandlers,
  ...apartHandlers,
  ...shadeHandlers,
  ...segmentHandlers,
  ...releaseHandlers,
  ...approvalHandlers,
  ...planHandlers,
  ...sampleHandlers,
  ...exploreHandlers,
  ...historyHandlers,
  ...filesHandlers,
  ...officerHandlers,
  ...columnHandlers,
  ...minimizationHandlers,
  ...retentionHandlers,
  ...featuresHandlers,
  ...rfmHandlers,
  ...valueHandlers,
  ...predictionHandlers,
  ...selftestHandlers,
  ...settingsHandlers,
  ...keysHandlers,
  ...subjectHandlers,
  ...safekeepingHandlers,
  ...receiveHandlers,
  ...mappingHandlers,
  ...selectionHandlers,
  ...identityHandlers,
  ...qualityHandlers,
  ...watchHandlers,
};

export type Engine = {
  /**
   * Calls a procedure of the contract.
   * @throws CloisterError, and nothing else: USAGE when the name or the input is not of the contract, or what the
   *   procedure throws
   */
  call<N extends ProcedureName>(name: N, input: Input<N>, options?: RunOptions): Promise<Answer<N>>;
  /** Cancels what runs or waits, and closes the vault, if one is open. */
  close(): void;
};

const check = <N extends ProcedureName>(name: N, input: unknown): Checked<N> => {
  if (!Object.hasOwn(CONTRACT, name))
    throw new CloisterError(
      'USAGE',
      `There is no procedure ${JSON.stringify(String(name).slice(0, 60))}.`,
      'See shared/contract.',
    );
  requireBounded(input, `The input of ${name}`);
  requirePlain(input, `The input of ${name}`);
  const parsed = v.safeParse(CONTRACT[name].input, input);
  if (parsed.success) return parsed.output as Checked<N>;
  const [issue] = parsed.issues;
  const path = v.getDotPath(issue);
  throw new CloisterError(
    'USAGE',
    `The input of ${name} is not valid${path ? ` at ${path}` : ''}: ${issueWords(issue)}.`,
    'Correct it and try again.',
  );
};

/** The vault or folder that an input is about, for errors of the system that do not name one. */
const placeOf = (input: object): string => {
  const { path, folder } = input as { path?: unknown; folder?: unknown };
  const place = path ?? folder;
  return typeof place === 'string' ? place : '';
};

/**
 * Makes an engine without an open vault.
 * @param sampleProject a finished sample project, which `sample.open` copies instead of making one
 */
export const createEngine = (sampleProject?: string): Engine => {
  const session = createSession(sampleProject);
  // One change at a time: a mutation or job waits for the one before it; queries do not wait.
  let last: Promise<unknown> = Promise.resolve();
  let closing = new AbortController();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work, work);
    last = turn.catch(() => undefined);
    return turn;
  };
  return {
    call: async (name, input, options = {}) => {
      let place = '';
      const ends = closing.signal;
      try {
        const checked = check(name, input);
        place = placeOf(checked);
        const handler = HANDLERS[name] as Handler<typeof name>;
        const signal = options.signal === undefined ? ends : AbortSignal.any([options.signal, ends]);
        const { kind, officer } = CONTRACT[name];
        const work = (): Promise<Answer<typeof name>> => {
          if (officer) session.requireOfficer();
          // What is only read is no act: a screen that refreshes itself does not keep the right alive.
          if (officer || kind !== 'query') session.officer.used();
          return actAs(session.actor(), () =>
            runJob({ ...options, signal, reserve: session.reserve }, async (run) =>
              clearAnswer(name, await handler(checked, session, run)),
            ),
          );
        };
        return await (kind === 'query' ? work() : inTurn(work));
      } catch (thrown) {
        // Closed under its work: what then fails for want of a database was cancelled, not faulty.
        const told = readable(thrown, place);
        if (ends.aborted && told.code === 'FAULT') throw cancelled();
        throw told;
      }
    },
    close: () => {
      closing.abort();
      closing = new AbortController();
      session.setVault(null);
      session.reserve.close();
    },
  };
};
