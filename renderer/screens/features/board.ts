/** What Features and its inspector share: the feature that is looked at. */
import type { FeatureInfo } from '../../../shared/contract/answers.ts';
import { createBoard } from '../board.svelte.ts';

export const board = createBoard<{ feature: FeatureInfo; people: number }>();
