/** The seed of every step that draws by chance: the one shown is the one used. */
import { settings } from './settings.svelte.ts';

/** Until a person chooses another; a plan may name its own. */
const USUAL = 42;

export const seed = {
  get value(): number {
    return settings.current.seed ?? USUAL;
  },
  set(next: number): void {
    settings.keep({ seed: next });
  },
};
