/**
 * How a key is kept under a passphrase: Argon2id (RFC 9106) derives a wrapping key, AES-256-GCM (SP 800-38D) wraps
 * with it. The floors of the cost are enforced before anything is derived, so that a tampered file cannot make
 * guessing cheap.
 */
import crypto, { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { argon2id } from 'hash-wasm';
import * as v from 'valibot';
import { CloisterError } from '../../shared/errors.ts';

/** Cost of deriving the wrapping key: memory in KiB, passes, lanes. */
export type KdfCost = { m: number; t: number; p: number };
export const KDF_DEFAULT: KdfCost = { m: 65_536, t: 3, p: 1 };
/** OWASP password storage: 19 MiB, two passes. */
export const KDF_FLOOR: KdfCost = { m: 19_456, t: 2, p: 1 };
/** 1 GiB: what one WebAssembly memory surely holds. */
const KDF_CEILING: KdfCost = { m: 1_048_576, t: 64, p: 16 };

/** Why a cost is not used, neither for a new keystore nor for one that is read; null when it is fine. */
export const costProblem = (cost: KdfCost): string | null => {
  const parts = ['m', 't', 'p'] as const;
  if (!parts.every((part) => Number.isInteger(cost[part]) && cost[part] >= KDF_FLOOR[part]))
    return 'lies below the floor (19 MiB, 2 passes)';
  return parts.every((part) => cost[part] <= KDF_CEILING[part]) ? null : 'is beyond reason';
};

export const base64 = v.pipe(v.string(), v.regex(/^[A-Za-z0-9+/]+={0,2}$/));
/** 16 bytes: the salt is read before anything proves it, so a shorter one must not reach the derivation. */
const salt = v.pipe(v.string(), v.regex(/^[A-Za-z0-9+/]{22}==$/));
/** A derivation as a file states it. */
export const kdfSchema = v.strictObject({
  alg: v.literal('argon2id'),
  m: v.pipe(v.number(), v.integer()),
  t: v.pipe(v.number(), v.integer()),
  p: v.pipe(v.number(), v.integer()),
  salt,
});
export type Kdf = v.InferOutput<typeof kdfSchema>;
/** A wrapped key as a file states it; the tag ends the ciphertext. */
export const wrappedSchema = v.strictObject({ alg: v.literal('A256GCM'), iv: base64, ct: base64 });
export type Wrapped = v.InferOutput<typeof wrappedSchema>;

/** A derivation of this cost with a new salt. */
export const newKdf = (cost: KdfCost): Kdf => ({
  alg: 'argon2id',
  m: cost.m,
  t: cost.t,
  p: cost.p,
  salt: randomBytes(16).toString('base64'),
});

type Taken = { password: string; salt: Buffer };

/** By Node's own OpenSSL, which gives its memory back at once; null in Electron, whose library has no Argon2. */
export const deriveNatively = async ({ password, salt }: Taken, kdf: KdfCost): Promise<Buffer | null> => {
  if (typeof crypto.argon2 !== 'function') return null;
  try {
    return await promisify(crypto.argon2)('argon2id', {
      message: password,
      nonce: salt,
      memory: kdf.m,
      passes: kdf.t,
      parallelism: kdf.p,
      tagLength: 32,
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_CRYPTO_ARGON2_NOT_SUPPORTED') return null;
    throw error;
  }
};

/** The same in WebAssembly, everywhere. */
export const deriveInWasm = async ({ password, salt }: Taken, kdf: KdfCost): Promise<Buffer> =>
  Buffer.from(
    await argon2id({
      password,
      salt,
      memorySize: kdf.m,
      iterations: kdf.t,
      parallelism: kdf.p,
      hashLength: 32,
      outputType: 'binary',
    }),
  );

/**
 * The 32 bytes that wrap. The passphrase is taken in one Unicode form (NFKC).
 * @throws CloisterError PASSPHRASE_WRONG for an empty one, which no key was ever wrapped with
 */
export const deriveKey = async (passphrase: string, kdf: Kdf): Promise<Buffer> => {
  // Whoever read the file has refused a low cost with its name; this holds for everyone else.
  const problem = costProblem(kdf);
  if (problem !== null) throw new Error(`a derivation cost that ${problem}`);
  if (passphrase === '')
    throw new CloisterError('PASSPHRASE_WRONG', 'The passphrase is empty.', 'Type the passphrase.');
  const taken = { password: passphrase.normalize('NFKC'), salt: Buffer.from(kdf.salt, 'base64') };
  return (await deriveNatively(taken, kdf)) ?? deriveInWasm(taken, kdf);
};

/** Wraps a key; `additional` binds it to its vault and its name, so that two entries cannot be swapped. */
export const wrapKey = (kek: Buffer, additional: string, key: Buffer): Wrapped => {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', kek, iv).setAAD(Buffer.from(additional));
  const ct = Buffer.concat([cipher.update(key), cipher.final(), cipher.getAuthTag()]);
  return { alg: 'A256GCM', iv: iv.toString('base64'), ct: ct.toString('base64') };
};

/** Unwraps a key. Throws where the wrapping key, the name or a byte is another. */
export const unwrapKey = (kek: Buffer, additional: string, entry: Wrapped): Buffer => {
  const ct = Buffer.from(entry.ct, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', kek, Buffer.from(entry.iv, 'base64'))
    .setAAD(Buffer.from(additional))
    .setAuthTag(ct.subarray(-16));
  return Buffer.concat([decipher.update(ct.subarray(0, -16)), decipher.final()]);
};

/** A passphrase has at least 8 characters. @throws CloisterError USAGE */
export const requirePassphrase = (passphrase: string): void => {
  if (passphrase.length < 8)
    throw new CloisterError(
      'USAGE',
      'The passphrase is shorter than 8 characters.',
      'Choose a longer one; four random words are good.',
    );
};
