/** The value fit that the screen and its inspector look at. */
import type { ValueAnswer } from '../../../../shared/contract/value.ts';
import { createBoard } from '../../board.svelte.ts';

export const valueBoard = createBoard<ValueAnswer>();
