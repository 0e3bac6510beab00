/** The thread side of the tests of sharing: pieces of uneven length, finished in turn. */
import { type Pieces, takePiecesInTurn } from '../../../engine/analysis/share.ts';

export type InTurn = { finished: Int32Array; fails: number; dies: number };

export const task = ({ finished, fails, dies, ...pieces }: InTurn & Pieces): null => {
  takePiecesInTurn(
    pieces,
    (piece) => {
      // Even pieces take longer, so that the odd ones have to wait for them.
      if (piece % 2 === 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
      if (piece === fails) throw new Error('this piece failed');
      if (piece === dies) process.exit(3);
    },
    (piece) => {
      finished[Atomics.add(finished, finished.length - 1, 1)] = piece;
    },
  );
  return null;
};
