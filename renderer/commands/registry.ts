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

const registered = new Map<string, Command>();

export const registry = {
  /** Adds commands; the answer takes them away again. @throws Error when an id is taken */
  add(commands: readonly Command[]): () => void {
    for (const command of commands) {
      if (registered.has(command.id)) throw new Error(`The command ${command.id} is registered twice.`);
      registered.set(command.id, command);
    }
    return () => {
      for (const { id } of commands) registered.delete(id);
    };
  },
  list(): Command[] {
    return [...registered.values()];
  },
  get(id: string): Command | undefined {
    return registered.get(id);
  },
};
