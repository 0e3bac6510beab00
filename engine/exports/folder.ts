/**
 * Reading a package as untrusted data: a folder of so many plain files, none of them large, no links. A package is a few
 * megabytes; what is far from one is refused before it costs memory or time.
 */
import { closeSync, constants, fstatSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { CloisterError } from '../../shared/errors.ts';

/** Largest file and largest package that are read, most files, deepest folder. */
export const PACKAGE_BOUNDS = {
  file: 64 * 1024 * 1024,
  all: 256 * 1024 * 1024,
  files: 5000,
  depth: 8,
} as const;

const refuse = (message: string): CloisterError =>
  new CloisterError('PACKAGE_INVALID', message, 'Name the folder of one package, as Cloister wrote it.');

/**
 * Every file of a folder by its path with slashes, in order; what is neither file nor folder is told apart.
 * @throws CloisterError PACKAGE_INVALID for too many files or folders in folders
 */
export const listPackage = (root: string): { files: string[]; odd: string[] } => {
  const files: string[] = [];
  const odd: string[] = [];
  const visit = (folder: string, prefix: string, depth: number): void => {
    if (depth > PACKAGE_BOUNDS.depth)
      throw refuse(`${root} holds folders in folders more than ${PACKAGE_BOUNDS.depth} deep.`);
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = `${prefix}${entry.name}`;
      if (entry.isDirectory()) visit(join(folder, entry.name), `${path}/`, depth + 1);
      else if (entry.isFile()) files.push(path);
      else odd.push(path);
      if (files.length + odd.length > PACKAGE_BOUNDS.files)
        throw refuse(`${root} holds more than ${PACKAGE_BOUNDS.files} files.`);
    }
  };
  visit(root, '', 1);
  return { files: files.sort(), odd: odd.sort() };
};

/**
 * The bytes of a plain file that is not a link.
 * @throws CloisterError PACKAGE_INVALID where it is no plain file or larger than `most`; the system's error where it
 *   cannot be opened
 */
export const readPlain = (path: string, most: number = PACKAGE_BOUNDS.file): Buffer => {
  let file: number;
  try {
    // A pipe would wait for somebody to write into it, and a link would lead elsewhere.
    file = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  } catch (thrown) {
    if ((thrown as { code?: unknown }).code === 'ELOOP') throw refuse(`${path} is a link.`);
    throw thrown;
  }
  try {
    const stat = fstatSync(file);
    if (!stat.isFile()) throw refuse(`${path} is no plain file.`);
    if (stat.size > most)
      throw refuse(
        `${path} is larger than the ${Math.round(most / 1024 / 1024)} MB that a file of a package may have.`,
      );
    const bytes = Buffer.alloc(stat.size);
    let at = 0;
    for (let got = 1; got > 0 && at < bytes.length; at += got)
      got = readSync(file, bytes, at, bytes.length - at, null);
    return bytes.subarray(0, at);
  } finally {
    closeSync(file);
  }
};
