/** The thread side of k-means: whole runs on a sample, or chunks of one pass over all rows. */
import { createRandom } from '../../shared/random.ts';
import type { TaskContext } from '../jobs/worker.ts';
import { type Lloyd, openWork, runChunk, type Step } from './kernels/lloyd.ts';
import { openSample, sampleLloyd } from './kernels/sample.ts';
import { seedCentres, trialsOf } from './kernels/seeding.ts';
import { inertiaOf, meansOf, runLloyd } from './lloyd.ts';
import { type Pieces, takePieces, takePiecesOneByOne } from './share.ts';
import { DRAWN, drawnExchange, type Standing, standingOf } from './split.ts';

export type RestartsInput = {
  kind: 'restarts';
  values: Float32Array;
  rows: number;
  columns: number;
  k: number;
  /** Sum of the squares of all values. */
  squares: number;
  /** Restart r draws from the stream named `seed/r`. */
  seed: string;
  /**
   * `seeds`: each begins from seeds; `starts`: from the k x columns centres in `starts`, each from the next of them and
   * after the last from the first again; `exchange`: the same, with one centre exchanged for a row that is drawn.
   */
  begin: 'seeds' | 'starts' | 'exchange';
  starts: Float64Array;
  /** The least inertia that is known: a run that will not come near it is given up. */
  least: number;
  maxIterations: number;
  tolerance: number;
  /** The answers, per restart: k x columns centres, the inertia, and passes. */
  centres: Float64Array;
  inertias: Float64Array;
  iterations: Int32Array;
};

export type PassInput = { kind: 'pass'; state: Lloyd; step: Step };

/** Passes like the last one that a run may be away from the least inertia; later ones bring less and less. */
const PATIENCE = 8;

const restarts = async (input: RestartsInput & Pieces, done: (restart: number) => void): Promise<void> => {
  const { values, rows, columns, k, begin, maxIterations, tolerance } = input;
  const sample = openSample(values, rows, columns, k, Math.max(DRAWN, trialsOf(k)));
  const state = sampleLloyd(sample);
  const perform = (step: Step): void => runChunk(state, step, 0, sample.work);
  const size = k * columns;
  const standings: Standing[] = [];
  await takePiecesOneByOne(input, async (restart) => {
    const random = createRandom(`${input.seed}/${restart}`);
    const from = restart % Math.max(1, input.starts.length / size);
    let start = input.starts.subarray(from * size, (from + 1) * size);
    if (begin === 'seeds') start = seedCentres(sample, random);
    if (begin === 'exchange') {
      standings[from] ??= standingOf(sample, start);
      start = drawnExchange(start, standings[from], sample, random);
    }
    let before = Number.POSITIVE_INFINITY;
    const hopeless = (): boolean => {
      const now = inertiaOf(state, input.squares);
      const fall = before - now;
      before = now;
      return now - input.least > PATIENCE * fall;
    };
    const options = { maxIterations, tolerance, bounded: true, hopeless };
    const { iterations } = await runLloyd(state, start, perform, options);
    const { centres } = meansOf(state);
    input.centres.set(centres, restart * size);
    input.inertias[restart] = inertiaOf(state, input.squares);
    input.iterations[restart] = iterations;
    done(restart);
  });
};

export const task = async (
  input: (RestartsInput | PassInput) & Pieces,
  { post }: TaskContext,
): Promise<null> => {
  if (input.kind === 'restarts') await restarts(input, post);
  else {
    const work = openWork(input.state);
    takePieces(input, (chunk) => runChunk(input.state, input.step, chunk, work));
  }
  return null;
};
