/** Paths inside a package: the same file on every system, never outside the folder. */

/** Names that Windows keeps for devices. */
const DEVICES = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** Why a path may not stand in a package, or null. Paths are relative, with slashes, of plain names. */
export const pathProblem = (path: string): string | null => {
  if (path.length > 180) return 'it is too long';
  for (const part of path.split('/')) {
    if (part === '' || part === '.' || part === '..') return 'it is not a plain relative path';
    if (!/^[\p{L}\p{N}][\p{L}\p{M}\p{N}._-]*$/u.test(part) || part.endsWith('.'))
      return 'it holds characters that not every system can store';
    if (DEVICES.test(part)) return 'it is a name that Windows keeps for a device';
  }
  return path === path.normalize('NFC') ? null : 'it is not in Unicode normal form C';
};

/** The form under which two paths are the same file on a system that ignores case. */
export const foldPath = (path: string): string => path.normalize('NFC').toLowerCase();
