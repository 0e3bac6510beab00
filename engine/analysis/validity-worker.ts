/** The thread side of the validity indices: chunks of sums and spreads, blocks of silhouettes. */
import { spreadByLabel, sumByLabel } from './kernels/by-label.ts';
import { packedLength } from './kernels/distance.ts';
import { CHUNK } from './kernels/lloyd.ts';
import { type Members, silhouettes } from './kernels/silhouette.ts';
import { type Pieces, takePieces } from './share.ts';

export type Labelled = {
  values: Float64Array;
  rows: number;
  columns: number;
  labels: Uint8Array;
  k: number;
};

export type SumsInput = Labelled & { kind: 'sums'; sums: Float64Array; counts: Float64Array };
export type SpreadInput = Labelled & {
  kind: 'spread';
  centres: Float64Array;
  distances: Float64Array;
  squares: Float64Array;
};

/** Rows of silhouettes per piece. */
export const BLOCK = 128;

export type SilhouetteInput = {
  kind: 'silhouette';
  values: Float64Array;
  rows: number;
  columns: number;
  packed: Float64Array;
  labellings: Members[];
};

export const task = (input: (SumsInput | SpreadInput | SilhouetteInput) & Pieces): null => {
  const { values, rows, columns } = input;
  if (input.kind === 'silhouette') {
    const distances = new Float64Array(packedLength(rows, 1));
    takePieces(input, (block) => {
      const end = Math.min(rows, (block + 1) * BLOCK);
      silhouettes(values, rows, columns, input.packed, input.labellings, block * BLOCK, end, distances);
    });
    return null;
  }
  const { labels, k } = input;
  takePieces(input, (chunk) => {
    const start = chunk * CHUNK;
    const end = Math.min(rows, start + CHUNK);
    if (input.kind === 'sums')
      sumByLabel(
        values,
        columns,
        labels,
        start,
        end,
        input.sums,
        chunk * k * columns,
        input.counts,
        chunk * k,
      );
    else
      spreadByLabel(
        values,
        columns,
        labels,
        input.centres,
        start,
        end,
        input.distances,
        input.squares,
        chunk * k,
      );
  });
  return null;
};
