/**
 * Every command of the window in one place: menu, palette, shortcuts, the sheet of keys and tests read it.
 * The frame registers its own; a screen registers more while it is open.
 */

export type Command = {
  /** Dotted, stable: `vault.lock`. */
  id: string;
  group: 'do' | 'go';
  label: string;
  /** For example `Ctrl+K`, `?` or `G S` (one after the other). */
  keys: string | null;
  /** True, or in words why it cannot be done now. */
  when(): true | string;
  run(): void | Promise<void>;
};

const registered = new Map<string, Command[]>();

export const registry = {
  /** Adds commands; the answer takes them away again. While it is open, a screen's own way to do a thing goes first. */
  add(commands: readonly Command[]): () => void {
    for (const command of commands)
      registered.set(command.id, [...(registered.get(command.id) ?? []), command]);
    return () => {
      for (const command of commands) {
        const others = registered.get(command.id)?.filter((other) => other !== command) ?? [];
        if (others.length > 0) registered.set(command.id, others);
        else registered.delete(command.id);
      }
    };
  },
  list(): Command[] {
    return [...registered.values()].map((ways) => ways[ways.length - 1]);
  },
  get(id: string): Command | undefined {
    return registered.get(id)?.at(-1);
  },
};
