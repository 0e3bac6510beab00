/** Before a file is asked about. */
import { engine } from '../../state/engine.svelte.ts';
import { problem } from '../../state/toasts.svelte.ts';

/** Has a thread stand ready for what is asked next: a file is looked at, tried, loaded. */
export const makeReady = (): void => {
  engine.call('intake.ready', {}).catch(problem);
};
