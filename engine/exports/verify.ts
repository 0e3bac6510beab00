/**
 * Checks a package without the vault: that it is what was written, and that what was written keeps the limits it
 * claims. Everything in the folder is untrusted.
 */
import { createHash } from 'node:crypto';
import { lstatSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { CloisterError, toErrorData } from '../../shared/errors.ts';
import { type Check, checkOf, formulaCheck, policyChecks, readDefinition } from './checks.ts';
import { canonicalText, DEFINITION_PATH, SCHEMA_PATH, schemaText } from './definition.ts';
import { listPackage, PACKAGE_BOUNDS, readPlain } from './folder.ts';
import { MANIFEST_PATH, type Manifest, manifestSchema, sha256 } from './manifest.ts';
import { pathProblem } from './paths.ts';
import { sealCheck } from './seal.ts';

const readManifest = (dir: string): { manifest: Manifest | null; check: Check } => {
  const name = 'the manifest can be read';
  let value: unknown;
  let content: string;
  try {
    content = readPlain(join(dir, MANIFEST_PATH)).toString('utf8');
    value = JSON.parse(content);
  } catch (thrown) {
    return { manifest: null, check: checkOf(name, [`manifest.json: ${toErrorData(thrown).message}`], '') };
  }
  const parsed = v.safeParse(manifestSchema, value);
  if (!parsed.success) {
    const issue = parsed.issues[0];
    const where = v.getDotPath(issue) ?? 'the document';
    return { manifest: null, check: checkOf(name, [`At ${where}: ${issue.message}.`], '') };
  }
  const wrong = canonicalText(value) === content ? [] : ['It is not in canonical form (RFC 8785).'];
  return { manifest: parsed.output, check: checkOf(name, wrong, 'Valid and canonical.') };
};

const fileChecks = (dir: string, manifest: Manifest): { checks: Check[]; read: Map<string, string> } => {
  const { files, odd } = listPackage(dir);
  const present = new Set(files);
  const listed = new Set(manifest.files.map(({ path }) => path));
  const read = new Map<string, string>();
  const unsafe: string[] = [];
  const missing: string[] = [];
  const changed: string[] = [];
  for (const { path, sha256: expected, bytes } of manifest.files) {
    const problem = pathProblem(path);
    if (problem !== null) unsafe.push(`The manifest lists ${JSON.stringify(path)}: ${problem}.`);
    else if (!present.has(path)) missing.push(`${path} is missing.`);
    else {
      const size = lstatSync(join(dir, path)).size;
      const content = size > PACKAGE_BOUNDS.file ? null : readPlain(join(dir, path));
      const found = content === null ? '' : createHash('sha256').update(content).digest('hex');
      if (content === null || found !== expected || content.byteLength !== bytes)
        changed.push(`${path} was changed.`);
      else if (/\.(json|csv)$/.test(path)) read.set(path, content.toString('utf8'));
    }
  }
  const extra = files
    .filter((path) => path !== MANIFEST_PATH && path !== manifest.seal && !listed.has(path))
    .map((path) => `${path} is not in the manifest.`);
  for (const path of odd) extra.push(`${path} is neither a file nor a folder.`);
  const count = `${manifest.files.length} files.`;
  return {
    checks: [
      checkOf('every path stays inside the package', unsafe, count),
      checkOf('no file is missing', missing, count),
      checkOf('no file was changed', changed, 'Every SHA-256 and size agrees.'),
      checkOf('no file was added', extra, 'Nothing but the files of the manifest.'),
    ],
    read,
  };
};

/** What manifest and definition both say must be the same. */
const agreement = (
  manifest: Manifest,
  definition: NonNullable<ReturnType<typeof readDefinition>['definition']>,
) => {
  const wrong: string[] = [];
  const same = (what: string, a: unknown, b: unknown): void => {
    if (canonicalText({ is: a }) !== canonicalText({ is: b }))
      wrong.push(`The manifest and the definition differ in ${what}.`);
  };
  same('the name', manifest.name, definition.name);
  same('the purpose', manifest.purpose, definition.purpose);
  same('the as-of date', manifest.asOf, definition.asOf);
  same('the seed', manifest.seed, definition.seed);
  same('the policy', manifest.policy, definition.policy);
  same('the number of items withheld', manifest.withheld, definition.withheld.length);
  const ids = new Set(definition.segments.map(({ id }) => id));
  if (ids.size !== definition.segments.length) wrong.push('Two segments have the same id.');
  for (const { path } of manifest.files) {
    const found = /^(?:hubspot|braze|sql\/[^/]+)\/(.+?)(?:\.definition)?\.(?:json|sql)$/.exec(path);
    if (found !== null && !ids.has(found[1])) wrong.push(`${path} belongs to no segment of the definition.`);
  }
  for (const { segment } of manifest.notExpressed)
    if (!ids.has(segment)) wrong.push(`The manifest tells of a segment ${segment} that is not defined.`);
  return checkOf('manifest and definition agree', wrong, `${ids.size} segments.`);
};

/**
 * Checks the package in a folder.
 * @returns every check with what was found; the package is sound when all passed
 * @throws CloisterError INPUT_MISSING when there is no such folder
 */
export const verifyPackage = (dir: string): Check[] => {
  const stat = statSync(dir, { throwIfNoEntry: false });
  if (stat === undefined || !stat.isDirectory())
    throw new CloisterError(
      'INPUT_MISSING',
      `There is no folder at ${dir}.`,
      'Name the folder of the package.',
    );
  const { manifest, check: manifestCheck } = readManifest(dir);
  if (manifest === null) return [manifestCheck];
  const { checks, read } = fileChecks(dir, manifest);
  const text = read.get(DEFINITION_PATH);
  if (text === undefined)
    return [
      manifestCheck,
      ...checks,
      checkOf('the definition is there', ['segments.json cannot be read.'], ''),
    ];
  const { definition, check: definitionCheck } = readDefinition(text);
  const all = [manifestCheck, ...checks, definitionCheck];
  const schema = read.get(SCHEMA_PATH);
  all.push(
    checkOf(
      'the schema is the published one',
      schema !== undefined && sha256(schema) === sha256(schemaText())
        ? []
        : ['segments.schema.json is not the schema of this version.'],
      'Version 1.',
    ),
  );
  if (definition !== null) all.push(...policyChecks(definition), agreement(manifest, definition));
  all.push(formulaCheck([...read].map(([path, content]) => ({ path, content }))));
  const failed = manifest.checks
    .filter(({ passed }) => !passed)
    .map(({ check }) => `Failed when written: ${check}.`);
  all.push(sealCheck(dir, manifest));
  all.push(checkOf('every check passed when it was written', failed, `${manifest.checks.length} checks.`));
  return all;
};
