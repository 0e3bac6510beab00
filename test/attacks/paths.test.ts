/** Attacks by the path of what is written out: nothing lands on the keys or in the folder of a vault. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { outsideVault } from '../../engine/vault/outside.ts';
import { copyShop, customerOf, LENS } from '../engine/subjects/shop.ts';
import { withFolder } from '../engine/vault/fixture.ts';
import { failure } from '../faults/vault.ts';

describe('what is written out', () => {
  it('does not replace the keystore, and nobody is erased where its certificate cannot go', () =>
    withFolder(async (folder) => {
      const { engine, vault } = await copyShop(folder);
      const keys = join(vault, 'keys.json');
      const before = readFileSync(keys);
      const mine = join(folder, 'mine.txt');
      writeFileSync(mine, 'mine');
      const erase = (certificate: string) =>
        engine.call('subject.erase', { identifiers: [customerOf(1)], reference: 'r', certificate });
      expect((await failure(erase(keys))).code).toBe('USAGE');
      expect((await failure(erase(mine))).code).toBe('FOLDER_NOT_WRITABLE');
      expect(await engine.call('subject.erasures', {})).toEqual([]);
      const record = (file: string) => engine.call('audit.export', { what: 'log', file, replace: true });
      expect((await failure(record(keys))).code).toBe('USAGE');
      expect((await failure(engine.call('vault.backup', { file: join(vault, 'b.db') }))).code).toBe('USAGE');
      const access = { identifier: customerOf(1), asOf: LENS.asOf, folder: join(vault, 'out') };
      expect((await failure(engine.call('subject.access', access))).code).toBe('USAGE');
      expect(readFileSync(mine, 'utf8')).toBe('mine');
      expect(readFileSync(keys).equals(before)).toBe(true);
      engine.close();
    }));

  it('spares a keystore that lies elsewhere, with its journals', () =>
    withFolder(async (folder) => {
      const keystore = join(folder, 'safe', 'shop.json');
      mkdirSync(join(folder, 'safe'));
      for (const name of ['shop.json', 'shop.json.previous', 'shop.erasures.jsonl', 'shop.noise.json'])
        expect(() => outsideVault(join(folder, 'safe', name), keystore)).toThrow('belongs to a vault');
      expect(outsideVault(join(folder, 'safe', 'else.json'), keystore)).toBe(
        join(folder, 'safe', 'else.json'),
      );
    }));
});
