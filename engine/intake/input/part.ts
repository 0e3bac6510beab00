/**
 * Where the bytes of a source lie. A source is one part or several of the same form (the files of a folder, the
 * entries of an archive), read one after the other.
 */
import { type BigIntStats, fstatSync, statSync } from 'node:fs';
import type { Encoding } from '../../../shared/encodings.ts';
import { CloisterError } from '../../../shared/errors.ts';
import type { Rest } from './standard-input.ts';

/** A path, the bytes of a whole file in memory, or what was already taken from standard input and where the rest of it is. */
export type Source = string | { whole: Uint8Array } | { ahead: Uint8Array; rest: Rest | null };

/** What the bytes are wrapped in. */
export type Packing = 'gzip' | 'zip' | null;

export type Part = {
  source: Source;
  /** Name to show: of the file, and of the entry in it. */
  name: string;
  packing: Packing;
  /** Name of the entry of a zip archive. */
  entry: string | null;
  /** How its text is written; UTF-8 for forms that say it themselves. */
  encoding: Encoding;
  /** UTF-8 but for some bytes: records that hold such bytes are left out. */
  mixed: boolean;
  /** What tells that the file is still the same; null for bytes in memory and for a stream. */
  stamp: string | null;
};

/** Whether a source can be read only once, so that its hash is known at its end. */
export const isStream = (source: Source): boolean => typeof source !== 'string' && 'ahead' in source;

/**
 * What tells two states of a file apart: the file itself, its length, when it was last written, and when the system
 * last saw it changed, which no program can set back.
 */
const stampText = ({ ino, size, mtimeNs, ctimeNs }: BigIntStats): string =>
  `${ino} ${size} ${mtimeNs} ${ctimeNs}`;

/** The state of the file of a source; null where it has none. */
export const stampOf = (source: Source): string | null =>
  typeof source === 'string' ? stampText(statSync(source, { bigint: true })) : null;

/**
 * Holds an open file to the state it was looked at in.
 * @throws CloisterError INPUT_FORMAT when it was written to since
 */
export const requireUnchanged = (fd: number, stamp: string | null, name: string): void => {
  if (stamp === null || stampText(fstatSync(fd, { bigint: true })) === stamp) return;
  throw new CloisterError(
    'INPUT_FORMAT',
    `${name} changed while it was read.`,
    'Wait until it is written to its end, then import it again.',
  );
};
