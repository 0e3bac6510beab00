/** A folder for one test, and vaults that are cheap to open. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine, type Engine } from '../../engine/engine.ts';

export const PASSPHRASE = 'correct horse battery staple';

/** A fresh folder, removed when the test file's `after` runs. */
export const scratch = (): { folder: string; remove: () => void } => {
  const folder = mkdtempSync(join(tmpdir(), 'cloister-test-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
};

/** An engine with a new vault in `folder`. */
export const newVault = async (folder: string, name: string): Promise<Engine> => {
  const engine = createEngine();
  await engine.call('vault.create', { path: join(folder, name), passphrase: PASSPHRASE });
  return engine;
};
