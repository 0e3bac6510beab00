/** The thread side of k-means: whole runs on a sample, or chunks of one pass over all rows. */
import { createRandom } from '../../shared/random.ts';
import type { TaskContext } from '../jobs/worker.ts';
import { chunksOf, createLloyd, type Lloyd, runChunk, type Step } from './kernels/lloyd.ts';
import { openSample } from './kernels/nearest.ts';
import { seedCentres, trialsOf } from './kernels/seeding.ts';
import { runLloyd } from './lloyd.ts';
import { type Pieces, takePieces, takePiecesOneByOne } from './share.ts';
import { DRAWN, drawnExchange } from './split.ts';

export type RestartsInput = {
  kind: 'restarts';
  values: Float64Array;
  rows: number;
  columns: number;
  k: number;
  /** Restart r draws from the stream named `seed/r`. */
  seed: string;
  /** Null begins each restart from seeds; otherwise k x columns centres to begin from, each its own. */
  starts: Float64Array | null;
  /** Whether one of these centres is first exchanged for a row that is drawn. */
  exchange: boolean;
  maxIterations: number;
  tolerance: number;
  /** The answers, per restart: k x columns centres, the inertia, and passes. */
  centres: Float64Array;
  inertias: Float64Array;
  iterations: Int32Array;
};

export type PassInput = { kind: 'pass'; state: Lloyd; step: Step };

const restarts = async (input: RestartsInput & Pieces, done: (restart: number) => void): Promise<void> => {
  const { values, rows, columns, k, maxIterations, tolerance } = input;
  const sample = openSample(values, rows, columns, k, Math.max(DRAWN, trialsOf(k)));
  const state = createLloyd(values, rows, columns, k, false);
  const perform = (step: Step): void => {
    for (let chunk = 0; chunk < chunksOf(rows); chunk++) runChunk(state, step, chunk, sample.search);
  };
  const options = { maxIterations, tolerance, bounded: true };
  await takePiecesOneByOne(input, async (restart) => {
    const random = createRandom(`${input.seed}/${restart}`);
    let start: Float64Array;
    if (input.starts === null) start = seedCentres(sample, random);
    else start = input.starts.slice(restart * k * columns, (restart + 1) * k * columns);
    if (input.exchange) {
      state.centres.set(start);
      perform('apart');
      start = drawnExchange(state, sample, random);
    }
    const { inertia, iterations } = await runLloyd(state, start, perform, options);
    input.centres.set(state.centres, restart * k * columns);
    input.inertias[restart] = inertia;
    input.iterations[restart] = iterations;
    done(restart);
  });
};

export const task = async (
  input: (RestartsInput | PassInput) & Pieces,
  { post }: TaskContext,
): Promise<null> => {
  if (input.kind === 'restarts') await restarts(input, post);
  else takePieces(input, (chunk) => runChunk(input.state, input.step, chunk));
  return null;
};
