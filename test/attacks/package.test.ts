/** Attacks on a package: through every format it has, on its files, and by folders that only look like one. */
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir, userInfo } from 'node:os';
import { join, sep } from 'node:path';
import { inflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DICTIONARY_BOUNDS, readDictionary } from '../../engine/exports/attack/dictionary.ts';
import { PACKAGE_BOUNDS } from '../../engine/exports/folder.ts';
import { TARGETS } from '../../shared/plan.ts';
import { failure } from '../faults/vault.ts';
import { age, LENS, openShop, PEOPLE, plan, type Shop } from './shop.ts';

let shop: Shop;
let written: string;
beforeAll(async () => {
  shop = await openShop();
  await shop.define('From 45', age('>=', 45));
  await shop.define('Paying', plan('plus', 'pro'));
  written = (await shop.release('package', { targets: [...TARGETS] })).folder;
});
afterAll(() => {
  shop.close();
});

/** A file as whoever opens it sees it: of a PDF also what stands in its compressed streams. */
const contentOf = (path: string): string => {
  const bytes = readFileSync(path);
  if (!path.endsWith('.pdf')) return bytes.toString('utf8');
  const text = bytes.toString('latin1');
  const streams = [...text.matchAll(/stream\r?\n([\s\S]*?)\r?\nendstream/g)].map(([, stream]) => {
    try {
      return inflateSync(Buffer.from(stream, 'latin1')).toString('latin1');
    } catch {
      return stream;
    }
  });
  return `${text}\n${streams.join('\n')}`;
};
const files = (): string[] =>
  readdirSync(written, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

describe('what a package tells', () => {
  it('D15: no format tells an exact count or the level of one person', () => {
    const formats = new Set(files().map((path) => path.slice(path.lastIndexOf('.') + 1)));
    for (const format of ['json', 'csv', 'md', 'sql', 'html', 'pdf']) expect(formats).toContain(format);
    // 603 people are 45 or older, 799 are on a paying plan; both leave rounded to 5.
    const exact = /(?<![\d.#-])(603|799)(?![\d.%-])/;
    for (const path of files().filter((one) => !/seal\.json$|\.pdf$/.test(one))) {
      const text = contentOf(path).replaceAll(/[0-9a-f]{64}/g, '');
      expect([path, exact.exec(text)?.[0] ?? null]).toEqual([path, null]);
      expect([path, /\bunique\b(?! in)/.exec(text)?.[0] ?? null]).toEqual([path, null]);
    }
    expect(PEOPLE).toBe(1200);
    expect(contentOf(join(written, 'segments.json'))).toMatch(/"people":605\b/);
  });

  it('E4: no file names a user, a host, a folder or a program beside ours', () => {
    const names = [hostname(), tmpdir() + sep, shop.folder, process.cwd()].filter((name) => name.length >= 4);
    const user = userInfo().username;
    if (user.length >= 4 && user !== 'root') names.push(user);
    for (const path of files()) {
      const text = contentOf(path);
      for (const name of names) expect([path, text.includes(name)]).toEqual([path, false]);
      if (!path.endsWith('.pdf')) continue;
      expect(/\/Author\s*\(/.test(text)).toBe(false);
      // The date of a PDF is that of the lens, not of the clock.
      for (const [, date] of text.matchAll(/\/(?:Creation|Mod)Date \(D:(\d{8})/g))
        expect(date).toBe('20260701');
    }
  });
});

describe('a package that is tampered with', () => {
  const passes = async (folder: string): Promise<boolean> =>
    (await shop.engine.call('package.verify', { folder })).every(({ passed }) => passed);

  it('E3: one changed byte of any file is found, and a lost or added file', async () => {
    expect(await passes(written)).toBe(true);
    const copy = join(shop.folder, 'copy');
    for (const path of files()) {
      rmSync(copy, { recursive: true, force: true });
      cpSync(written, copy, { recursive: true });
      const there = join(copy, path.slice(written.length));
      const bytes = readFileSync(there);
      bytes[bytes.length >> 1] ^= 1;
      writeFileSync(there, bytes);
      expect([path, await passes(copy)]).toEqual([path, false]);
    }
    rmSync(copy, { recursive: true, force: true });
    cpSync(written, copy, { recursive: true });
    writeFileSync(join(copy, 'more.csv'), 'a\n');
    expect(await passes(copy)).toBe(false);
    rmSync(join(copy, 'more.csv'));
    rmSync(join(copy, 'segments.csv'));
    expect(await passes(copy)).toBe(false);
  });

  it('E5: nothing is written over what is no package, nor over a package unasked', async () => {
    const mine = join(shop.folder, 'mine');
    mkdirSync(mine);
    writeFileSync(join(mine, 'notes.txt'), 'mine');
    const write = (folder: string, replace: boolean) =>
      failure(shop.engine.call('release.write', { lens: LENS, export: { name: 'other' }, folder, replace }));
    for (const replace of [false, true]) expect((await write(mine, replace)).code).not.toBe('INTERNAL');
    expect(readdirSync(mine)).toEqual(['notes.txt']);
    const before = readFileSync(join(written, 'manifest.json'));
    await write(written, false);
    expect(readFileSync(join(written, 'manifest.json')).equals(before)).toBe(true);
    expect(readdirSync(shop.folder).filter((name) => /\.(new|old|tmp|partial)/.test(name))).toEqual([]);
  });
});

describe('a folder that means harm to whoever attacks or verifies it', () => {
  /** A copy of the package with harm done, attacked and verified: it ends, quickly, and says why. */
  const harmed = async (harm: (folder: string) => void): Promise<{ attack: string; verifies: boolean }> => {
    const folder = join(shop.folder, 'harmed');
    rmSync(folder, { recursive: true, force: true });
    cpSync(written, folder, { recursive: true });
    harm(folder);
    const error = await failure(shop.engine.call('package.attack', { folders: [folder] }));
    const verifies = await shop.engine
      .call('package.verify', { folder })
      .then((checks) => checks.every(({ passed }) => passed))
      .catch(() => false);
    return { attack: `${error.code}: ${error.message}`, verifies };
  };

  it('by a link, a pipe, a huge file, many files or folders in folders', async () => {
    const cases: [(folder: string) => void, RegExp][] = [
      [(folder) => symlinkSync('/etc/passwd', join(folder, 'x.json')), /neither a file nor a folder/],
      [
        (folder) => {
          rmSync(join(folder, 'segments.json'));
          execFileSync('mkfifo', [join(folder, 'segments.json')]);
        },
        /neither a file nor a folder/,
      ],
      [
        (folder) => {
          writeFileSync(join(folder, 'segments.json'), '');
          // Ten gigabytes that take no room.
          truncateSync(join(folder, 'segments.json'), 10 * 1024 ** 3);
        },
        /larger than the 64 MB/,
      ],
      [
        (folder) => {
          for (let i = 0; i <= PACKAGE_BOUNDS.files; i++) writeFileSync(join(folder, `${i}.md`), '');
        },
        /more than 5000 files/,
      ],
      [
        (folder) => mkdirSync(join(folder, ...Array.from({ length: 12 }, () => 'deep')), { recursive: true }),
        /more than 8 deep/,
      ],
    ];
    for (const [harm, message] of cases) {
      const { attack, verifies } = await harmed(harm);
      expect(attack).toMatch(/^PACKAGE_INVALID/);
      expect(attack).toMatch(message);
      expect(verifies).toBe(false);
    }
  });

  it('by JSON a hundred thousand levels deep, in the definition, its rules or the manifest', async () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const rules = `${'{"op":"not","of":'.repeat(50_000)}{"op":"known","field":"recency"}${'}'.repeat(50_000)}`;
    const definition = readFileSync(join(written, 'segments.json'), 'utf8');
    const nested = definition.replace(/"rule":\{[^{}]*\}/, `"rule":${rules}`);
    expect(nested).not.toBe(definition);
    for (const text of [deep, `{"a":${deep}}`, nested]) {
      const { attack, verifies } = await harmed((folder) =>
        writeFileSync(join(folder, 'segments.json'), text),
      );
      expect(attack).toMatch(/^PACKAGE_INVALID/);
      expect(verifies).toBe(false);
    }
    const folder = join(shop.folder, 'harmed');
    rmSync(folder, { recursive: true, force: true });
    cpSync(written, folder, { recursive: true });
    writeFileSync(join(folder, 'manifest.json'), deep);
    expect((await shop.engine.call('package.attack', { folders: [folder] })).packages).toEqual(['harmed']);
  });

  it('or by a dictionary that is too long, has no lines, or is no file', async () => {
    const path = join(shop.folder, 'dictionary.txt');
    writeFileSync(path, 'a@example.com\r\n\r\n C00001 \nlast@example.com');
    expect(await readDictionary(path)).toEqual(['a@example.com', ' C00001 ', 'last@example.com']);
    writeFileSync(path, 'x\n'.repeat(DICTIONARY_BOUNDS.identifiers + 1));
    expect(await failure(readDictionary(path))).toMatchObject({
      code: 'INPUT_FORMAT',
      message: expect.stringContaining('more than 200000 identifiers'),
    });
    truncateSync(path, 10 * 1024 ** 3);
    expect((await failure(readDictionary(path))).code).toBe('INPUT_FORMAT');
    expect((await failure(readDictionary(shop.folder))).message).toContain('no plain file');
    expect((await failure(readDictionary('/dev/zero'))).message).toContain('no plain file');
    expect((await failure(readDictionary(join(shop.folder, 'none')))).code).toBe('INPUT_MISSING');
  });
});
