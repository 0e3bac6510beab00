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
/** The fix that is asked about, or the column whose values are replaced. */
let asked = $state.raw<{ column: string; fix: Fix | null } | null>(null);

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
  get asked(): { column: string; fix: Fix | null } | null {
    return asked;
  },
  set asked(next: { column: string; fix: Fix | null } | null) {
    asked = next;
  },
};

session.onLeave(() => {
  chosen.source = null;
  chosen.asked = null;
});
