/** The one way to the clipboard: a text that a person asked for, and a word when it is there. */
import { problem, toasts } from './toasts.svelte.ts';

/** Copies a text and says so with `title`; a refusal of the system is shown like every problem. */
export const copy = async (text: string, title: string): Promise<void> => {
  try {
    await navigator.clipboard.writeText(text);
    toasts.show({ title });
  } catch (thrown) {
    problem(thrown);
  }
};
