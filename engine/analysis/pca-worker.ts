/** The thread side of PCA: chunks of column sums, of centred products and of scores. */
import { addCentredProducts, scoreRows } from './kernels/covariance.ts';
import { CHUNK } from './kernels/lloyd.ts';
import { type Pieces, takePieces } from './share.ts';

type Rows = { values: Float64Array; rows: number; columns: number };
export type MeansInput = Rows & { kind: 'means'; sums: Float64Array };
export type ProductsInput = Rows & { kind: 'products'; mean: Float64Array; products: Float64Array };
export type ScoresInput = Rows & {
  kind: 'scores';
  mean: Float64Array;
  loadings: number[][];
  used: number;
  scores: Float32Array;
};

export const task = (input: (MeansInput | ProductsInput | ScoresInput) & Pieces): null => {
  const { values, rows, columns } = input;
  takePieces(input, (chunk) => {
    const start = chunk * CHUNK;
    const end = Math.min(rows, start + CHUNK);
    if (input.kind === 'scores') {
      scoreRows(values, columns, input.mean, input.loadings, input.used, start, end, input.scores);
      return;
    }
    if (input.kind === 'products') {
      const at = chunk * ((columns * (columns + 1)) / 2);
      addCentredProducts(values, columns, input.mean, start, end, input.products, at);
      return;
    }
    const at = chunk * columns;
    for (let i = start; i < end; i++)
      for (let t = 0; t < columns; t++) input.sums[at + t] += values[i * columns + t];
  });
  return null;
};
