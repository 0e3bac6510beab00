/**
 * Any thrown value as an error a person can read. What the system and the database say of themselves
 * ("disk I/O error", "EFBIG: file too large, write") is for the cause alone: it never stands in a message.
 */
import { CloisterError, type ErrorData, NOT_ALLOWED, toErrorData } from '../../shared/errors.ts';

/** Longest message: an input may be repeated in it, and an input may be of any size. */
const LONGEST = 600;

const FREE_SPACE = 'Free some space, or choose another disk, and run the same command again.';

const readings = (place: string): Record<string, ErrorData> => {
  const at = place === '' ? 'The path' : place;
  const file = place === '' ? 'A file' : place;
  const wontGrow: ErrorData = {
    code: 'DISK_FULL',
    message: `${file} could not be written to its end: the disk or a limit of the system does not let it grow. Nothing was changed.`,
    next: FREE_SPACE,
  };
  const damaged: ErrorData = {
    code: 'VAULT_DAMAGED',
    message: `The database${place === '' ? '' : ` of ${place}`} is damaged: a page does not hold what it was written with.`,
    next: 'Restore the vault from your backup.',
  };
  const notWritable: ErrorData = {
    code: 'FOLDER_NOT_WRITABLE',
    message: `${file} may not be read or written. Nothing was changed.`,
    next: NOT_ALLOWED,
  };
  return {
    ENOTDIR: {
      code: 'INPUT_MISSING',
      message: `${at} leads through a file as if it were a folder.`,
      next: 'Check the path.',
    },
    ENAMETOOLONG: { code: 'USAGE', message: 'The path is too long for this system.', next: 'Shorten it.' },
    ELOOP: {
      code: 'INPUT_MISSING',
      message: `${at} is a link that leads to itself.`,
      next: 'Check the path.',
    },
    ERR_INVALID_ARG_VALUE: {
      code: 'USAGE',
      message: 'The path holds a character that no path can hold.',
      next: 'Check the path.',
    },
    EIO: {
      code: 'INPUT_FORMAT',
      message: `${place === '' ? 'The file' : place} cannot be read: the disk answers with an error.`,
      next: 'Copy it to another disk and try again.',
    },
    EFBIG: wontGrow,
    SQLITE_IOERR: wontGrow,
    SQLITE_CORRUPT: damaged,
    SQLITE_NOTADB: damaged,
    SQLITE_READONLY: notWritable,
    SQLITE_CANTOPEN: notWritable,
    SQLITE_BUSY: {
      code: 'VAULT_BUSY',
      message: 'Another program holds the database of the vault.',
      next: 'Wait until it has ended, and try again.',
    },
  };
};

/** `SQLITE_IOERR_WRITE` and its like by their family, `SQLITE_IOERR`. */
const family = (code: string): string => /^SQLITE_[A-Z]+/.exec(code)?.[0] ?? code;

/**
 * The error data of anything thrown. `place` is the file or folder that was worked on, for errors that do not
 * name one themselves.
 */
export const failureOf = (thrown: unknown, place = ''): ErrorData => {
  if (thrown instanceof CloisterError) return toErrorData(thrown);
  const { code: raw, path } = (thrown ?? {}) as NodeJS.ErrnoException;
  const code = typeof raw === 'string' ? raw : '';
  const found = readings(typeof path === 'string' ? path : place);
  if (Object.hasOwn(found, family(code))) return found[family(code)];
  if (thrown instanceof RangeError && /call stack/i.test(thrown.message))
    return {
      code: 'USAGE',
      message: 'The input is nested too deeply to be read.',
      next: 'Flatten it and try again.',
    };
  if (code.startsWith('SQLITE_') && code !== 'SQLITE_FULL')
    return {
      code: 'FAULT',
      message: `Something went wrong inside Cloister: the database refused a step (${code}).`,
      next: 'Nothing was changed. Run `cloister doctor` and report this message.',
    };
  return toErrorData(thrown);
};

/** The same as an error to throw; one that is readable and of a fair length already stays itself. */
export const readable = (thrown: unknown, place = ''): CloisterError => {
  const { code, message, next } = failureOf(thrown, place);
  if (thrown instanceof CloisterError && message.length <= LONGEST && next.length <= LONGEST) return thrown;
  const short = (text: string): string => (text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`);
  return new CloisterError(code, short(message), short(next), { cause: thrown });
};
