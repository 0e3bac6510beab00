/** What Export and its inspector share: the release as the gate cleared it, and what was written of it. */
import type { ExportAnswer, ReleaseAnswer } from '../../../shared/contract/answers.ts';
import { createBoard } from '../board.svelte.ts';

export const board = createBoard<{ preview: ReleaseAnswer; written: ExportAnswer | null }>();
