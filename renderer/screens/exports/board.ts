/** What Export and its inspector share: the release as the gate cleared it, and what was written of it. */
import type { ExportAnswer } from '../../../shared/contract/answers.ts';
import type { ReleaseAnswer } from '../../../shared/contract/release.ts';
import { createBoard } from '../board.svelte.ts';

export const board = createBoard<{ preview: ReleaseAnswer; written: ExportAnswer | null }>();
