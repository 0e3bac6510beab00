/**
 * Passphrases in the keychain of the machine, for those who ask for it. Only ciphertext is written here; the key
 * stays with the system. Where the system has no keychain, Chromium would keep the key in plain text: refused.
 */
import { createHash } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import * as v from 'valibot';
import type { Keychain, KeychainState } from '../../shared/bridge.ts';
import type { SafeStorage } from './electron-objects.ts';

const stored = v.record(v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)), v.pipe(v.string(), v.base64()));
type Stored = v.InferOutput<typeof stored>;

/** A vault is known by the hash of its path, so that the file does not list where vaults are. */
const keyOf = (vault: string): string => createHash('sha256').update(vault).digest('hex');

const isMissing = (thrown: unknown): boolean => (thrown as NodeJS.ErrnoException).code === 'ENOENT';

/** The keychain of this machine; ciphertexts are kept in `file`. */
export const createKeychain = (storage: SafeStorage, file: string, platform: string): Keychain => {
  const state = async (): Promise<KeychainState> => {
    if (platform === 'linux') {
      const backend = storage.getSelectedStorageBackend();
      if (backend === 'basic_text' || backend === 'unknown')
        return {
          available: false,
          why: 'This desktop has no keychain; a passphrase would be kept in plain text.',
        };
    }
    return (await storage.isAsyncEncryptionAvailable())
      ? { available: true }
      : { available: false, why: 'The keychain of this machine is locked or missing.' };
  };
  const demand = async (): Promise<void> => {
    const answer = await state();
    if (!answer.available) throw new Error(answer.why);
  };
  const load = async (): Promise<Stored> => {
    try {
      return v.parse(stored, JSON.parse(await readFile(file, 'utf8')));
    } catch (thrown) {
      if (isMissing(thrown)) return {};
      throw new Error('The file of kept passphrases is damaged. Remove it and enter the passphrase again.', {
        cause: thrown,
      });
    }
  };
  const save = async (entries: Stored): Promise<void> => {
    await writeFile(`${file}.new`, JSON.stringify(entries), { mode: 0o600 });
    await rename(`${file}.new`, file);
  };
  // One change of the file at a time, or the later would undo the earlier.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work, work);
    last = turn.then(
      () => undefined,
      () => undefined,
    );
    return turn;
  };
  return {
    state,
    remember: (vault, passphrase) =>
      inTurn(async () => {
        await demand();
        const sealed = await storage.encryptStringAsync(passphrase);
        await save({ ...(await load()), [keyOf(vault)]: sealed.toString('base64') });
      }),
    recall: async (vault) => {
      await demand();
      const sealed = (await load())[keyOf(vault)];
      if (sealed === undefined) return null;
      return (await storage.decryptStringAsync(Buffer.from(sealed, 'base64'))).result;
    },
    forget: (vault) =>
      inTurn(async () => {
        const { [keyOf(vault)]: _removed, ...rest } = await load();
        await save(rest);
      }),
  };
};
