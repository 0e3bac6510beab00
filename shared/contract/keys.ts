/** The keys of the open vault: their state, changing them, destroying them. */
import * as v from 'valibot';
import { mutation, query } from './procedure.ts';

export type KeysStatus = {
  /** Where keys.json lies, and whether that is inside the folder of the vault. */
  keystore: string;
  inVault: boolean;
  cipher: string;
  /** Argon2id: memory in KiB, passes, lanes. */
  kdf: { m: number; t: number; p: number };
  /** Number of the epoch whose pseudonyms are written now. */
  epoch: number;
  /** Every epoch that pseudonyms are stored of, or whose root is held. */
  epochs: { epoch: number; held: boolean; pseudonyms: number }[];
  /** Whether the keystore of before the last change of passphrase is still there. */
  previous: boolean;
};

/** What is destroyed: the roots of earlier epochs, every root, or every key of the vault. */
export const SHREDS = ['earlier', 'pseudonyms', 'vault'] as const;

/** `checkpoint` is the last signed head of the record, as JSON, to be kept: after `vault` there is no other trace. */
export type ShredAnswer = {
  destroyed: (typeof SHREDS)[number];
  /** Stored pseudonyms that were removed. */
  pseudonyms: number;
  checkpoint: string;
};

const passphrase = v.pipe(v.string(), v.maxLength(1024));

export const keysProcedures = {
  'keys.status': query(v.strictObject({})).returns<KeysStatus>(),
  'keys.passphrase': mutation(v.strictObject({ passphrase, next: passphrase })).returns<KeysStatus>(),
  'keys.rekey': mutation(v.strictObject({ passphrase })).returns<KeysStatus>(),
  'keys.epoch': mutation(v.strictObject({ passphrase })).officer().returns<KeysStatus>(),
  /** Moves the keystore, and what stands beside it, to another place; back into the vault without one. */
  'keys.move': mutation(
    v.strictObject({
      passphrase,
      to: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(4096))),
    }),
  ).returns<KeysStatus>(),
  'keys.shred': mutation(
    v.strictObject({
      passphrase,
      what: v.picklist(SHREDS),
      /** The name of the vault, typed: this cannot be undone. */
      name: v.pipe(v.string(), v.maxLength(400)),
    }),
  )
    .officer()
    .returns<ShredAnswer>(),
};
