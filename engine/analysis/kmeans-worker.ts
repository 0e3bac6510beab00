/** The thread side of k-means: whole restarts on the sample, or chunks of one pass over all rows. */
import { createRandom } from '../../shared/random.ts';
import { chunksOf, createLloyd, type Lloyd, runChunk, type Step } from './kernels/lloyd.ts';
import { seedCentres } from './kernels/seeding.ts';
import { runLloyd } from './lloyd.ts';
import { type Pieces, takePieces } from './share.ts';

export type RestartInput = {
  kind: 'restart';
  values: Float64Array;
  rows: number;
  columns: number;
  k: number;
  /** Seed of this restart's own stream. */
  seed: string;
  maxIterations: number;
  tolerance: number;
};
export type RestartOutput = { centres: Float64Array; inertia: number; iterations: number };

export type PassInput = { kind: 'pass'; state: Lloyd; step: Step };

const restart = async (input: RestartInput): Promise<RestartOutput> => {
  const { values, rows, columns, k, maxIterations, tolerance } = input;
  const start = seedCentres(values, rows, columns, k, createRandom(input.seed));
  const state = createLloyd(values, rows, columns, k, false);
  const perform = (step: Step): void => {
    for (let chunk = 0; chunk < chunksOf(rows); chunk++) runChunk(state, step, chunk);
  };
  const options = { maxIterations, tolerance, bounded: true };
  const { inertia, iterations } = await runLloyd(state, start, perform, options);
  return { centres: state.centres, inertia, iterations };
};

export const task = (input: RestartInput | (PassInput & Pieces)): Promise<RestartOutput> | null => {
  if (input.kind === 'restart') return restart(input);
  takePieces(input, (chunk) => runChunk(input.state, input.step, chunk));
  return null;
};
