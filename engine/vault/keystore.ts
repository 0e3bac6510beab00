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
  type Kdf,
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
  wrapped: v.strictObject({
    database: wrappedSchema,
    /** The key the database is being encrypted with anew; there only while that goes on. */
    next: v.optional(wrappedSchema),
    pseudonym: wrappedSchema,
    signing: wrappedSchema,
    /** Roots of earlier epochs of pseudonyms, oldest first. */
    earlier: v.optional(v.array(wrappedSchema)),
  }),
  /** Epoch of the pseudonyms written now (1 where it is not named); the earlier ones are those just below it. */
  epoch: v.optional(v.pipe(v.number(), v.integer(), v.minValue(2))),
  signingPublic: base64,
  check: base64,
  officers: v.optional(v.array(officerSchema)),
});
export type KeystoreFile = v.InferOutput<typeof keystoreSchema>;

/** The opened keys of a vault. They live in memory only. */
export type Keys = {
  vaultId: string;
  cipher: Cipher;
  kdf: KdfCost;
  /** 32 bytes: encrypts every page of the database. */
  database: Buffer;
  /** 32 bytes: the root of the pseudonyms of this epoch. */
  pseudonym: Buffer;
  epoch: number;
  /** Roots of earlier epochs that are still held: they recognise people, nothing is written under them. */
  earlier: { epoch: number; root: Buffer }[];
  /** PKCS #8 DER of the Ed25519 key that signs the audit log, and its public half (SPKI DER). */
  signing: Buffer;
  signingPublic: Buffer;
};

const additional = (vaultId: string, name: string): string => `cloister|${vaultId}|${name}|1`;

/** What `check` covers: all but itself and the officer's entry. */
const checkOf = (kek: Buffer, { check: _, officers: __, ...header }: Partial<KeystoreFile>): Buffer =>
  createHmac('sha256', kek)
    .update(canonicalize(header) as string)
    .digest();

/** A keystore as it is held while it is being changed: its keys, and what wraps them. */
export type Unlocked = {
  keys: Keys;
  kek: Buffer;
  kdf: Kdf;
  officers: readonly OfficerEntry[];
  next?: Buffer;
};

const seal = ({ keys, kek, kdf, officers, next }: Unlocked): KeystoreFile => {
  const wrap = (name: string, key: Buffer): Wrapped => wrapKey(kek, additional(keys.vaultId, name), key);
  const { earlier } = keys;
  const file: Omit<KeystoreFile, 'check'> = {
    v: 1,
    vaultId: keys.vaultId,
    cipher: keys.cipher,
    kdf,
    wrapped: {
      database: wrap('database', keys.database),
      ...(next === undefined ? {} : { next: wrap('next', next) }),
      pseudonym: wrap('pseudonym', keys.pseudonym),
      signing: wrap('signing', keys.signing),
      ...(earlier.length === 0
        ? {}
        : { earlier: earlier.map(({ epoch, root }) => wrap(`pseudonym ${epoch}`, root)) }),
    },
    ...(keys.epoch === 1 ? {} : { epoch: keys.epoch }),
    signingPublic: keys.signingPublic.toString('base64'),
  };
  const check = checkOf(kek, file).toString('base64');
  return { ...file, check, ...(officers.length === 0 ? {} : { officers: [...officers] }) };
};

const write = (path: string, file: KeystoreFile): void =>
  writeFileAtomic(path, `${JSON.stringify(file, null, 2)}\n`);

/** Writes what was changed. Whoever reads sees the old keystore or the new one. */
export const writeKeystore = (path: string, unlocked: Unlocked): void => write(path, seal(unlocked));

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
    epoch: 1,
    earlier: [],
    signing: pair.privateKey.export({ type: 'pkcs8', format: 'der' }),
    signingPublic: pair.publicKey.export({ type: 'spki', format: 'der' }),
  };
  const derivation = newKdf(kdf);
  const kek = await deriveKey(passphrase, derivation);
  writeKeystore(path, { keys, kek, kdf: derivation, officers: [] });
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
 * Opens the keystore, to change it.
 * @throws CloisterError PASSPHRASE_WRONG, VAULT_MISSING or VAULT_DAMAGED
 */
export const unlockKeystore = async (path: string, passphrase: string): Promise<Unlocked> => {
  const file = readKeystore(path);
  const { m, t, p } = file.kdf;
  const kek = await deriveKey(passphrase, file.kdf);
  const expected = checkOf(kek, file);
  const found = Buffer.from(file.check, 'base64');
  if (found.length !== expected.length || !timingSafeEqual(found, expected))
    throw new CloisterError(
      'PASSPHRASE_WRONG',
      'The passphrase does not open this vault (or its keystore was altered).',
      'Check the passphrase and that keys.json belongs to this vault.',
    );
  const unwrap = (name: string, entry: Wrapped): Buffer =>
    unwrapKey(kek, additional(file.vaultId, name), entry);
  const { wrapped, epoch = 1 } = file;
  const earlier = wrapped.earlier ?? [];
  const keys: Keys = {
    vaultId: file.vaultId,
    cipher: file.cipher,
    kdf: { m, t, p },
    database: unwrap('database', wrapped.database),
    pseudonym: unwrap('pseudonym', wrapped.pseudonym),
    epoch,
    earlier: earlier.map((entry, i) => {
      const number = epoch - earlier.length + i;
      return { epoch: number, root: unwrap(`pseudonym ${number}`, entry) };
    }),
    signing: unwrap('signing', wrapped.signing),
    signingPublic: Buffer.from(file.signingPublic, 'base64'),
  };
  return {
    keys,
    kek,
    kdf: file.kdf,
    officers: file.officers ?? [],
    ...(wrapped.next === undefined ? {} : { next: unwrap('next', wrapped.next) }),
  };
};

/**
 * Opens the keystore.
 * @throws CloisterError PASSPHRASE_WRONG, VAULT_MISSING or VAULT_DAMAGED
 */
export const openKeystore = async (path: string, passphrase: string): Promise<Keys> =>
  (await unlockKeystore(path, passphrase)).keys;

/** Overwrites keys in memory. They are of no use afterwards. */
export const wipeKeys = (keys: Keys): void => {
  for (const key of [keys.database, keys.pseudonym, keys.signing, ...keys.earlier.map(({ root }) => root)])
    key.fill(0);
};

/**
 * Writes the officers' entries of the keystore. Nothing else in it changes.
 * @throws CloisterError VAULT_MISSING or VAULT_DAMAGED
 */
export const writeOfficers = (path: string, officers: readonly OfficerEntry[]): void => {
  const { officers: _, ...file } = readKeystore(path);
  write(path, officers.length === 0 ? file : { ...file, officers: [...officers] });
};
