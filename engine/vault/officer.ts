/**
 * The privacy officer's key: Ed25519 (RFC 8032), made at the appointment, wrapped in the keystore under a passphrase of
 * the officer's own. The vault remembers its public half, so that the entry cannot be swapped for another or taken out
 * to fall back on the passphrase of the vault.
 *
 * It is the right to act and the means to sign. It is not a second lock on the data: who holds the vault and its
 * passphrase can read everything in it with other software. What they cannot do is sign as the officer.
 */
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto';
import { CloisterError } from '../../shared/errors.ts';
import { type Keys, type OfficerEntry, openKeystore, readKeystore, wipeKeys } from './keystore.ts';
import { deriveKey, newKdf, requirePassphrase, unwrapKey, wrapKey } from './wrapping.ts';

/** Who acts as officer: with the officer's key, or without one where none is appointed. */
export type Officer = { key: KeyObject; public: string; fingerprint: string } | { key: null };

/** The first 16 hexadecimal digits of the SHA-256 of a public key (SPKI DER in base64). */
export const fingerprintOf = (publicKey: string): string =>
  createHash('sha256').update(Buffer.from(publicKey, 'base64')).digest('hex').slice(0, 16);

const additional = (vaultId: string, publicKey: string): string =>
  `cloister|${vaultId}|officer|${publicKey}|1`;

/**
 * Makes an officer's key, wrapped under their passphrase, at the cost the vault itself uses.
 * @throws CloisterError USAGE for a short passphrase
 */
export const makeOfficer = async (
  keys: Pick<Keys, 'vaultId' | 'kdf'>,
  passphrase: string,
): Promise<OfficerEntry> => {
  requirePassphrase(passphrase);
  const pair = generateKeyPairSync('ed25519');
  const kdf = newKdf(keys.kdf);
  const publicKey = pair.publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
  const kek = await deriveKey(passphrase, kdf);
  const secret = pair.privateKey.export({ type: 'pkcs8', format: 'der' });
  return { kdf, wrapped: wrapKey(kek, additional(keys.vaultId, publicKey), secret), public: publicKey };
};

const wrong = (whose: string): CloisterError =>
  new CloisterError(
    'PASSPHRASE_WRONG',
    `That is not the passphrase of ${whose}.`,
    'Check it and try again; the attempt is on the record.',
  );

/**
 * Opens the officer's key with their passphrase.
 * @param appointed the public key the vault remembers (SPKI DER in base64)
 * @throws CloisterError PASSPHRASE_WRONG; VAULT_DAMAGED where the keystore holds no entry for the appointed key
 */
export const openOfficer = async (
  path: string,
  keys: Pick<Keys, 'vaultId'>,
  passphrase: string,
  appointed: string,
): Promise<Officer> => {
  const entry = readKeystore(path).officers?.find((one) => one.public === appointed);
  if (entry === undefined)
    throw new CloisterError(
      'VAULT_DAMAGED',
      `The keystore ${path} does not hold the key of the officer of this vault (${fingerprintOf(appointed)}).`,
      'Put back the keys.json that was written when the officer was appointed.',
    );
  const kek = await deriveKey(passphrase, entry.kdf);
  let secret: Buffer;
  try {
    secret = unwrapKey(kek, additional(keys.vaultId, entry.public), entry.wrapped);
  } catch (cause) {
    throw Object.assign(wrong('the privacy officer'), { cause });
  }
  const key = createPrivateKey({ key: secret, format: 'der', type: 'pkcs8' });
  secret.fill(0);
  const publicKey = createPublicKey(key).export({ type: 'spki', format: 'der' }).toString('base64');
  if (publicKey !== appointed) throw wrong('the privacy officer');
  return { key, public: publicKey, fingerprint: fingerprintOf(publicKey) };
};

/**
 * Stands in for an officer where none is appointed: the passphrase of the vault, given once more.
 * @throws CloisterError PASSPHRASE_WRONG
 */
export const standIn = async (path: string, passphrase: string): Promise<Officer> => {
  try {
    wipeKeys(await openKeystore(path, passphrase));
  } catch (error) {
    if (error instanceof CloisterError && error.code === 'PASSPHRASE_WRONG') throw wrong('this vault');
    throw error;
  }
  return { key: null };
};
