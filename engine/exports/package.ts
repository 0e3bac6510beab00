/**
 * A package is a folder that is complete or not there: it is built in a folder of its own beside the destination,
 * flushed to disk, and renamed into place. What a killed run left behind is cleared by the next one.
 */
import {
  closeSync,
  existsSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { CloisterError } from '../../shared/errors.ts';
import type { Cleared, ExportFile, Release } from '../../shared/release.ts';
import { readable } from '../jobs/failure.ts';
import { requireCleared } from '../privacy/gate/seal.ts';
import { type Check, checkOf, formulaCheck, policyChecks, readDefinition } from './checks.ts';
import { DEFINITION_PATH } from './definition.ts';
import {
  type App,
  byPath,
  bytesOf,
  MANIFEST_PATH,
  type Manifest,
  manifestOf,
  manifestText,
  PACKAGE_FORMAT,
  SEAL_PATH,
} from './manifest.ts';
import { foldPath, pathProblem } from './paths.ts';
import { readmeText } from './readme.ts';
import type { TargetExport } from './targets.ts';

export type PackageParts = {
  /** The definition files and everything else that was written of the same release, reports included. */
  files: readonly ExportFile[];
  /** Targets for the README and for what they could not say. */
  targets: readonly TargetExport[];
  /** Checks that were made elsewhere, such as the gate's, to be recorded in the manifest. */
  checks?: readonly Check[];
  /** Digests of the earlier releases it was compared with. */
  compared?: readonly string[];
  /** Whether a seal is added once the release is on the record. */
  sealed?: boolean;
  app: App;
};

/** Every file of a package, README and manifest included, sorted by path. */
export type AssembledPackage = { files: ExportFile[]; manifest: Manifest };

const pathCheck = (files: readonly ExportFile[]): Check => {
  const wrong: string[] = [];
  const seen = new Set<string>();
  for (const { path } of files) {
    const problem = pathProblem(path);
    if (problem !== null) wrong.push(`${JSON.stringify(path)}: ${problem}.`);
    if (seen.has(foldPath(path))) wrong.push(`${path} stands twice in the package.`);
    seen.add(foldPath(path));
  }
  return checkOf('every path stays inside the package', wrong, 'Plain relative names, no two alike.');
};

/**
 * Puts a package together in memory: README, checks and manifest around the given files. The same release, files
 * and app give the same bytes.
 * @throws CloisterError PRIVACY_REFUSED when the release was not cleared or a check of the package fails
 */
export const assemblePackage = (release: Cleared<Release>, parts: PackageParts): AssembledPackage => {
  requireCleared(release);
  const readme = {
    path: 'README.md',
    content: readmeText(release, parts.targets, [...parts.files].sort(byPath), parts.sealed === true),
  };
  const files = [...parts.files, readme].sort(byPath);
  const text = files.find(({ path }) => path === DEFINITION_PATH)?.content;
  if (typeof text !== 'string') throw new Error('a package holds the definition it is about');
  const { definition, check } = readDefinition(text);
  const checks = [
    ...(parts.checks ?? []),
    pathCheck([...files, ...[MANIFEST_PATH, SEAL_PATH].map((path) => ({ path, content: '' }))]),
    check,
    ...(definition === null ? [] : policyChecks(definition)),
    formulaCheck(files),
  ];
  const failed = checks.find(({ passed }) => !passed);
  if (failed !== undefined)
    throw new CloisterError(
      'PRIVACY_REFUSED',
      `The package is not written, because a check failed: ${failed.check}. ${failed.detail}`,
      'Correct what the check names and release again.',
    );
  const notExpressed = parts.targets.flatMap(({ target, segments }) =>
    segments.flatMap(({ segment, withheld }) =>
      withheld === null ? [] : [{ target, segment, reason: withheld }],
    ),
  );
  const manifest = manifestOf(release, files, {
    checks,
    notExpressed,
    compared: parts.compared ?? [],
    sealed: parts.sealed === true,
    app: parts.app,
  });
  files.push({ path: MANIFEST_PATH, content: manifestText(manifest) });
  return { files: files.sort(byPath), manifest };
};

/** Flushes a file or folder; Windows cannot flush folders and needs it not. */
const flush = (path: string, isFolder: boolean): void => {
  if (isFolder && process.platform === 'win32') return;
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
};

const writeFiles = (folder: string, files: readonly ExportFile[]): void => {
  const folders = new Set([folder]);
  for (const { path, content } of files) {
    const target = join(folder, ...path.split('/'));
    for (let above = dirname(target); !folders.has(above); above = dirname(above)) folders.add(above);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, bytesOf(content), { flag: 'wx', flush: true });
  }
  for (const path of folders) flush(path, true);
};

const isPackage = (folder: string): boolean => {
  const path = join(folder, MANIFEST_PATH);
  if (!existsSync(path)) return false;
  try {
    return (JSON.parse(readFileSync(path, 'utf8')) as { format?: unknown })?.format === PACKAGE_FORMAT;
  } catch (thrown) {
    // A manifest that is not JSON is not ours; anything else must be told.
    if (thrown instanceof SyntaxError) return false;
    throw thrown;
  }
};

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === 'EPERM';
  }
};

/** Clears what runs that were killed left beside the destination; brings back a package they had moved aside. */
const clearRemains = (destination: string): void => {
  const parent = dirname(destination);
  const prefix = `.${basename(destination)}.`;
  for (const name of readdirSync(parent)) {
    if (!name.startsWith(prefix)) continue;
    const found = /^(partial|replaced)-(\d+)-[A-Za-z0-9]{6}$/.exec(name.slice(prefix.length));
    if (found === null || isAlive(Number(found[2]))) continue;
    const path = join(parent, name);
    if (found[1] === 'replaced' && !existsSync(destination) && existsSync(join(path, 'package')))
      renameSync(join(path, 'package'), destination);
    rmSync(path, { recursive: true, force: true });
  }
};

type Standing = 'nothing' | 'empty' | 'package';

const standing = (destination: string, replace: boolean): Standing => {
  const stat = lstatSync(destination, { throwIfNoEntry: false });
  if (stat === undefined) return 'nothing';
  if (stat.isDirectory() && readdirSync(destination).length === 0) return 'empty';
  if (!stat.isDirectory() || !isPackage(destination))
    throw new CloisterError(
      'FOLDER_NOT_WRITABLE',
      `There is something at ${destination} that is not a package. Nothing was changed.`,
      'Choose another folder, or remove what is there.',
    );
  if (!replace)
    throw new CloisterError(
      'FOLDER_NOT_WRITABLE',
      `There is a package at ${destination} already. Nothing was changed.`,
      'Choose another folder, or say that the package may be replaced (--replace).',
    );
  return 'package';
};

/**
 * Whether a package may go there, asked before the work is done.
 * @throws CloisterError FOLDER_NOT_WRITABLE as `stagePackage` would
 */
export const checkDestination = (destination: string, replace: boolean): void => {
  standing(resolve(destination), replace);
};

/** A package that lies ready beside its destination. Every way ends with `keep` or `undo`. */
export type StagedPackage = {
  manifest: Manifest;
  /** Adds the seal, which can be made only once the release is on the record. */
  seal(content: string): void;
  /** Renames it into place; a package that was there is moved aside and kept. */
  put(): void;
  /** Ends well: what was moved aside is removed. */
  keep(): void;
  /** Ends badly: what stood there before stands there again. */
  undo(): void;
};

/**
 * Writes a package beside its destination. An empty folder at the destination is filled; a package there is replaced
 * only with `replace`; anything else is never touched.
 * @throws CloisterError PRIVACY_REFUSED (see `assemblePackage`), INPUT_MISSING when the folder above the destination is
 * not there, FOLDER_NOT_WRITABLE, DISK_FULL; nothing is left behind then
 */
export const stagePackage = (
  release: Cleared<Release>,
  parts: PackageParts,
  options: { destination: string; replace?: boolean },
): StagedPackage => {
  const { files, manifest } = assemblePackage(release, parts);
  const destination = resolve(options.destination);
  const parent = dirname(destination);
  if (!existsSync(parent))
    throw new CloisterError(
      'INPUT_MISSING',
      `There is no folder ${parent} to put the package in.`,
      'Make it, or choose another place.',
    );
  const beside = (what: string): string =>
    mkdtempSync(join(parent, `.${basename(destination)}.${what}-${process.pid}-`));
  let partial: string | null = null;
  let replaced: string | null = null;
  let isPut = false;
  const clear = (): void => {
    for (const path of [partial, replaced]) if (path !== null) rmSync(path, { recursive: true, force: true });
  };
  const undo = (): void => {
    if (isPut) rmSync(destination, { recursive: true, force: true });
    const aside = replaced === null ? null : join(replaced, 'package');
    if (aside !== null && existsSync(aside)) renameSync(aside, destination);
    clear();
  };
  /** Does a step; when it fails, everything is as it was. */
  const step = (work: () => void): void => {
    try {
      work();
    } catch (thrown) {
      undo();
      throw readable(thrown, destination);
    }
  };
  let before: Standing = 'nothing';
  step(() => {
    clearRemains(destination);
    before = standing(destination, options.replace === true);
    partial = beside('partial');
    mkdirSync(join(partial, 'package'));
    writeFiles(join(partial, 'package'), files);
  });
  return {
    manifest,
    seal: (content) =>
      step(() => writeFiles(join(partial as string, 'package'), [{ path: SEAL_PATH, content }])),
    put: () =>
      step(() => {
        if (before === 'empty') rmSync(destination, { recursive: true });
        if (before === 'package') {
          replaced = beside('replaced');
          renameSync(destination, join(replaced, 'package'));
        }
        renameSync(join(partial as string, 'package'), destination);
        isPut = true;
        flush(parent, true);
      }),
    keep: clear,
    undo,
  };
};
