/** The open vault: opening, making and locking one, and what stands in it. */
import type { Answer } from '../../shared/contract/contract.ts';
import { common } from '../messages/en.ts';
import { engine } from './engine.svelte.ts';
import { jobs } from './jobs.svelte.ts';
import { lens } from './lens.svelte.ts';
import { officer } from './officer.svelte.ts';
import { purposes } from './purposes.svelte.ts';
import { recent } from './recent.svelte.ts';
import { route } from './route.svelte.ts';
import { selection } from './selection.svelte.ts';
import { problem } from './toasts.svelte.ts';

type VaultStatus = Answer<'vault.status'>;
let status = $state.raw<VaultStatus | null>(null);
let history = $state.raw<Answer<'history.list'>>({ undo: null, redo: null });
const NOTHING = { undo: null, redo: null };
const leaving: (() => void)[] = [];
let asked = 0;
let taken = 0;

/**
 * Asks what undo and redo would do now. An answer that comes after the one to a newer question is dropped; any other
 * is taken, also where a newer question is under way: whoever waits for it is told of an act that it names.
 */
const askHistory = async (): Promise<void> => {
  if (status === null) return;
  const question = ++asked;
  const steps = await engine.call('history.list', {});
  if (question < taken || status === null) return;
  taken = question;
  history = steps;
};
// The button to undo names the last act as soon as that act is told.
engine.afterChange(() => askHistory().catch(problem));

const enter = async (opened: VaultStatus): Promise<VaultStatus> => {
  recent.remember(opened);
  // None of the three needs an answer of the others, and a person waits for all of them.
  const [steps] = await Promise.all([
    engine.call('history.list', {}),
    purposes.refresh(),
    lens.enter(opened.folder),
  ]);
  status = opened;
  history = steps;
  return opened;
};

export const session = {
  get status(): VaultStatus | null {
    return status;
  },
  /** What undo and redo would do, in words. */
  get history(): Answer<'history.list'> {
    return history;
  },
  /** @throws ErrorData PASSPHRASE_WRONG, VAULT_BUSY, … */
  async open(path: string, passphrase: string): Promise<VaultStatus> {
    return enter(await engine.call('vault.open', { path, passphrase }));
  },
  async create(path: string, passphrase: string): Promise<VaultStatus> {
    return enter(await engine.call('vault.create', { path, passphrase }));
  },
  /** Makes the sample project in a folder, finished end to end, and opens it. */
  async openSample(folder: string): Promise<VaultStatus> {
    return enter(await jobs.run(common.sampleJob, 'sample.open', { folder }));
  },
  /** Takes over a vault that the shell has opened already. False when there is none. */
  async resume(): Promise<boolean> {
    try {
      await enter(await engine.call('vault.status', {}));
      return true;
    } catch (thrown) {
      if ((thrown as { code?: string }).code === 'VAULT_LOCKED') return false;
      throw thrown;
    }
  },
  /** Locks: the key leaves the memory of the engine, every number leaves the screen. */
  async close(): Promise<void> {
    await engine.call('vault.close', {});
    session.forget();
  },
  /** Calls back when a vault was closed: what a screen keeps of one vault is not for the next. */
  onLeave(cb: () => void): void {
    leaving.push(cb);
  },
  /** The vault is closed: every number leaves the screen. */
  forget(): void {
    status = null;
    for (const cb of leaving) cb();
    officer.forget();
    history = NOTHING;
    lens.leave();
    purposes.forget();
    selection.clear();
    route.go('welcome');
  },
  /** Asks again what stands in the vault. */
  async refresh(): Promise<void> {
    if (status === null) return;
    const now = await engine.call('vault.status', {});
    if (status === null) return;
    // Screens ask the engine again when this changes: the same answer is no change.
    if (JSON.stringify(now) !== JSON.stringify(status)) status = now;
  },
  async undo(): Promise<string> {
    return (await engine.call('history.undo', {})).words;
  },
  async redo(): Promise<string> {
    return (await engine.call('history.redo', {})).words;
  },
};
