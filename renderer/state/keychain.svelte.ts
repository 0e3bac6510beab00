/** The keychain of the computer, where the shell reaches one: passphrases are kept there only when asked to. */
import type { Keychain } from '../../shared/bridge.ts';

const reach = (): Keychain | null => window.bridge?.keychain ?? null;

/** The keychain, or in words why there is none to use; null and no words in a shell that reaches none. */
export const keychain = {
  async state(): Promise<{ available: boolean; why: string }> {
    const state = await reach()?.state();
    if (state === undefined) return { available: false, why: '' };
    return state.available ? { available: true, why: '' } : { available: false, why: state.why };
  },
  /** Whether this shell has a keychain at all. */
  get reachable(): boolean {
    return reach() !== null;
  },
  /** The kept passphrase of a vault; null where none is kept. */
  async recall(vault: string): Promise<string | null> {
    return (await reach()?.recall(vault)) ?? null;
  },
  async remember(vault: string, passphrase: string): Promise<void> {
    await reach()?.remember(vault, passphrase);
  },
  async forget(vault: string): Promise<void> {
    await reach()?.forget(vault);
  },
};
