/** The thread side of k-means: whole runs on a sample, or chunks of one pass over all rows. */
import { createRandom } from '../../shared/random.ts';
import type { TaskContext } from '../jobs/worker.ts';
import { type Lloyd, openWork, runChunk, type Step } from './kernels/lloyd.ts';
import { exchangeCentre, openSample, type Standing, seedCentres, standingOf } from './kernels/sample.ts';
import { runSample, type SampleOptions } from './lloyd.ts';
import { type Pieces, takePieces } from './share.ts';

export type RestartsInput = SampleOptions & {
  kind: 'restarts';
  values: Float32Array;
  rows: number;
  columns: number;
  k: number;
  /** Restart r draws from the stream named `seed/r`. */
  seed: string;
  /**
   * `seeds`: each begins from seeds; `starts`: from the k x columns centres in `starts`, each from the next of them and
   * after the last from the first again; `exchange`: the same, with one centre exchanged for a row that is drawn.
   */
  begin: 'seeds' | 'starts' | 'exchange';
  starts: Float64Array;
  /** The answers, per restart: k x columns centres, the inertia, and passes. */
  centres: Float64Array;
  inertias: Float64Array;
  iterations: Int32Array;
};

export type PassInput = { kind: 'pass'; state: Lloyd; step: Step };

const restarts = (input: RestartsInput & Pieces, done: (restart: number) => void): void => {
  const { values, rows, columns, k, begin, starts } = input;
  const sample = openSample(values, rows, columns, k);
  const size = k * columns;
  const standings: Standing[] = [];
  takePieces(input, (restart) => {
    const random = createRandom(`${input.seed}/${restart}`);
    const from = restart % Math.max(1, starts.length / size);
    const start = starts.subarray(from * size, (from + 1) * size);
    if (begin === 'seeds') seedCentres(sample, random);
    else if (begin === 'starts') sample.centres.set(start);
    else {
      standings[from] ??= standingOf(sample, start);
      exchangeCentre(sample, start, standings[from], random);
    }
    const { iterations, inertia } = runSample(sample, input);
    input.centres.set(sample.next, restart * size);
    input.inertias[restart] = inertia;
    input.iterations[restart] = iterations;
    done(restart);
  });
};

export const task = (input: (RestartsInput | PassInput) & Pieces, { post }: TaskContext): null => {
  if (input.kind === 'restarts') restarts(input, post);
  else {
    const work = openWork(input.state);
    takePieces(input, (chunk) => runChunk(input.state, input.step, chunk, work));
  }
  return null;
};
