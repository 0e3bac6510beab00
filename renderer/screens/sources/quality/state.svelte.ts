/** What is chosen among the profiles, for the view, its inspector and its dialogs. */
import type { ColumnProfile, Fix } from '../../../../shared/contract/quality.ts';
import { session } from '../../../state/session.svelte.ts';
import { createBoard } from '../../board.svelte.ts';
import type { Line } from './lines.ts';

export type Chosen = { line: Line; column: ColumnProfile | null };
/** What the inspector looks at too. */
export const board = createBoard<Chosen>();

let source = $state<string | null>(null);
let column = $state<string | null>(null);
/** What is asked about: a fix of a column, or its values, or a step that a person chooses. */
type Asked = { column: string; by: Fix | 'values' | 'step' };
let asked = $state.raw<Asked | null>(null);

export const chosen = {
  get source(): string | null {
    return source;
  },
  set source(next: string | null) {
    source = next;
    column = null;
  },
  get column(): string | null {
    return column;
  },
  set column(next: string | null) {
    column = next;
  },
  get asked(): Asked | null {
    return asked;
  },
  set asked(next: Asked | null) {
    asked = next;
  },
};

session.onLeave(() => {
  chosen.source = null;
  chosen.asked = null;
});
