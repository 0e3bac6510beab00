/**
 * The report of records that were not taken: line, record, byte, column and reason, so that the owner can mend
 * the file. It never repeats a value, since the value may be personal.
 */
import { closeSync, fsyncSync, openSync, readSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import type { Reject } from '../../shared/contract/answers.ts';
import { CloisterError } from '../../shared/errors.ts';

const MOST_SHOWN = 1000;

export type Rejects = {
  add(rejects: readonly Reject[]): void;
  /** The first thousand. */
  first(): Reject[];
  /** Records per reason and column, most frequent first. */
  reasons(): { reason: string; records: number }[];
  /** Writes the report to its end, beside its place. */
  finish(): void;
  /** Puts the finished report into place: only once what it tells of has happened. */
  publish(): void;
  /** Removes what was written of it. */
  discard(): void;
};

const cell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const guarded = (text: string): string => cell(/^[=+\-@\t\r＝＋－＠]/.test(text) ? `'${text}` : text);

const HEAD = 'line,record,byte,column,reason,file\r\n';

/**
 * A report takes the place of an earlier report and of nothing else: a slip of the path would destroy the
 * customer's file, or the vault itself.
 * @throws CloisterError FOLDER_NOT_WRITABLE
 */
const refuseForeignFile = (path: string): void => {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return;
  const found = Buffer.alloc(HEAD.length);
  if (stat.isFile() && stat.size > 0) {
    const file = openSync(path, 'r');
    try {
      readSync(file, found, 0, found.length, 0);
    } finally {
      closeSync(file);
    }
  }
  if (stat.isFile() && (stat.size === 0 || found.toString('latin1') === HEAD)) return;
  throw new CloisterError(
    'FOLDER_NOT_WRITABLE',
    `There is something at ${path} that is not a report of rejected records. Nothing was changed.`,
    'Choose another path for the report.',
  );
};

/** Collects rejects, and streams them to `path` as CSV where one is given. */
export const openRejects = (path: string | undefined): Rejects => {
  const shown: Reject[] = [];
  const counts = new Map<string, number>();
  const partial = path === undefined ? null : `${path}.partial`;
  if (path !== undefined && partial !== null) {
    refuseForeignFile(path);
    // What a killed import left of its report begins as every report does.
    refuseForeignFile(partial);
    rmSync(partial, { force: true });
  }
  let file = partial === null ? null : openSync(partial, 'wx', 0o600);
  const write = (text: string): void => {
    if (file === null) return;
    const bytes = Buffer.from(text, 'utf8');
    // A disk that is nearly full takes a part and says so only by the number.
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
  };
  try {
    write(HEAD);
  } catch (error) {
    if (file !== null) closeSync(file);
    if (partial !== null) rmSync(partial, { force: true });
    throw error;
  }
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
              ({ file: from, line, record, offset, column, reason }) =>
                `${line},${record},${offset},${guarded(column ?? '')},${guarded(reason)},${guarded(from ?? '')}\r\n`,
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
      if (file === null) return;
      fsyncSync(file);
      closeSync(file);
      file = null;
    },
    publish: () => {
      if (partial !== null && path !== undefined) renameSync(partial, path);
    },
    discard: () => {
      if (partial === null) return;
      if (file !== null) closeSync(file);
      file = null;
      rmSync(partial, { force: true });
    },
  };
};
