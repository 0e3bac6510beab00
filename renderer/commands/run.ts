/** Running a command by id: only when it may, and what it throws is shown. Uses are counted for the palette. */
import { settings } from '../state/settings.svelte.ts';
import { problem, toasts } from '../state/toasts.svelte.ts';
import { registry } from './registry.ts';

/** How often each command was run on this machine. */
export const usesOf = (): Record<string, number> => settings.current.uses ?? {};

/** Runs a command, or says why it cannot be run now. */
export const runCommand = async (id: string): Promise<void> => {
  const command = registry.get(id);
  if (command === undefined) return;
  const may = command.when();
  if (may !== true) {
    toasts.show({ title: command.label, text: may });
    return;
  }
  const uses = usesOf();
  settings.keep({ uses: { ...uses, [id]: (uses[id] ?? 0) + 1 } });
  try {
    await command.run();
  } catch (thrown) {
    problem(thrown);
  }
};
