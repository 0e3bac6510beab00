/**
 * Errors that reach a person: a code from a closed union, a sentence that says what happened and where,
 * and what to do next. They cross the contract as plain data.
 */

/** Exit status of the command line for each family of errors; of a cancelled command what shells report of SIGINT. */
export const EXIT = { done: 0, input: 1, usage: 2, refused: 3, locked: 4, fault: 5, cancelled: 130 } as const;

const CODES = {
  USAGE: EXIT.usage,
  INPUT_MISSING: EXIT.input,
  INPUT_EMPTY: EXIT.input,
  INPUT_BINARY: EXIT.input,
  INPUT_FORMAT: EXIT.input,
  INPUT_HEADER: EXIT.input,
  INPUT_VALUE: EXIT.input,
  INPUT_DUPLICATE: EXIT.input,
  MAPPING_INVALID: EXIT.input,
  PLAN_INVALID: EXIT.input,
  RULE_INVALID: EXIT.input,
  NOT_FOUND: EXIT.input,
  NO_DATA: EXIT.input,
  PACKAGE_INVALID: EXIT.input,
  AUDIT_BROKEN: EXIT.input,
  FOLDER_NOT_WRITABLE: EXIT.input,
  DISK_FULL: EXIT.input,
  VAULT_EXISTS: EXIT.input,
  VAULT_MISSING: EXIT.input,
  VAULT_DAMAGED: EXIT.input,
  PRIVACY_REFUSED: EXIT.refused,
  NO_CONSENT: EXIT.refused,
  RELEASE_WAITING: EXIT.refused,
  OFFICER_NEEDED: EXIT.refused,
  VAULT_BUSY: EXIT.locked,
  VAULT_LOCKED: EXIT.locked,
  PASSPHRASE_WRONG: EXIT.locked,
  CANCELLED: EXIT.cancelled,
  ENGINE_STOPPED: EXIT.fault,
  FAULT: EXIT.fault,
} as const;

export type ErrorCode = keyof typeof CODES;

/** An error as it crosses the contract. */
export type ErrorData = { code: ErrorCode; message: string; next: string };

/** An error with a code from the closed union, one sentence, and what to do next. */
export class CloisterError extends Error {
  readonly code: ErrorCode;
  readonly next: string;
  constructor(code: ErrorCode, message: string, next: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'CloisterError';
    this.code = code;
    this.next = next;
  }
}

/** The exit status that belongs to an error code. */
export const exitStatus = (code: ErrorCode): number => CODES[code];

/** What to do about a place that is closed to us. */
export const NOT_ALLOWED = 'Change its permissions, or choose another place.';

/** What is written beside its place and renamed at its end: nobody gave such a name. */
const UNFINISHED = /^\..*\.(partial|part|making|tmp)\b|\.partial$/;

/** The place that an error of the system names, as somebody would know it: of a file of ours that is not finished its folder. */
const placeIn = (thrown: unknown): { path: string; folder: boolean } | null => {
  const { path } = (thrown ?? {}) as { path?: unknown };
  if (typeof path !== 'string') return null;
  const cut = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
  return UNFINISHED.test(path.slice(cut + 1))
    ? { path: cut < 0 ? '.' : path.slice(0, Math.max(cut, 1)), folder: true }
    : { path, folder: false };
};

/**
 * Any thrown value as an error a person can read. System errors of a full disk or a folder that may not be
 * written become their own codes; everything unknown is our fault and says so.
 */
export const toErrorData = (thrown: unknown): ErrorData => {
  if (thrown instanceof CloisterError)
    return { code: thrown.code, message: thrown.message, next: thrown.next };
  const system = thrown as { code?: unknown } | null | undefined;
  const code = typeof system?.code === 'string' ? system.code : '';
  const place = placeIn(thrown);
  if (code === 'ENOSPC' || code === 'SQLITE_FULL' || code === 'EDQUOT')
    return {
      code: 'DISK_FULL',
      message: `The disk is full${place === null ? '' : ` (${place.path})`}. Nothing was changed.`,
      next: 'Free some space and run the same command again.',
    };
  if (
    code === 'EACCES' ||
    code === 'EPERM' ||
    code === 'EROFS' ||
    code === 'SQLITE_READONLY' ||
    code === 'SQLITE_CANTOPEN'
  )
    return {
      code: 'FOLDER_NOT_WRITABLE',
      message: `${
        place === null
          ? 'The file or folder may not be read or written'
          : place.folder
            ? `The folder ${place.path} may not be written to`
            : `${place.path} may not be read or written`
      }. Nothing was changed.`,
      next: NOT_ALLOWED,
    };
  if (code === 'ENOENT')
    return {
      code: 'INPUT_MISSING',
      message: `There is no file or folder at ${(thrown as { path?: string }).path ?? 'the given path'}.`,
      next: 'Check the path.',
    };
  if (code === 'EISDIR')
    return {
      code: 'INPUT_FORMAT',
      message: `${place?.path ?? 'The given path'} is a folder, not a file.`,
      next: 'Name the file itself.',
    };
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return {
    code: 'FAULT',
    message: `Something went wrong inside Cloister: ${message}`,
    next: 'Nothing was changed. Run `cloister doctor` and report this message.',
  };
};
