/** Vaults opened before: name, place and counts, kept by the window. The vault itself stays locked. */
import type { Answer } from '../../shared/contract/contract.ts';
import { readStored, writeStored } from './stored.ts';

type VaultStatus = Answer<'vault.status'>;
export type RecentVault = { name: string; folder: string; people: number; records: number; openedAt: number };

const MOST = 12;
const isList = (value: unknown): value is RecentVault[] =>
  Array.isArray(value) &&
  value.every(
    (entry: Partial<RecentVault> | null) =>
      typeof entry?.name === 'string' &&
      typeof entry.folder === 'string' &&
      typeof entry.people === 'number' &&
      typeof entry.records === 'number' &&
      typeof entry.openedAt === 'number',
  );

let list = $state.raw<RecentVault[]>(readStored('recent', isList) ?? []);
const keep = (next: RecentVault[]): void => {
  list = next;
  writeStored('recent', next);
};

export const recent = {
  get list(): readonly RecentVault[] {
    return list;
  },
  /** Puts a vault first. */
  remember({ name, folder, people, sources }: VaultStatus): void {
    const records = sources.reduce((sum, { accepted }) => sum + accepted, 0);
    const entry = { name, folder, people, records, openedAt: Date.now() };
    keep([entry, ...list.filter((other) => other.folder !== folder)].slice(0, MOST));
  },
  forget(folder: string): void {
    keep(list.filter((other) => other.folder !== folder));
  },
};
