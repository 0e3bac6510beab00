/** What Personas and its inspector share: the portrait that is looked at and what the gate held back. */
import type { ReleaseSegment, Withheld } from '../../../shared/release.ts';
import { createBoard } from '../board.svelte.ts';

export const board = createBoard<{
  segment: ReleaseSegment;
  withheld: readonly Withheld[];
}>();
