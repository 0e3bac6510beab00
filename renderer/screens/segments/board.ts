/** What Segments and its inspector share: the rule that is edited and how segments moved at the last refresh. */
import type { RefreshAnswer, SegmentAnswer } from '../../../shared/contract/answers.ts';
import type { Builder } from '../../rules/builder.svelte.ts';
import { createBoard } from '../board.svelte.ts';

export const board = createBoard<{
  builder: Builder;
  segment: SegmentAnswer | null;
  moved: readonly RefreshAnswer[];
}>();
