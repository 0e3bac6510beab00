/** The thread side of the validity indices: chunks of sums and spreads, blocks of silhouettes. */
import { spreadByLabel, sumByLabel } from './kernels/by-label.ts';
import { CHUNK } from './kernels/lloyd.ts';
import { type Cells, type Members, openSums, silhouettes } from './kernels/silhouette.ts';
import { type Pieces, takePieces, takePiecesInTurn } from './share.ts';
import { type ByInput, silhouettesBy } from './silhouette-by.ts';

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

/** Sums of distances by cell, a piece per block. */
export type DistancesInput = { kind: 'distances'; cells: Cells };
/** Silhouettes from those sums, a piece per block; `clusters` holds each labelling's cluster of every cell. */
export type CombineInput = {
  kind: 'combine';
  cells: Cells;
  labellings: Members[];
  clusters: Uint8Array[];
};

export const task = (
  input: (SumsInput | SpreadInput | DistancesInput | CombineInput | ByInput) & Pieces,
): null => {
  if (input.kind === 'by') {
    silhouettesBy(input, input);
    return null;
  }
  if (input.kind === 'distances') {
    const { measure, add } = openSums(input.cells);
    takePiecesInTurn(input, measure, add);
    return null;
  }
  if (input.kind === 'combine') {
    const { cells, labellings, clusters } = input;
    takePieces(input, (block) => silhouettes(cells, labellings, clusters, block));
    return null;
  }
  const { values, rows, columns } = input;
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
