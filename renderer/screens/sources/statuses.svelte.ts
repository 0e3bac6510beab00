/** Status files of one archive on their way in: one after the other, each looked at, checked and loaded by itself. */
import type { StatusFile, StatusFiles } from '../../../shared/contract/status-files.ts';
import { engine } from '../../state/engine.svelte.ts';

let found = $state.raw<StatusFiles | null>(null);
let place = $state(0);

export const statuses = {
  /** The files of the archive; null where it is none of status files. */
  get found(): StatusFiles | null {
    return found;
  },
  /** Which of them is looked at, from 0. */
  get place(): number {
    return place;
  },
  /** The one that comes after it, if there is one. */
  get following(): StatusFile | undefined {
    return found?.files[place + 1];
  },
  /** Another archive is looked at, or none. */
  take(files: StatusFiles | null): void {
    found = files;
    place = 0;
  },
  /** Somebody chose an entry: what comes after it follows. All entries as one source are no status files. */
  choose(entry: string): void {
    const at = found?.files.findIndex((one) => one.entry === entry) ?? -1;
    if (at < 0) statuses.take(null);
    else place = at;
  },
  /**
   * Takes the files of an archive, if that is what its entries are, and begins with the first.
   * @param isWanted whether anybody still waits for the answer
   * @returns the entry to begin with; null for any other archive
   */
  async begin(file: string, entries: readonly string[], isWanted: () => boolean): Promise<string | null> {
    const files = entries.length < 2 ? null : await engine.call('intake.statusFiles', { file });
    if (isWanted()) statuses.take(files);
    return files?.files[0].entry ?? null;
  },
};
