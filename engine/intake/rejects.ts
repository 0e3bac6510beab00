/**
 * The report of records that were not taken: line, record, byte, column and reason, so that the owner can mend
 * the file. It never repeats a value, since the value may be personal.
 */
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import type { ImportAnswer, Reject } from '../../shared/contract/answers.ts';
import { CloisterError } from '../../shared/errors.ts';

/** How many are shown at once, and how many are remembered by their place. */
export const MOST_SHOWN = 1000;
const MOST_KEPT = 10_000;

export type Rejects = {
  add(rejects: readonly Reject[]): void;
  /** The first ten thousand. */
  first(): readonly Reject[];
  /** Records per reason and column, most frequent first. */
  reasons(): { column: string | null; reason: string; records: number }[];
  /** Reasons in words, and the first thousand records: what an import answers. */
  told(): Pick<ImportAnswer, 'reasons' | 'rejects'>;
  /** Writes the report to its end, beside its place. */
  finish(): void;
  /** Puts the finished report into place: only once what it tells of has happened. */
  publish(): void;
  /** Removes what was written of it. */
  discard(): void;
};

/** A reason with the column it is about. */
export const reasonText = ({ column, reason }: { column: string | null; reason: string }): string =>
  column === null ? reason : `${column}: ${reason}`;

/** No record of a file could be taken: nothing is changed, and the report, where one is written, says why of each. */
export class NothingTaken extends CloisterError {
  constructor(name: string, rejects: Rejects, path: string | undefined) {
    const [first] = rejects.reasons();
    super(
      'INPUT_VALUE',
      `No record of ${name} could be taken${first === undefined ? '' : `: ${reasonText(first).replace(/\.$/, '')}`}. Nothing was changed.`,
      `Check the mapping against \`cloister inspect\`${path === undefined ? '' : `; ${path} says why of each record`}.`,
    );
  }
}

const cell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const guarded = (text: string): string => cell(/^[=+\-@\t\r＝＋－＠]/.test(text) ? `'${text}` : text);

/** A spreadsheet reads a text without it in the encoding of its country. */
const BOM = '\ufeff';
const HEAD = 'line,record,byte,column,reason,file\r\n';

/**
 * A report takes the place of an earlier report and of nothing else: a slip of the path would destroy the
 * customer's file, or the vault itself.
 * @throws CloisterError FOLDER_NOT_WRITABLE
 */
const refuseForeignFile = (path: string): void => {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return;
  const found = Buffer.alloc(Buffer.byteLength(BOM + HEAD));
  if (stat.isFile() && stat.size > 0) {
    const file = openSync(path, 'r');
    try {
      readSync(file, found, 0, found.length, 0);
    } finally {
      closeSync(file);
    }
  }
  if (stat.isFile() && (stat.size === 0 || found.toString('utf8').replace(BOM, '').startsWith(HEAD))) return;
  throw new CloisterError(
    'FOLDER_NOT_WRITABLE',
    `There is something at ${path} that is not a report of rejected records. Nothing was changed.`,
    'Choose another path for the report.',
  );
};

/** @throws CloisterError FOLDER_NOT_WRITABLE: the system would name the file that is written first, which nobody gave */
const requireFolder = (path: string): void => {
  const folder = dirname(path);
  if (existsSync(folder)) return;
  throw new CloisterError(
    'FOLDER_NOT_WRITABLE',
    `The report of rejected records cannot be put at ${path}: there is no folder ${folder}. Nothing was changed.`,
    'Make it, or choose another place.',
  );
};

/** Collects rejects, and streams them to `path` as CSV where one is given. */
export const openRejects = (path: string | undefined): Rejects => {
  const shown: Reject[] = [];
  const counts = new Map<string, { column: string | null; reason: string; records: number }>();
  const partial = path === undefined ? null : `${path}.partial`;
  if (path !== undefined && partial !== null) {
    requireFolder(path);
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
    write(BOM + HEAD);
  } catch (error) {
    if (file !== null) closeSync(file);
    if (partial !== null) rmSync(partial, { force: true });
    throw error;
  }
  const reasons = (): ReturnType<Rejects['reasons']> =>
    [...counts]
      .sort(([a, { records: few }], [b, { records: many }]) => many - few || (a < b ? -1 : 1))
      .map(([, counted]) => counted);
  return {
    add: (found) => {
      // Of a batch those that could not be read come first; a report goes by lines.
      const rejects = [...found].sort((a, b) => a.offset - b.offset);
      for (const reject of rejects) {
        if (shown.length < MOST_KEPT) shown.push(reject);
        const { column, reason } = reject;
        const key = reasonText({ column, reason });
        const counted = counts.get(key) ?? { column, reason, records: 0 };
        counted.records += 1;
        counts.set(key, counted);
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
    reasons,
    told: () => ({
      reasons: reasons().map(({ records, ...one }) => ({ reason: reasonText(one), records })),
      rejects: shown.slice(0, MOST_SHOWN),
    }),
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
