/** What is selected, on every screen alike: one thing of one kind. */

export type Selected = { kind: string; id: string };
let current = $state<Selected | null>(null);

export const selection = {
  get current(): Selected | null {
    return current;
  },
  /** The selected id if it is of this kind. */
  of(kind: string): string | null {
    return current?.kind === kind ? current.id : null;
  },
  select(kind: string, id: string): void {
    current = { kind, id };
  },
  clear(): void {
    current = null;
  },
};
