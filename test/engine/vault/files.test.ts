/** Files written whole or not at all. */
import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeFileAtomic } from '../../../engine/vault/files.ts';
import { withFolder } from './fixture.ts';

describe('writing a file atomically', () => {
  it('replaces the content, for its owner alone, and leaves no other file', async () => {
    await withFolder((folder) => {
      const path = join(folder, 'deep', 'file');
      writeFileAtomic(path, 'one');
      writeFileAtomic(path, new Uint8Array([116, 119, 111]));
      expect(readFileSync(path, 'utf8')).toBe('two');
      expect(statSync(path).mode & 0o777).toBe(0o600);
      expect(readdirSync(join(folder, 'deep'))).toEqual(['file']);
    });
  });

  it('leaves the old file and no temporary one when it fails', async () => {
    await withFolder((folder) => {
      const path = join(folder, 'taken');
      mkdirSync(join(path, 'inside'), { recursive: true });
      expect(() => writeFileAtomic(path, 'x')).toThrow();
      expect(readdirSync(folder)).toEqual(['taken']);
      expect(readdirSync(path)).toEqual(['inside']);
    });
  });

  it('does not write through a link that was planted where its temporary file goes', async () => {
    await withFolder((folder) => {
      const victim = join(folder, 'victim');
      writeFileSync(victim, 'untouched');
      const target = join(folder, 'out');
      mkdirSync(target);
      // The name is predictable, so plant one for every length of path there could be.
      for (let length = 0; length < 300; length++)
        symlinkSync(victim, join(target, `.${process.pid}.${length}.tmp`));
      const path = join(target, 'report');
      writeFileAtomic(path, 'secret');
      expect(readFileSync(victim, 'utf8')).toBe('untouched');
      expect(readFileSync(path, 'utf8')).toBe('secret');
      expect(statSync(path).mode & 0o777).toBe(0o600);
    });
  });
});
