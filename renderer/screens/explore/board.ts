/** What Explore and its inspector share: the clustering, what makes each cluster, and what is selected. */
import type { Cell } from '../../../shared/charts/lasso.ts';
import type { ClusteringAnswer, HeatAnswer } from '../../../shared/contract/answers.ts';
import { createBoard } from '../board.svelte.ts';

export type Lasso = { people: number; cells: Cell[] | null };
/** Fewest people whose number or clusters a screen shows by themselves. */
export const LEAST = 11;

export const board = createBoard<{
  clustering: ClusteringAnswer;
  heat: HeatAnswer | null;
  picked: number | null;
  lasso: Lasso | null;
  /** Share of the variance on the two axes. */
  shown: number;
}>();
