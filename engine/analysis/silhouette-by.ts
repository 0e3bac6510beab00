/** Silhouettes of a sample by a method's own dissimilarity, every pair of rows measured, shared out among threads. */
import type { Run } from '../jobs/job.ts';
import type { Members } from './kernels/silhouette.ts';
import { type Dissimilarity, rowDistance } from './methods/mixed.ts';
import { type Pieces, shareOut, takePieces } from './share.ts';

const WORKER = new URL('./validity-worker.ts', import.meta.url);
const BLOCK = 64;

/** Sums of dissimilarities and silhouettes from them, a piece per block of rows. */
export type ByInput = {
  kind: 'by';
  dissimilarity: Dissimilarity;
  sample: Float64Array;
  rows: number;
  labellings: readonly Members[];
};

/** The thread side: silhouettes (P. Rousseeuw 1987) of the rows of a block under every labelling. */
export const silhouettesBy = (
  { dissimilarity, sample, rows, labellings }: Omit<ByInput, 'kind'>,
  pieces: Pieces,
): void => {
  const { width } = dissimilarity.mixed;
  const d = rowDistance(dissimilarity);
  const far = new Float64Array(rows);
  takePieces(pieces, (block) => {
    for (let row = block * BLOCK; row < Math.min(rows, (block + 1) * BLOCK); row++) {
      for (let other = 0; other < rows; other++) far[other] = d(sample, row * width, sample, other * width);
      for (const { k, labels, offsets, sizes, silhouettes } of labellings) {
        const sums = new Float64Array(k);
        for (let other = 0; other < rows; other++) sums[labels[other]] += far[other];
        const own = labels[row];
        const members = offsets[own + 1] - offsets[own];
        let next = Number.POSITIVE_INFINITY;
        for (let c = 0; c < k; c++)
          if (c !== own && offsets[c + 1] > offsets[c])
            next = Math.min(next, sums[c] / (offsets[c + 1] - offsets[c]));
        const within = members > 1 ? sums[own] / (members - 1) : 0;
        const most = Math.max(within, next);
        silhouettes[row] = sizes[own] > 1 && most > 0 && Number.isFinite(next) ? (next - within) / most : 0;
      }
    }
  });
};

/** Fills in `silhouettes` of every labelling. */
export const measureSilhouettesBy = (
  input: Omit<ByInput, 'kind' | 'rows'>,
  rows: number,
  run: Run,
): Promise<void> =>
  shareOut(run, WORKER, { kind: 'by', rows, ...input } satisfies ByInput, Math.ceil(rows / BLOCK));
