/** What Explore and its inspector share: the clustering, what makes each cluster, and what is selected. */
import type { Cell } from '../../../shared/charts/lasso.ts';
import type { ColourRole } from '../../../shared/charts/palette.ts';
import type { ClusteringAnswer, SegmentAnswer } from '../../../shared/contract/answers.ts';
import type { HeatAnswer } from '../../../shared/contract/explain.ts';
import type { SelectionAnswer } from '../../../shared/contract/selection.ts';
import { createBoard } from '../board.svelte.ts';

export type Lasso = { people: number; cells: Cell[] | null };
/** Fewest people whose number or clusters a screen shows by themselves. */
export const LEAST = 11;

export const board = createBoard<{
  clustering: ClusteringAnswer;
  heat: HeatAnswer | null;
  segments: readonly SegmentAnswer[];
  /** The cluster that is selected, by itself or by its segment. */
  picked: number | null;
  /** The people inside the drawn line, as the scatter counted them. */
  lasso: Lasso | null;
  /** What is selected, as the engine counted it. */
  look: SelectionAnswer | null;
  colourOf: (label: number) => ColourRole;
  /** Share of the variance on the two axes. */
  shown: number;
}>();
