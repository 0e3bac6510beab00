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

/** Derived keys, one per identifier type, and one for the numbers of orders and events. */
export type PseudonymKeys = { identifiers: Record<IdentifierType, Uint8Array>; reference: Uint8Array };

const derive = (keys: Pick<Keys, 'pseudonym' | 'vaultId'>, info: string): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', keys.pseudonym, keys.vaultId, info, 32));

/** The keys an intake worker needs; it never sees the root they come from. */
export const pseudonymKeys = (keys: Pick<Keys, 'pseudonym' | 'vaultId'>, epoch = 1): PseudonymKeys => ({
  identifiers: Object.fromEntries(
    IDENTIFIER_TYPES.map((type) => [type, derive(keys, `pid|${type}|${epoch}`)]),
  ) as Record<IdentifierType, Uint8Array>,
  reference: derive(keys, 'reference|1'),
});

/** Writes pseudonyms and reference hashes from bytes; one per worker. */
export type Pseudonymiser = {
  /** Writes 32 bytes at `at` of `out`. */
  identifier(type: IdentifierType, normalised: Raw<Uint8Array>, out: Uint8Array, at: number): void;
  /** Writes the first 64 bits of the keyed hash as two words. */
  reference(bytes: Raw<Uint8Array>, out: Uint32Array, at: number): void;
};

/** Prepares the keyed hashes; the returned functions are synchronous. */
export const createPseudonymiser = async (keys: PseudonymKeys): Promise<Pseudonymiser> => {
  const encoder = new TextEncoder();
  const prefixes = new Map<IdentifierType, Uint8Array>();
  const hmacs = new Map<IdentifierType, Awaited<ReturnType<typeof createHMAC>>>();
  for (const type of IDENTIFIER_TYPES) {
    prefixes.set(type, encoder.encode(`${DOMAIN}\0${type}\0`));
    hmacs.set(type, await createHMAC(createSHA256(), keys.identifiers[type]));
  }
  const references = await createHMAC(createSHA256(), keys.reference);
  return {
    identifier: (type, normalised, out, at) => {
      const hmac = hmacs.get(type)!;
      hmac.init();
      hmac.update(prefixes.get(type)!);
      hmac.update(normalised);
      out.set(hmac.digest('binary'), at);
    },
    reference: (bytes, out, at) => {
      references.init();
      references.update(bytes);
      const digest = references.digest('binary');
      out[at] = (digest[0] | (digest[1] << 8) | (digest[2] << 16) | (digest[3] << 24)) >>> 0;
      out[at + 1] = (digest[4] | (digest[5] << 8) | (digest[6] << 16) | (digest[7] << 24)) >>> 0;
    },
  };
};
