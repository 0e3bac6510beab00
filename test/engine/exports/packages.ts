/** What the tests of packages share: a folder of its own for each test, a package in it, what verification finds. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { exportDefinitions, verifyPackage } from '../../../engine/exports/exports.ts';
import { CloisterError } from '../../../shared/errors.ts';
import type { Cleared, ExportFile, Release } from '../../../shared/release.ts';
import { autumn } from './fixture.ts';
import { writePackage } from './write.ts';

const APP = { name: 'cloister', version: '0.1.0' };

/** The folder of the running test. */
export const place = { root: '' };
/** Gives every test of the calling file such a folder. */
export const eachInAFolder = (): void => {
  beforeEach(() => {
    place.root = mkdtempSync(join(tmpdir(), 'cloister-package-'));
  });
  afterEach(() => rmSync(place.root, { recursive: true, force: true }));
};

/** What a package of this release is made of. */
export const partsOf = (release: Cleared<Release>, more: ExportFile[] = []) => {
  const { files, targets } = exportDefinitions(release);
  return { files: [...files, ...more], targets, sealed: true, app: APP };
};
/** Writes the package `autumn` and answers where. */
export const write = (release = autumn(), options: { replace?: boolean } = {}): string => {
  const destination = join(place.root, 'autumn');
  writePackage(release, partsOf(release), { destination, ...options });
  return destination;
};
/** The checks that a package does not pass. */
export const failures = (dir: string): string[] =>
  verifyPackage(dir).flatMap(({ check, passed }) => (passed ? [] : [check]));
/** The code of the error an act throws; `none` where it throws none. */
export const codeOf = (act: () => unknown): string => {
  try {
    act();
  } catch (thrown) {
    if (thrown instanceof CloisterError) return thrown.code;
    throw thrown;
  }
  return 'none';
};
