/** Running a command by id: only when it may, and what it throws is shown. Uses are counted for the palette. */
import { readStored, writeStored } from '../state/stored.ts';
import { problem, toasts } from '../state/toasts.svelte.ts';
import { registry } from './registry.ts';

const isUses = (value: unknown): value is Record<string, number> =>
  typeof value === 'object' &&
  value !== null &&
  Object.values(value).every((uses) => typeof uses === 'number');

/** How often each command was run, as kept by this window. */
export const usesOf = (): Record<string, number> => readStored('uses', isUses) ?? {};

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
  writeStored('uses', { ...uses, [id]: (uses[id] ?? 0) + 1 });
  try {
    await command.run();
  } catch (thrown) {
    problem(thrown);
  }
};
