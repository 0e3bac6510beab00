/** What the self-test found: kept while the window is open, also when the page is left. */
import type { Answer } from '../../../shared/contract/contract.ts';
import { reference as words } from '../../messages/reference.ts';
import { jobs } from '../../state/jobs.svelte.ts';
import { problem } from '../../state/toasts.svelte.ts';

type Found = Answer<'selftest.run'>;
let found = $state.raw<Found | null>(null);

export const results = {
  get found(): Found | null {
    return found;
  },
  get busy(): boolean {
    return jobs.running.some(({ name }) => name === 'selftest.run');
  },
  /** Computes every published figure, as a job that the tray shows. */
  async run(): Promise<void> {
    try {
      found = await jobs.run(words.running, 'selftest.run', {});
    } catch (thrown) {
      problem(thrown);
    }
  },
};
