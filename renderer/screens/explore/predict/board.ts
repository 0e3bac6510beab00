/** The prediction that the screen and its inspector look at. */
import type { PredictionAnswer } from '../../../../shared/contract/prediction.ts';
import { createBoard } from '../../board.svelte.ts';

export const predictBoard = createBoard<PredictionAnswer>();
