/** A package as an attacker has it: what can be read in the folder, and nothing else. */
import { statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import * as v from 'valibot';
import { CloisterError } from '../../../shared/errors.ts';
import { type ReadDefinition, readDefinition } from '../checks.ts';
import { DEFINITION_PATH } from '../definition.ts';
import { listPackage, PACKAGE_BOUNDS, readPlain } from '../folder.ts';
import { MANIFEST_PATH, type Manifest, manifestSchema, sha256 } from '../manifest.ts';
import { sealCheck } from '../seal.ts';

export type AttackedPackage = {
  /** The folder's name, by which findings call it. */
  name: string;
  definition: ReadDefinition;
  /** SHA-256 of the definition. */
  digest: string;
  manifest: Manifest | null;
  /** Whether its seal is one: then the hashes in it are those of the record. */
  sealed: boolean;
  /** Every text file by its path. */
  texts: Map<string, string>;
};

const TEXT = /\.(json|csv|md|sql|html|txt|svg)$/i;

/** @throws CloisterError PACKAGE_INVALID for links, and for what is too large or too much to be a package */
const readTexts = (root: string): Map<string, string> => {
  const texts = new Map<string, string>();
  const { files, odd } = listPackage(root);
  if (odd.length > 0)
    throw new CloisterError(
      'PACKAGE_INVALID',
      `${root} holds ${odd[0]}, which is neither a file nor a folder.`,
      'A package holds no links; copy its own files into a folder of their own.',
    );
  let left: number = PACKAGE_BOUNDS.all;
  for (const path of files) {
    if (!TEXT.test(path)) continue;
    const bytes = readPlain(join(root, path), Math.min(PACKAGE_BOUNDS.file, left));
    left -= bytes.length;
    texts.set(path, bytes.toString('utf8'));
  }
  return texts;
};

const readManifest = (text: string | undefined): Manifest | null => {
  if (text === undefined) return null;
  try {
    const parsed = v.safeParse(manifestSchema, JSON.parse(text));
    return parsed.success ? parsed.output : null;
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return null;
    throw thrown;
  }
};

/** @throws CloisterError INPUT_MISSING, PACKAGE_INVALID where the folder holds no definition that can be read */
export const readPackage = (folder: string): AttackedPackage => {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new CloisterError(
      'INPUT_MISSING',
      `There is no folder at ${folder}.`,
      'Name the folder of a package.',
    );
  const texts = readTexts(folder);
  const text = texts.get(DEFINITION_PATH);
  const read = text === undefined ? null : readDefinition(text);
  if (text === undefined || read === null || read.definition === null)
    throw new CloisterError(
      'PACKAGE_INVALID',
      `${folder} holds no definition that can be read: ${read?.check.detail ?? `there is no ${DEFINITION_PATH}`}.`,
      'Name the folder of a package; `cloister verify` says what is wrong with it.',
    );
  const manifest = readManifest(texts.get(MANIFEST_PATH));
  return {
    name: basename(resolve(folder)),
    definition: read.definition,
    digest: sha256(text),
    manifest,
    sealed: manifest !== null && sealCheck(folder, manifest).passed,
    texts,
  };
};
