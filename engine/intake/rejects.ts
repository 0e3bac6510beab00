/**
 * The report of records that were not taken: line, record, byte, column and reason, so that the owner can mend
 * the file. It never repeats a value, since the value may be personal.
 */
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import type { Reject } from '../../shared/contract/answers.ts';

const MOST_SHOWN = 1000;

export type Rejects = {
  add(rejects: readonly Reject[]): void;
  /** The first thousand. */
  first(): Reject[];
  /** Records per reason and column, most frequent first. */
  reasons(): { reason: string; records: number }[];
  /** Puts the report into place. */
  finish(): void;
  /** Removes what was written of it. */
  discard(): void;
};

const cell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const guarded = (text: string): string => cell(/^[=+\-@\t\r＝＋－＠]/.test(text) ? `'${text}` : text);

/** Collects rejects, and streams them to `path` as CSV where one is given. */
export const openRejects = (path: string | undefined): Rejects => {
  const shown: Reject[] = [];
  const counts = new Map<string, number>();
  const partial = path === undefined ? null : `${path}.partial`;
  let file = partial === null ? null : openSync(partial, 'w', 0o600);
  const write = (text: string): void => {
    if (file !== null) writeSync(file, text);
  };
  write('line,record,byte,column,reason\r\n');
  return {
    add: (rejects) => {
      for (const reject of rejects) {
        if (shown.length < MOST_SHOWN) shown.push(reject);
        const key = reject.column === null ? reject.reason : `${reject.column}: ${reject.reason}`;
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
      if (file !== null && rejects.length > 0)
        write(
          rejects
            .map(
              ({ line, record, offset, column, reason }) =>
                `${line},${record},${offset},${guarded(column ?? '')},${guarded(reason)}\r\n`,
            )
            .join(''),
        );
    },
    first: () => shown,
    reasons: () =>
      [...counts]
        .map(([reason, records]) => ({ reason, records }))
        .sort((a, b) => b.records - a.records || (a.reason < b.reason ? -1 : 1)),
    finish: () => {
      if (file === null || partial === null || path === undefined) return;
      fsyncSync(file);
      closeSync(file);
      file = null;
      renameSync(partial, path);
    },
    discard: () => {
      if (partial === null) return;
      if (file !== null) closeSync(file);
      file = null;
      rmSync(partial, { force: true });
    },
  };
};
