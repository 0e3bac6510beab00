/** Vaults opened before: name and place, kept in the settings. What they hold stays in them. */
import type { Answer } from '../../shared/contract/contract.ts';
import { MOST_RECENT, type RecentVault } from '../../shared/contract/settings.ts';
import { settings } from './settings.svelte.ts';

type VaultStatus = Answer<'vault.status'>;

export const recent = {
  get list(): readonly RecentVault[] {
    return settings.current.recent ?? [];
  },
  /** Puts a vault first. */
  remember({ name, folder }: Pick<VaultStatus, 'name' | 'folder'>): void {
    const entry = { name, folder, openedAt: Date.now() };
    const others = recent.list.filter((other) => other.folder !== folder);
    settings.keep({ recent: [entry, ...others].slice(0, MOST_RECENT) });
  },
  /** Takes a vault, and the lens last used with it, off the list. */
  forget(folder: string): void {
    settings.keep({
      recent: recent.list.filter((other) => other.folder !== folder),
      lenses: (settings.current.lenses ?? []).filter((other) => other.folder !== folder),
    });
  },
};
