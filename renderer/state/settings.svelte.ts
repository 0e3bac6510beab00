/** What the window remembers between two sessions, kept by the engine: theme, recent vaults, lenses, sizes. Never anything about people. */
import type { Settings } from '../../shared/contract/settings.ts';
import { engine } from './engine.svelte.ts';

let current = $state.raw<Settings>({});
let read: () => void;
const ready = new Promise<void>((resolve) => {
  read = resolve;
});

/** A window whose settings cannot be read or kept works on without: it only forgets. */
const forgets = (thrown: unknown): void => console.info('The settings of this window are not kept.', thrown);

export const settings = {
  get current(): Settings {
    return current;
  },
  /** Resolves when what was kept is there. */
  ready,
  /** Reads what was kept, once, when the engine can be asked. */
  async load(): Promise<void> {
    try {
      // What was chosen in the meantime is newer.
      current = { ...(await engine.call('settings.get', {})), ...current };
    } catch (thrown) {
      forgets(thrown);
    } finally {
      read();
    }
  },
  /** Keeps choices; they hold at once. */
  keep(changed: Settings): void {
    current = { ...current, ...changed };
    engine.call('settings.set', { changed }).catch(forgets);
  },
};
