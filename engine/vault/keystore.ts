/**
 * The keystore: three random keys, wrapped by a key derived from the passphrase, in a file of its own, apart
 * from the database. The passphrase is never stored; changing it rewrites this file alone.
 *
 * Argon2id (RFC 9106) with floors enforced before deriving, so that a tampered file cannot make guessing
 * cheap; AES-256-GCM with the vault, the entry's name and the version as additional data, so that two entries
 * cannot be swapped.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  generateKeyPairSync,
  randomBytes,
  randomUUID,
  timingSafeEqual,
} from 'node:crypto';
import { readFileSync } from 'node:fs';
import canonicalize from 'canonicalize';
import { argon2id } from 'hash-wasm';
import * as v from 'valibot';
import { CloisterError } from '../../shared/errors.ts';
import { writeFileAtomic } from './files.ts';

/** Ciphers a vault may use: both authenticate every page. */
export const CIPHERS = ['aegis', 'sqlcipher'] as const;
export type Cipher = (typeof CIPHERS)[number];

/** Cost of deriving the wrapping key: memory in KiB, passes, lanes. */
export type KdfCost = { m: number; t: number; p: number };
export const KDF_DEFAULT: KdfCost = { m: 65_536, t: 3, p: 1 };
/** OWASP password storage: 19 MiB, two passes. */
export const KDF_FLOOR: KdfCost = { m: 19_456, t: 2, p: 1 };
/** 1 GiB: what one WebAssembly memory surely holds. */
const KDF_CEILING: KdfCost = { m: 1_048_576, t: 64, p: 16 };

/** Why a cost is not used, neither for a new keystore nor for one that is read; null when it is fine. */
const costProblem = (cost: KdfCost): string | null => {
  const parts = ['m', 't', 'p'] as const;
  if (!parts.every((part) => Number.isInteger(cost[part]) && cost[part] >= KDF_FLOOR[part]))
    return 'lies below the floor (19 MiB, 2 passes)';
  return parts.every((part) => cost[part] <= KDF_CEILING[part]) ? null : 'is beyond reason';
};

const base64 = v.pipe(v.string(), v.regex(/^[A-Za-z0-9+/]+={0,2}$/));
/** 16 bytes: the salt is read before anything proves it, so a shorter one must not reach the derivation. */
const salt = v.pipe(v.string(), v.regex(/^[A-Za-z0-9+/]{22}==$/));
const wrapped = v.strictObject({ alg: v.literal('A256GCM'), iv: base64, ct: base64 });
const keystoreSchema = v.strictObject({
  v: v.literal(1),
  vaultId: v.pipe(v.string(), v.uuid()),
  cipher: v.picklist(CIPHERS),
  kdf: v.strictObject({
    alg: v.literal('argon2id'),
    m: v.pipe(v.number(), v.integer()),
    t: v.pipe(v.number(), v.integer()),
    p: v.pipe(v.number(), v.integer()),
    salt,
  }),
  wrapped: v.strictObject({ database: wrapped, pseudonym: wrapped, signing: wrapped }),
  signingPublic: base64,
  check: base64,
});
type KeystoreFile = v.InferOutput<typeof keystoreSchema>;
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

const derive = async (passphrase: string, salt: Buffer, cost: KdfCost): Promise<Buffer> =>
  Buffer.from(
    await argon2id({
      password: passphrase.normalize('NFKC'),
      salt,
      memorySize: cost.m,
      iterations: cost.t,
      parallelism: cost.p,
      hashLength: 32,
      outputType: 'binary',
    }),
  );

const additional = (vaultId: string, name: KeyName): Buffer => Buffer.from(`cloister|${vaultId}|${name}|1`);

const wrap = (kek: Buffer, vaultId: string, name: KeyName, key: Buffer): v.InferOutput<typeof wrapped> => {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', kek, iv).setAAD(additional(vaultId, name));
  const ct = Buffer.concat([cipher.update(key), cipher.final(), cipher.getAuthTag()]);
  return { alg: 'A256GCM', iv: iv.toString('base64'), ct: ct.toString('base64') };
};

const unwrap = (kek: Buffer, file: KeystoreFile, name: KeyName): Buffer => {
  const entry = file.wrapped[name];
  const ct = Buffer.from(entry.ct, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', kek, Buffer.from(entry.iv, 'base64'))
    .setAAD(additional(file.vaultId, name))
    .setAuthTag(ct.subarray(-16));
  return Buffer.concat([decipher.update(ct.subarray(0, -16)), decipher.final()]);
};

const checkOf = (kek: Buffer, file: Omit<KeystoreFile, 'check'>): Buffer =>
  createHmac('sha256', kek)
    .update(canonicalize(file) as string)
    .digest();

const seal = async (keys: Keys, passphrase: string): Promise<KeystoreFile> => {
  const salt = randomBytes(16);
  const kek = await derive(passphrase, salt, keys.kdf);
  const file: Omit<KeystoreFile, 'check'> = {
    v: 1,
    vaultId: keys.vaultId,
    cipher: keys.cipher,
    kdf: { alg: 'argon2id', ...keys.kdf, salt: salt.toString('base64') },
    wrapped: {
      database: wrap(kek, keys.vaultId, 'database', keys.database),
      pseudonym: wrap(kek, keys.vaultId, 'pseudonym', keys.pseudonym),
      signing: wrap(kek, keys.vaultId, 'signing', keys.signing),
    },
    signingPublic: keys.signingPublic.toString('base64'),
  };
  return { ...file, check: checkOf(kek, file).toString('base64') };
};

const requirePassphrase = (passphrase: string): void => {
  if (passphrase.length < 8)
    throw new CloisterError(
      'USAGE',
      'The passphrase is shorter than 8 characters.',
      'Choose a longer one; four random words are good.',
    );
};

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
  writeFileAtomic(path, `${JSON.stringify(await seal(keys, passphrase), null, 2)}\n`);
  return keys;
};

const damaged = (path: string, why: string): CloisterError =>
  new CloisterError(
    'VAULT_DAMAGED',
    `The keystore ${path} cannot be used: ${why}.`,
    'Restore keys.json from your backup; without it the vault cannot be opened.',
  );

const readKeystore = (path: string): KeystoreFile => {
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
  const problem = costProblem(parsed.output.kdf);
  if (problem !== null) throw damaged(path, `its derivation cost ${problem}, so it was altered`);
  return parsed.output;
};

/**
 * Opens the keystore.
 * @throws CloisterError PASSPHRASE_WRONG, VAULT_MISSING or VAULT_DAMAGED
 */
export const openKeystore = async (path: string, passphrase: string): Promise<Keys> => {
  const file = readKeystore(path);
  const cost = { m: file.kdf.m, t: file.kdf.t, p: file.kdf.p };
  const kek = await derive(passphrase, Buffer.from(file.kdf.salt, 'base64'), cost);
  const { check, ...header } = file;
  const expected = checkOf(kek, header);
  const found = Buffer.from(check, 'base64');
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
  writeFileAtomic(path, `${JSON.stringify(await seal(keys, passphrase), null, 2)}\n`);
};
