/**
 * Pseudonyms: the first 128 bits of HMAC-SHA-256 over the domain, the identifier's type and its normalised bytes, under a
 * key that is derived per vault, type and epoch (HKDF, RFC 5869) from a root that lives in the keystore only. The same
 * e-mail in two vaults gives two unrelated pseudonyms. They are pseudonymous, not anonymous: whoever holds
 * the keystore can test a guess.
 *
 * Half of the digest is as much as RFC 2104 section 5 asks for at least (NIST SP 800-107 rev. 1, 5.3.3 on truncating): two
 * of 10^8 people share one with a chance below 2^-75, and without the key neither is one found for an identifier nor
 * the other way round.
 */
import { hkdfSync } from 'node:crypto';
import { IDENTIFIER_TYPES, type IdentifierType } from '../../shared/vocabulary.ts';
import type { Keys } from '../vault/keystore.ts';
import { createHmacs, type HmacQueue } from './kernels/hmac.ts';

declare const raw: unique symbol;
/** Bytes of an identifier as it came from a file. No function of the vault takes them. */
export type Raw<T> = T & { readonly [raw]: true };

export const PSEUDONYM_BYTES = 16;
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

/** Of the oldest epoch that is held, so that an order keeps its number in all of them and is known when it comes again. */
const referenceKey = (
  pseudonym: Buffer,
  vaultId: string,
  epoch: number,
  earlier: Roots['earlier'],
): Uint8Array => {
  const oldest = earlier[0] ?? { root: pseudonym, epoch };
  return derive(oldest.root, vaultId, `reference|${oldest.epoch}`);
};

/** The keys an intake worker needs; it never sees the roots they come from. */
export const pseudonymKeys = ({ pseudonym, vaultId, epoch, earlier }: Roots): PseudonymKeys => ({
  identifiers: typeKeys(pseudonym, vaultId, epoch),
  reference: referenceKey(pseudonym, vaultId, epoch, earlier),
  earlier: earlier.map((one) => typeKeys(one.root, vaultId, one.epoch)).reverse(),
});

/**
 * Writes PSEUDONYM_BYTES at `at` of `out`, at the latest when the pseudonymiser is flushed. The bytes are copied; only the
 * first `length` count where it is given.
 */
export type WritePseudonym = (
  type: IdentifierType,
  normalised: Raw<Uint8Array>,
  out: Uint8Array,
  at: number,
  length?: number,
) => void;

/** Writes pseudonyms and reference hashes from bytes; one per worker. */
export type Pseudonymiser = {
  identifier: WritePseudonym;
  /** The same under the keys of earlier epochs, newest first. */
  earlier: WritePseudonym[];
  /** The queues behind both for one type: of this epoch, then of earlier ones. They take normalised bytes. */
  queuesOf(type: IdentifierType): HmacQueue[];
  /** Writes a keyed hash of a number of an order or event, as long as a pseudonym; its first 64 bits are kept. */
  reference(bytes: Raw<Uint8Array>, out: Uint8Array, at: number, length?: number): void;
  /** Hashes everything that waits, in the order it came. */
  flush(): void;
};

type MakeQueue = ReturnType<typeof createHmacs>;

const createWriter = (make: MakeQueue, keys: TypeKeys) => {
  const encoder = new TextEncoder();
  const queues = new Map(
    IDENTIFIER_TYPES.map((type) => [
      type,
      make(
        keys[type],
        encoder.encode(`${DOMAIN}\0${type}\0norm/${NORMALISATION_VERSION}\0`),
        PSEUDONYM_BYTES,
      ),
    ]),
  );
  const queueOf = (type: IdentifierType): HmacQueue => queues.get(type) as HmacQueue;
  const write: WritePseudonym = (type, normalised, out, at, length) =>
    queueOf(type).add(normalised, out, at, length);
  return { write, queueOf, queues: [...queues.values()] };
};

/** Prepares the keyed hashes. Digests are in place after `flush`. */
export const createPseudonymiser = (keys: PseudonymKeys): Pseudonymiser => {
  const make = createHmacs();
  const references = make(keys.reference, undefined, PSEUDONYM_BYTES);
  const current = createWriter(make, keys.identifiers);
  const earlier = keys.earlier.map((one) => createWriter(make, one));
  const queues = [references, ...current.queues, ...earlier.flatMap((one) => one.queues)];
  return {
    identifier: current.write,
    earlier: earlier.map(({ write }) => write),
    queuesOf: (type) => [current, ...earlier].map(({ queueOf }) => queueOf(type)),
    reference: (bytes, out, at, length) => references.add(bytes, out, at, length),
    flush: () => {
      for (const queue of queues) queue.flush();
    },
  };
};
