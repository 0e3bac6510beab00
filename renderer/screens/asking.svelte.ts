/** A question to the engine that is asked again whenever what it depends on changes; late answers are dropped. */
import type { ErrorData } from '../../shared/errors.ts';
import { engine, errorOf } from '../state/engine.svelte.ts';

export type Asking<T> = {
  /** The newest answer; it stays while the next one is on its way. */
  readonly value: T | null;
  readonly error: ErrorData | null;
  readonly busy: boolean;
};

/**
 * Asks inside an effect, so everything `question` reads before it waits is followed, and every change of the vault is.
 * Null means that there is nothing to ask now.
 */
export const asking = <T>(question: () => Promise<T> | null): Asking<T> => {
  let value = $state.raw<T | null>(null);
  let error = $state.raw<ErrorData | null>(null);
  let busy = $state(false);
  $effect(() => {
    void engine.revision;
    const asked = question();
    if (asked === null) {
      value = null;
      error = null;
      busy = false;
      return;
    }
    let live = true;
    busy = true;
    asked
      .then((answer) => {
        if (!live) return;
        value = answer;
        error = null;
        busy = false;
      })
      .catch((thrown: unknown) => {
        if (!live) return;
        value = null;
        error = errorOf(thrown);
        busy = false;
      });
    return () => {
      live = false;
    };
  });
  return {
    get value() {
      return value;
    },
    get error() {
      return error;
    },
    get busy() {
      return busy;
    },
  };
};
