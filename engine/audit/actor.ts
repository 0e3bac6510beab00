/**
 * Who acts: every call of the engine runs as somebody, and the record says as whom. The name follows the call through
 * whatever it waits for, so that no act has to carry it along.
 */
import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * `analyst` is whoever has the vault open. `officer` has given the officer's passphrase; `key` then is the fingerprint
 * of the officer's key, or `vault` where no officer is appointed and the passphrase of the vault stood in.
 */
export type Actor = { role: 'analyst' } | { role: 'officer'; key: string };

const actors = new AsyncLocalStorage<Actor>();

/** Runs `work` as somebody. */
export const actAs = <T>(actor: Actor, work: () => T): T => actors.run(actor, work);

/** Who acts here; an analyst where nobody was named. */
export const actor = (): Actor => actors.getStore() ?? { role: 'analyst' };
