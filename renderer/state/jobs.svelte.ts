/** Long work: it goes on when the screen changes, tells how far it is, and can be stopped at any time. */
import type { Answer, Input, ProcedureName } from '../../shared/contract/contract.ts';
import type { ProgressData } from '../../shared/contract/protocol.ts';
import type { ErrorData } from '../../shared/errors.ts';
import { engine, errorOf } from './engine.svelte.ts';

export type Job = {
  id: number;
  title: string;
  name: ProcedureName;
  state: 'running' | 'cancelling' | 'done' | 'cancelled' | 'failed';
  progress: ProgressData | null;
  error: ErrorData | null;
  startedAt: number;
  endedAt: number | null;
};

const KEPT = 6;
const list = $state<Job[]>([]);
const controllers = new Map<number, AbortController>();
let nextId = 1;

const isRunning = ({ state }: Job): boolean => state === 'running' || state === 'cancelling';

/** Finished jobs beyond the newest few are forgotten; a running one never is. */
const trim = (): void => {
  for (let at = list.length - 1; at >= KEPT; at--) if (!isRunning(list[at])) list.splice(at, 1);
};

export const jobs = {
  /** Newest first. */
  get list(): readonly Job[] {
    return list;
  },
  get running(): readonly Job[] {
    return list.filter(isRunning);
  },
  /**
   * Runs a procedure as a job that shows in the tray.
   * @throws ErrorData, also when it was cancelled
   */
  async run<N extends ProcedureName>(title: string, name: N, input: Input<N>): Promise<Answer<N>> {
    const id = nextId++;
    list.unshift({
      id,
      title,
      name,
      state: 'running',
      progress: null,
      error: null,
      startedAt: Date.now(),
      endedAt: null,
    });
    trim();
    const job = (): Job | undefined => list.find((other) => other.id === id);
    const end = (state: Job['state'], error: ErrorData | null = null): void => {
      controllers.delete(id);
      const found = job();
      if (found !== undefined) Object.assign(found, { state, error, endedAt: Date.now() });
    };
    const controller = new AbortController();
    controllers.set(id, controller);
    try {
      const answer = await engine.call(name, input, {
        signal: controller.signal,
        onProgress: (progress) => {
          const found = job();
          if (found !== undefined) found.progress = progress;
        },
      });
      end('done');
      return answer;
    } catch (thrown) {
      const error = errorOf(thrown);
      end(error.code === 'CANCELLED' ? 'cancelled' : 'failed', error);
      throw error;
    }
  },
  /** Asks a job to stop; it is over when the engine has rolled back. */
  cancel(id: number): void {
    const found = list.find((job) => job.id === id);
    if (found?.state !== 'running') return;
    found.state = 'cancelling';
    controllers.get(id)?.abort();
  },
  /** Forgets what is over. */
  clear(): void {
    for (let at = list.length - 1; at >= 0; at--) if (!isRunning(list[at])) list.splice(at, 1);
  },
};
