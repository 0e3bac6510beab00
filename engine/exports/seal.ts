/**
 * The seal of a package, `seal.json`: the entry of the record that released it, the path from that entry to a Merkle
 * root, and the signature over the root. It binds a package to the history of its vault, and is an anchor of that
 * history in the hands of whoever received the package.
 *
 * It names a time, a number and a key, so it differs from vault to vault. The manifest therefore names the seal but
 * holds no hash of it, while the seal holds the hash of the manifest: everything but the seal keeps the same bytes.
 */
import { join } from 'node:path';
import * as v from 'valibot';
import { toErrorData } from '../../shared/errors.ts';
import type { Receipt } from '../audit/audit.ts';
import { checkpointSchema, signatureHolds } from '../audit/checkpoint.ts';
import { leafHash, provesInclusion } from '../audit/merkle.ts';
import { type Check, checkOf } from './checks.ts';
import { canonicalText } from './definition.ts';
import { readPlain } from './folder.ts';
import { MANIFEST_PATH, type Manifest, SEAL_PATH, sha256 } from './manifest.ts';

/** A seal is a few kilobytes; more is none. */
const MAX_BYTES = 4 * 1024 * 1024;

const hex64 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const sealSchema = v.strictObject({
  format: v.literal('cloister-seal'),
  version: v.literal(1),
  /** SHA-256 of manifest.json. */
  manifest: hex64,
  /** The entry as it is hashed: canonical JSON as text. */
  entry: v.string(),
  /** Siblings from the entry to the root, nearest first (RFC 6962). */
  path: v.array(hex64),
  checkpoint: checkpointSchema,
});
const entrySchema = v.looseObject({
  seq: v.pipe(v.number(), v.integer(), v.minValue(1)),
  action: v.literal('export.release'),
  details: v.looseObject({ manifest: hex64 }),
});

/** The seal over a manifest. @throws Error for an entry without a checkpoint: a release always has one */
export const sealText = (
  manifest: string,
  { body, checkpoint }: Receipt,
  path: readonly string[],
): string => {
  if (checkpoint === null) throw new Error('a release is sealed by a checkpoint');
  return canonicalText({
    format: 'cloister-seal',
    version: 1,
    manifest,
    entry: body,
    path: [...path],
    checkpoint,
  });
};

const jsonIn = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return null;
    throw thrown;
  }
};

const problemsOf = (text: string, manifestDigest: string): { wrong: string[]; detail: string } => {
  const parsed = v.safeParse(sealSchema, jsonIn(text));
  if (!parsed.success) return { wrong: [`${SEAL_PATH} is no seal.`], detail: '' };
  const { manifest, entry: body, path, checkpoint } = parsed.output;
  const entry = v.safeParse(entrySchema, jsonIn(body));
  const wrong: string[] = [];
  if (manifest !== manifestDigest) wrong.push('It seals another manifest.');
  if (!entry.success || entry.output.details.manifest !== manifestDigest)
    wrong.push('The entry of the record does not release this manifest.');
  if (!signatureHolds(checkpoint, Buffer.from(checkpoint.publicKey, 'base64')))
    wrong.push('The signature of its checkpoint does not hold.');
  const nodes = path.map((node) => Buffer.from(node, 'hex'));
  const root = Buffer.from(checkpoint.root, 'hex');
  if (entry.success && !provesInclusion(leafHash(body), entry.output.seq - 1, checkpoint.seq, nodes, root))
    wrong.push('The entry is not in the history that was signed.');
  return { wrong, detail: `Entry ${checkpoint.seq} of the record, signed with key ${checkpoint.keyId}.` };
};

/** Checks the seal of a package in a folder; a package whose manifest names none is not sealed, and that is told. */
export const sealCheck = (dir: string, manifest: Manifest): Check => {
  const name = 'it was released by an act on a signed record';
  if (manifest.seal === null) return checkOf(name, ['The package is not sealed.'], '');
  let text: string;
  try {
    text = readPlain(join(dir, SEAL_PATH), MAX_BYTES).toString('utf8');
  } catch (thrown) {
    return checkOf(name, [`${SEAL_PATH}: ${toErrorData(thrown).message}`], '');
  }
  const { wrong, detail } = problemsOf(text, sha256(readPlain(join(dir, MANIFEST_PATH))));
  return checkOf(name, wrong, detail);
};
