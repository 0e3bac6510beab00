/** What is selected, on every screen alike: one thing of one kind, or the people inside a drawn outline. */
import type { Outline } from '../../shared/charts/lasso.ts';

export type Selected = { kind: string; id: string };
let current = $state<Selected | null>(null);
let outline = $state.raw<Outline | null>(null);

export const selection = {
  get current(): Selected | null {
    return current;
  },
  /** The line around the selected people, on the first two components; null unless they were drawn around. */
  get outline(): Outline | null {
    return outline;
  },
  /** The selected id if it is of this kind. */
  of(kind: string): string | null {
    return current?.kind === kind ? current.id : null;
  },
  select(kind: string, id: string): void {
    current = { kind, id };
    outline = null;
  },
  draw(around: Outline): void {
    current = null;
    outline = around;
  },
  clear(): void {
    current = null;
    outline = null;
  },
};
