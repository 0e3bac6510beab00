/** A folder for one test, and vaults that are cheap to open. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createEngine, type Engine } from '../../engine/engine.ts';
import { makeVault } from '../../engine/procedures/vault.ts';
import { KDF_FLOOR } from '../../engine/vault/wrapping.ts';

export const PASSPHRASE = 'correct horse battery staple';

/** A fresh folder, removed when the test file's `after` runs. */
export const scratch = (): { folder: string; remove: () => void } => {
  const folder = mkdtempSync(join(tmpdir(), 'cloister-test-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
};

/** An engine with a new vault in `folder`, whose passphrase is stretched no longer than the product demands. */
export const newVault = async (folder: string, name: string): Promise<Engine> => {
  const path = join(folder, name);
  (await makeVault(path, PASSPHRASE, { kdf: KDF_FLOOR })).close();
  const engine = createEngine();
  await engine.call('vault.open', { path, passphrase: PASSPHRASE });
  return engine;
};

/** Writes a file and returns its path. */
export const write = (folder: string, name: string, content: string | Uint8Array): string => {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
};

/** A vault `shop.cloister` with files of a small invented shop, and the day that it ends on. */
export const newShop = async (
  folder: string,
  shop: { customers: number; events: number; seed: number },
  files: readonly string[] = ['customers', 'orders', 'consents'],
): Promise<{ engine: Engine; asOf: string }> => {
  const engine = await newVault(folder, 'shop.cloister');
  const data = join(folder, 'data');
  const { asOf } = await engine.call('sample.write', { folder: data, ...shop });
  for (const name of files) await engine.call('intake.import', { file: join(data, `${name}.csv`) });
  return { engine, asOf };
};

/** A mapping of people known by `customer_id` with these columns of numbers, and these of words. */
export const numbersOfPeople = (numbers: readonly string[], words: readonly string[] = []) => ({
  version: 1 as const,
  kind: 'profiles' as const,
  columns: [
    { column: 'customer_id', role: 'identifier' as const, identifier: 'customer' as const },
    ...numbers.map((column) => ({
      column,
      role: 'attribute' as const,
      type: 'number' as const,
      format: '1234.56' as const,
    })),
    ...words.map((column) => ({ column, role: 'attribute' as const })),
  ],
});
