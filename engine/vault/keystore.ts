/**
 * The keystore: three random keys, wrapped by a key derived from the passphrase, in a file of its own, apart
 * from the database. The passphrase is never stored; changing it rewrites this file alone.
 *
 * Argon2id (RFC 9106) with floors enforced before deriving, so that a tampered file cannot make guessing
 * cheap; AES-256-GCM with the vault, the entry's name and the version as additional data, so that two entries
 * cannot be swapped.
 */
import { createHmac, generateKeyPairSync, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import canonicalize from 'canonicalize';
import * as v from 'valibot';
import { CloisterError } from '../../shared/errors.ts';
import { writeFileAtomic } from './files.ts';
import {
  base64,
  costProblem,
  deriveKey,
  KDF_DEFAULT,
  type KdfCost,
  kdfSchema,
  newKdf,
  requirePassphrase,
  unwrapKey,
  type Wrapped,
  wrapKey,
  wrappedSchema,
} from './wrapping.ts';

/** Ciphers a vault may use: both authenticate every page. */
export const CIPHERS = ['aegis', 'sqlcipher'] as const;
export type Cipher = (typeof CIPHERS)[number];

/**
 * The officer's entry: a key of their own, wrapped by a passphrase of their own (`officer.ts`). It proves itself,
 * so the passphrase of the vault is not needed to change it, and `check` does not cover it.
 */
const officerSchema = v.strictObject({ kdf: kdfSchema, wrapped: wrappedSchema, public: base64 });
export type OfficerEntry = v.InferOutput<typeof officerSchema>;

const keystoreSchema = v.strictObject({
  v: v.literal(1),
  vaultId: v.pipe(v.string(), v.uuid()),
  cipher: v.picklist(CIPHERS),
  kdf: kdfSchema,
  wrapped: v.strictObject({ database: wrappedSchema, pseudonym: wrappedSchema, signing: wrappedSchema }),
  signingPublic: base64,
  check: base64,
  officers: v.optional(v.array(officerSchema)),
});
export type KeystoreFile = v.InferOutput<typeof keystoreSchema>;
type KeyName = keyof KeystoreFile['wrapped'];

/** The opened keys of a vault. They live in memory only. */
export type Keys = {
  vaultId: string;
  cipher: Cipher;
  kdf: KdfCost;
  /** 32 bytes: encrypts every page of the database. */
  database: Buffer;
  /** 32 bytes: the root of every pseudonym. */
  pseudonym: Buffer;
  /** PKCS #8 DER of the Ed25519 key that signs the audit log, and its public half (SPKI DER). */
  signing: Buffer;
  signingPublic: Buffer;
};

const additional = (vaultId: string, name: KeyName): string => `cloister|${vaultId}|${name}|1`;
const wrap = (kek: Buffer, vaultId: string, name: KeyName, key: Buffer): Wrapped =>
  wrapKey(kek, additional(vaultId, name), key);
const unwrap = (kek: Buffer, file: KeystoreFile, name: KeyName): Buffer =>
  unwrapKey(kek, additional(file.vaultId, name), file.wrapped[name]);

/** What `check` covers: all but itself and the officer's entry. */
const checkOf = (kek: Buffer, { check: _, officers: __, ...header }: Partial<KeystoreFile>): Buffer =>
  createHmac('sha256', kek)
    .update(canonicalize(header) as string)
    .digest();

const seal = async (keys: Keys, passphrase: string): Promise<KeystoreFile> => {
  const kdf = newKdf(keys.kdf);
  const kek = await deriveKey(passphrase, kdf);
  const file: Omit<KeystoreFile, 'check'> = {
    v: 1,
    vaultId: keys.vaultId,
    cipher: keys.cipher,
    kdf,
    wrapped: {
      database: wrap(kek, keys.vaultId, 'database', keys.database),
      pseudonym: wrap(kek, keys.vaultId, 'pseudonym', keys.pseudonym),
      signing: wrap(kek, keys.vaultId, 'signing', keys.signing),
    },
    signingPublic: keys.signingPublic.toString('base64'),
  };
  return { ...file, check: checkOf(kek, file).toString('base64') };
};

const write = (path: string, file: KeystoreFile): void =>
  writeFileAtomic(path, `${JSON.stringify(file, null, 2)}\n`);

/**
 * Makes new random keys and writes the keystore. A passphrase has at least 8 characters.
 * @throws CloisterError USAGE for a short passphrase, a cost outside the limits or an unknown cipher
 */
export const createKeystore = async (
  path: string,
  passphrase: string,
  options: { cipher?: Cipher; kdf?: KdfCost } = {},
): Promise<Keys> => {
  requirePassphrase(passphrase);
  const { cipher = 'aegis', kdf = KDF_DEFAULT } = options;
  const problem = costProblem(kdf);
  if (problem !== null)
    throw new CloisterError('USAGE', `The derivation cost ${problem}.`, 'Use the default: 64 MiB, 3 passes.');
  if (!CIPHERS.includes(cipher))
    throw new CloisterError(
      'USAGE',
      `There is no cipher ${cipher}, or it does not authenticate what it encrypts.`,
      `Use one of ${CIPHERS.join(', ')}.`,
    );
  const pair = generateKeyPairSync('ed25519');
  const keys: Keys = {
    vaultId: randomUUID(),
    cipher,
    kdf,
    database: randomBytes(32),
    pseudonym: randomBytes(32),
    signing: pair.privateKey.export({ type: 'pkcs8', format: 'der' }),
    signingPublic: pair.publicKey.export({ type: 'spki', format: 'der' }),
  };
  write(path, await seal(keys, passphrase));
  return keys;
};

const damaged = (path: string, why: string): CloisterError =>
  new CloisterError(
    'VAULT_DAMAGED',
    `The keystore ${path} cannot be used: ${why}.`,
    'Restore keys.json from your backup; without it the vault cannot be opened.',
  );

/**
 * The keystore as it is written, its costs within the limits. Nothing proves it before it is opened.
 * @throws CloisterError VAULT_MISSING or VAULT_DAMAGED
 */
export const readKeystore = (path: string): KeystoreFile => {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      throw new CloisterError(
        'VAULT_MISSING',
        `The vault has no keystore at ${path}.`,
        'Put keys.json back, or name its place with --keystore.',
      );
    if (!(error instanceof SyntaxError)) throw error;
    throw damaged(path, 'it is not valid JSON');
  }
  const parsed = v.safeParse(keystoreSchema, content);
  if (!parsed.success) throw damaged(path, `${v.getDotPath(parsed.issues[0]) ?? 'its content'} is not valid`);
  const { kdf, officers = [] } = parsed.output;
  const problem = [kdf, ...officers.map((officer) => officer.kdf)]
    .map(costProblem)
    .find((one) => one !== null);
  if (problem !== undefined) throw damaged(path, `its derivation cost ${problem}, so it was altered`);
  return parsed.output;
};

/**
 * Opens the keystore.
 * @throws CloisterError PASSPHRASE_WRONG, VAULT_MISSING or VAULT_DAMAGED
 */
export const openKeystore = async (path: string, passphrase: string): Promise<Keys> => {
  const file = readKeystore(path);
  const cost = { m: file.kdf.m, t: file.kdf.t, p: file.kdf.p };
  const kek = await deriveKey(passphrase, file.kdf);
  const expected = checkOf(kek, file);
  const found = Buffer.from(file.check, 'base64');
  if (found.length !== expected.length || !timingSafeEqual(found, expected))
    throw new CloisterError(
      'PASSPHRASE_WRONG',
      'The passphrase does not open this vault (or its keystore was altered).',
      'Check the passphrase and that keys.json belongs to this vault.',
    );
  return {
    vaultId: file.vaultId,
    cipher: file.cipher,
    kdf: cost,
    database: unwrap(kek, file, 'database'),
    pseudonym: unwrap(kek, file, 'pseudonym'),
    signing: unwrap(kek, file, 'signing'),
    signingPublic: Buffer.from(file.signingPublic, 'base64'),
  };
};

/**
 * Wraps the same keys under a new passphrase. The data is not touched and old backups of keys.json still open.
 * @throws CloisterError USAGE for a short passphrase, VAULT_LOCKED for keys that were wiped
 */
export const changePassphrase = async (path: string, keys: Keys, passphrase: string): Promise<void> => {
  requirePassphrase(passphrase);
  // Closing a vault wipes its keys; wrapping those would lock the data away for ever.
  if (keys.database.every((byte) => byte === 0))
    throw new CloisterError(
      'VAULT_LOCKED',
      'The vault was closed, so its keys are gone from memory.',
      'Open the vault, then change its passphrase.',
    );
  const { officers } = readKeystore(path);
  const file = await seal(keys, passphrase);
  write(path, officers === undefined ? file : { ...file, officers });
};

/**
 * Writes the officers' entries of the keystore. Nothing else in it changes.
 * @throws CloisterError VAULT_MISSING or VAULT_DAMAGED
 */
export const writeOfficers = (path: string, officers: readonly OfficerEntry[]): void => {
  const { officers: _, ...file } = readKeystore(path);
  write(path, officers.length === 0 ? file : { ...file, officers: [...officers] });
};
