/**
 * Pseudonyms: HMAC-SHA-256 over the domain, the identifier's type and its normalised bytes, under a key that is
 * derived per vault, type and epoch (HKDF, RFC 5869) from a root that lives in the keystore only. The same
 * e-mail in two vaults gives two unrelated pseudonyms. They are pseudonymous, not anonymous: whoever holds
 * the keystore can test a guess.
 */
import { hkdfSync } from 'node:crypto';
import { createHMAC, createSHA256 } from 'hash-wasm';
import { IDENTIFIER_TYPES, type IdentifierType } from '../../shared/vocabulary.ts';
import type { Keys } from '../vault/keystore.ts';

declare const raw: unique symbol;
/** Bytes of an identifier as it came from a file. No function of the vault takes them. */
export type Raw<T> = T & { readonly [raw]: true };

export const PSEUDONYM_BYTES = 32;
const DOMAIN = 'pid/v1';
/** Version of the table by which identifiers are normalised (`intake/values/normalise.ts`). Part of what is hashed. */
export const NORMALISATION_VERSION = 1;

/** One derived key per identifier type. */
type TypeKeys = Record<IdentifierType, Uint8Array>;
/** The keys of this epoch and of earlier ones, and the key of the numbers of orders and events. */
export type PseudonymKeys = {
  identifiers: TypeKeys;
  reference: Uint8Array;
  /** Newest first. Nothing is written under them: they recognise people known from before. */
  earlier: TypeKeys[];
};

type Roots = Pick<Keys, 'pseudonym' | 'vaultId' | 'epoch' | 'earlier'>;

const derive = (root: Buffer, vaultId: string, info: string): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', root, vaultId, info, 32));
const typeKeys = (root: Buffer, vaultId: string, epoch: number): TypeKeys =>
  Object.fromEntries(
    IDENTIFIER_TYPES.map((type) => [type, derive(root, vaultId, `pid|${type}|${epoch}`)]),
  ) as TypeKeys;

/** The keys an intake worker needs; it never sees the roots they come from. */
export const pseudonymKeys = ({ pseudonym, vaultId, epoch, earlier }: Roots): PseudonymKeys => ({
  identifiers: typeKeys(pseudonym, vaultId, epoch),
  reference: derive(pseudonym, vaultId, `reference|${epoch}`),
  earlier: earlier.map((one) => typeKeys(one.root, vaultId, one.epoch)).reverse(),
});

/** Writes 32 bytes at `at` of `out`. */
export type WritePseudonym = (
  type: IdentifierType,
  normalised: Raw<Uint8Array>,
  out: Uint8Array,
  at: number,
) => void;

/** Writes pseudonyms and reference hashes from bytes; one per worker. */
export type Pseudonymiser = {
  identifier: WritePseudonym;
  /** The same under the keys of earlier epochs, newest first. */
  earlier: WritePseudonym[];
  /** Writes the first 64 bits of the keyed hash as two words. */
  reference(bytes: Raw<Uint8Array>, out: Uint32Array, at: number): void;
};

const createWriter = async (keys: TypeKeys): Promise<WritePseudonym> => {
  const encoder = new TextEncoder();
  const prefixes = new Map<IdentifierType, Uint8Array>();
  const hmacs = new Map<IdentifierType, Awaited<ReturnType<typeof createHMAC>>>();
  for (const type of IDENTIFIER_TYPES) {
    prefixes.set(type, encoder.encode(`${DOMAIN}\0${type}\0norm/${NORMALISATION_VERSION}\0`));
    hmacs.set(type, await createHMAC(createSHA256(), keys[type]));
  }
  return (type, normalised, out, at) => {
    const hmac = hmacs.get(type)!;
    hmac.init();
    hmac.update(prefixes.get(type)!);
    hmac.update(normalised);
    out.set(hmac.digest('binary'), at);
  };
};

/** Prepares the keyed hashes; the returned functions are synchronous. */
export const createPseudonymiser = async (keys: PseudonymKeys): Promise<Pseudonymiser> => {
  const references = await createHMAC(createSHA256(), keys.reference);
  return {
    identifier: await createWriter(keys.identifiers),
    earlier: await Promise.all(keys.earlier.map(createWriter)),
    reference: (bytes, out, at) => {
      references.init();
      references.update(bytes);
      const digest = references.digest('binary');
      out[at] = (digest[0] | (digest[1] << 8) | (digest[2] << 16) | (digest[3] << 24)) >>> 0;
      out[at + 1] = (digest[4] | (digest[5] << 8) | (digest[6] << 16) | (digest[7] << 24)) >>> 0;
    },
  };
};

/** The pseudonyms one identifier has in a vault: that of this epoch, then those of earlier ones, newest first. */
export const pseudonymsOf = async (
  keys: Roots,
  type: IdentifierType,
  normalised: Raw<Uint8Array>,
): Promise<Buffer[]> => {
  const { identifier, earlier } = await createPseudonymiser(pseudonymKeys(keys));
  return [identifier, ...earlier].map((write) => {
    const value = Buffer.alloc(PSEUDONYM_BYTES);
    write(type, normalised, value, 0);
    return value;
  });
};
