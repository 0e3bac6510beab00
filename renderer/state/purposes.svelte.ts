/** The purposes of the open vault: those it began with, and those the officer added. */
import { PURPOSES, type Purpose } from '../../shared/vocabulary.ts';
import { engine } from './engine.svelte.ts';
import { problem } from './toasts.svelte.ts';

let listed = $state.raw<readonly Purpose[]>(PURPOSES);

export const purposes = {
  /** The purposes that can be chosen as a lens. */
  get listed(): readonly Purpose[] {
    return listed;
  },
  /** Asks the engine again. */
  async refresh(): Promise<void> {
    try {
      const answer = await engine.call('consent.purposes', {});
      listed = answer.purposes.filter((purpose) => purpose.listed);
    } catch (thrown) {
      problem(thrown);
    }
  },
  /** The vault was closed. */
  forget(): void {
    listed = PURPOSES;
  },
};
