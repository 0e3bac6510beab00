/** The last reading of the chain, shared by the screen and its inspector until the record grows. */
import type { Answer } from '../../../shared/contract/contract.ts';
import { engine } from '../../state/engine.svelte.ts';

type Verdict = Answer<'audit.verify'> & { seconds: number; checkpoint: string | null; revision: number };
let last = $state.raw<Verdict | null>(null);
let busy = $state(false);

export const verdict = {
  /** Null once something was added to the record since. */
  get last(): Verdict | null {
    return last?.revision === engine.revision ? last : null;
  },
  get busy(): boolean {
    return busy;
  },
  /** Reads the whole chain again. @throws ErrorData */
  async read(checkpoint: string | null): Promise<void> {
    if (busy) return;
    busy = true;
    const began = performance.now();
    const { revision } = engine;
    try {
      const answer = await engine.call('audit.verify', checkpoint === null ? {} : { checkpoint });
      last = { ...answer, checkpoint, revision, seconds: (performance.now() - began) / 1000 };
    } finally {
      busy = false;
    }
  },
};
