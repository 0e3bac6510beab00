/** A package: complete or absent, the same bytes every time, and unable to be changed unseen. */
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  assemblePackage,
  exportDefinitions,
  parseTarget,
  verifyPackage,
} from '../../../engine/exports/exports.ts';
import { type Manifest, sha256 } from '../../../engine/exports/manifest.ts';
import { pathProblem } from '../../../engine/exports/paths.ts';
import { markdownText } from '../../../engine/exports/readme.ts';
import { CloisterError } from '../../../shared/errors.ts';
import type { Cleared, ExportFile, Release } from '../../../shared/release.ts';
import { autumn, lapsed, releaseOf, segmentOf } from './fixture.ts';
import { sealOf, writePackage } from './write.ts';

const APP = { name: 'cloister', version: '0.1.0' };
let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'cloister-package-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const partsOf = (release: Cleared<Release>, more: ExportFile[] = []) => {
  const { files, targets } = exportDefinitions(release);
  return { files: [...files, ...more], targets, sealed: true, app: APP };
};
const write = (release = autumn(), options: { replace?: boolean } = {}): string => {
  const destination = join(root, 'autumn');
  writePackage(release, partsOf(release), { destination, ...options });
  return destination;
};
const failures = (dir: string): string[] =>
  verifyPackage(dir).flatMap(({ check, passed }) => (passed ? [] : [check]));
const codeOf = (act: () => unknown): string => {
  try {
    act();
  } catch (thrown) {
    if (thrown instanceof CloisterError) return thrown.code;
    throw thrown;
  }
  return 'none';
};

describe('the seal', () => {
  const name = 'it was released by an act on a signed record';
  const digest = (dir: string): string => sha256(readFileSync(join(dir, 'manifest.json')));
  const reseal = (dir: string, seal: string): string[] => {
    writeFileSync(join(dir, 'seal.json'), seal);
    return failures(dir);
  };

  test('holds for the manifest it was made for, and for no other', () => {
    const dir = write();
    expect(verifyPackage(dir).find(({ check }) => check === name)?.detail).toMatch(
      /^Entry 1 of the record, signed with key [0-9a-f]{16}/,
    );
    expect(reseal(dir, sealOf(sha256('another')))).toEqual([name]);
    expect(reseal(dir, sealOf(digest(dir)))).toEqual([]);
    // An act that is no release, or the release of something else, seals nothing.
    expect(reseal(dir, sealOf(digest(dir), { action: 'lens.set' }))).toEqual([name]);
    expect(reseal(dir, sealOf(digest(dir), { details: { manifest: sha256('another') } }))).toEqual([name]);
  });

  test('that is gone, or changed anywhere, does not hold', () => {
    const dir = write();
    const seal = JSON.parse(readFileSync(join(dir, 'seal.json'), 'utf8')) as {
      entry: string;
      checkpoint: object;
    };
    for (const change of [
      { entry: seal.entry.replace('2026', '2025') },
      { path: ['0'.repeat(64)] },
      { checkpoint: { ...seal.checkpoint, at: '2026-09-02T12:00:00.000Z' } },
      { checkpoint: { ...seal.checkpoint, publicKey: 'AAAA' } },
      { checkpoint: { ...seal.checkpoint, keyId: '0'.repeat(16) } },
      { format: 'another' },
    ])
      expect([change, reseal(dir, JSON.stringify({ ...seal, ...change }))]).toEqual([change, [name]]);
    for (const junk of ['', '{', 'null', '[]', '0']) expect(reseal(dir, junk)).toEqual([name]);
    rmSync(join(dir, 'seal.json'));
    expect(failures(dir)).toEqual([name]);
  });
});

describe('writing', () => {
  test('gives a package that verifies, and the same bytes twice', () => {
    const dir = write();
    expect(failures(dir)).toEqual([]);
    expect(readdirSync(root)).toEqual(['autumn']);
    const again = assemblePackage(autumn(), partsOf(autumn()));
    for (const { path, content } of again.files) expect(readFileSync(join(dir, path), 'utf8')).toBe(content);
    expect(again.files.map(({ path }) => path)).toEqual([
      'README.md',
      'braze/lapsed-pro.json',
      'braze/loyal.json',
      'hubspot/lapsed-pro.json',
      'hubspot/loyal.json',
      'manifest.json',
      'segments.csv',
      'segments.json',
      'segments.schema.json',
      ...['postgresql', 'sqlite'].flatMap((id) =>
        ['lapsed-pro.definition', 'lapsed-pro', 'loyal.definition', 'loyal'].map(
          (name) => `sql/${id}/${name}.sql`,
        ),
      ),
    ]);
  });

  test('does not depend on the order in which files are given', () => {
    const release = autumn();
    const parts = partsOf(release);
    const turned = assemblePackage(release, { ...parts, files: [...parts.files].reverse() });
    expect(turned).toEqual(assemblePackage(release, parts));
  });

  test('names no user, host, clock or path', () => {
    const everything = assemblePackage(autumn(), partsOf(autumn()))
      .files.map(({ content }) => content)
      .join('\n');
    for (const secret of [hostname(), process.cwd(), tmpdir(), `/${userInfo().username}/`])
      expect(everything).not.toContain(secret);
    for (const [found] of everything.matchAll(/\b20\d\d-\d\d-\d\d/g)) expect(found).toBe('2026-09-01');
  });

  test('replaces a package only when told to, and never anything else', () => {
    const dir = write();
    const before = readFileSync(join(dir, 'manifest.json'), 'utf8');
    expect(codeOf(() => write())).toBe('FOLDER_NOT_WRITABLE');
    expect(readFileSync(join(dir, 'manifest.json'), 'utf8')).toBe(before);
    const other = releaseOf([segmentOf('other', lapsed)]);
    write(other, { replace: true });
    expect(failures(dir)).toEqual([]);
    expect(existsSync(join(dir, 'hubspot/loyal.json'))).toBe(false);
    expect(readdirSync(root)).toEqual(['autumn']);

    const mine = join(root, 'mine');
    mkdirSync(mine);
    writeFileSync(join(mine, 'letter.txt'), 'dear');
    const into = (destination: string) => () =>
      writePackage(other, partsOf(other), { destination, replace: true });
    expect(codeOf(into(mine))).toBe('FOLDER_NOT_WRITABLE');
    expect(codeOf(into(join(mine, 'letter.txt')))).toBe('FOLDER_NOT_WRITABLE');
    expect(codeOf(into(join(root, 'no', 'such')))).toBe('INPUT_MISSING');
    expect(readdirSync(mine)).toEqual(['letter.txt']);
    mkdirSync(join(root, 'empty'));
    into(join(root, 'empty'))();
    expect(failures(join(root, 'empty'))).toEqual([]);
  });

  test('leaves nothing behind when it fails', () => {
    const release = autumn();
    const bad = (path: string) => () =>
      writePackage(release, partsOf(release, [{ path, content: '' }]), { destination: join(root, 'bad') });
    for (const path of [
      '../out.txt',
      '/abs.txt',
      'a/../b',
      'a\\b',
      'CON',
      'SEGMENTS.json',
      'manifest.json',
      'a//b',
    ])
      expect(codeOf(bad(path)), path).toBe('PRIVACY_REFUSED');
    // A file where a folder is needed makes the writing itself fail, half way.
    expect(codeOf(bad('README.md/inner.txt'))).toBe('FAULT');
    expect(readdirSync(root)).toEqual([]);
    if (process.getuid?.() !== 0) {
      chmodSync(root, 0o500);
      expect(codeOf(() => write())).toBe('FOLDER_NOT_WRITABLE');
      chmodSync(root, 0o700);
      expect(readdirSync(root)).toEqual([]);
    }
  });

  test('clears what a killed run left, and brings back the package it had moved aside', () => {
    const dir = write();
    // No process has this number: it is above every limit of the systems we know.
    const dead = 2_147_483_646;
    mkdirSync(join(root, `.autumn.partial-${dead}-abcdef/package`), { recursive: true });
    const aside = join(root, `.autumn.replaced-${dead}-abcdef`);
    mkdirSync(aside);
    renameSync(dir, join(aside, 'package'));
    expect(codeOf(() => write())).toBe('FOLDER_NOT_WRITABLE');
    expect(readdirSync(root)).toEqual(['autumn']);
    expect(failures(dir)).toEqual([]);
    const living = `.autumn.partial-${process.pid}-abcdef`;
    mkdirSync(join(root, living));
    write(autumn(), { replace: true });
    expect(readdirSync(root).sort()).toEqual([living, 'autumn']);
  });

  test('is refused for a release that the gate did not clear, and for one below the floors', () => {
    const release = autumn();
    expect(codeOf(() => assemblePackage({ ...release } as never, partsOf(release)))).toBe('PRIVACY_REFUSED');
    const small = releaseOf([segmentOf('small', lapsed, { people: 20 })]);
    expect(codeOf(() => assemblePackage(small, partsOf(small)))).toBe('PRIVACY_REFUSED');
  });

  test('refuses segment ids that cannot name a file', () => {
    for (const id of ['../x', 'a/b', 'a.definition', 'con', '', ' x', 'x\n'])
      expect(
        codeOf(() => exportDefinitions(releaseOf([segmentOf(id, lapsed)]))),
        id,
      ).toBe('RULE_INVALID');
    const twice = releaseOf([segmentOf('a', lapsed), segmentOf('A', lapsed)]);
    expect(codeOf(() => exportDefinitions(twice))).toBe('RULE_INVALID');
    expect(pathProblem('sql/sqlite/größe-1.sql')).toBeNull();
    expect(parseTarget('braze')).toBe('braze');
    expect(codeOf(() => parseTarget('fax'))).toBe('USAGE');
  });
});

describe('verifying', () => {
  const tamper = (act: (dir: string) => void): string[] => {
    const dir = write();
    act(dir);
    return failures(dir);
  };
  /** Changes the definition and makes the manifest agree with it, as someone who knows the format would. */
  const forge = (dir: string, change: (text: string) => string): void => {
    const text = change(readFileSync(join(dir, 'segments.json'), 'utf8'));
    writeFileSync(join(dir, 'segments.json'), text);
    const path = join(dir, 'manifest.json');
    const manifest = JSON.parse(readFileSync(path, 'utf8')) as Manifest;
    for (const file of manifest.files)
      if (file.path === 'segments.json')
        Object.assign(file, { sha256: sha256(text), bytes: Buffer.byteLength(text) });
    writeFileSync(path, JSON.stringify(manifest));
  };

  test('sees one changed byte in any file', () => {
    const dir = write();
    const { files } = JSON.parse(readFileSync(join(dir, 'manifest.json'), 'utf8')) as Manifest;
    for (const { path } of files) {
      const original = readFileSync(join(dir, path));
      const flipped = Buffer.from(original);
      flipped[Math.floor(flipped.length / 2)] ^= 1;
      writeFileSync(join(dir, path), flipped);
      expect(failures(dir), path).toContain('no file was changed');
      writeFileSync(join(dir, path), original);
    }
    expect(failures(dir)).toEqual([]);
  });

  test('sees missing, added and linked files', () => {
    expect(tamper((dir) => rmSync(join(dir, 'segments.csv')))).toEqual(['no file is missing']);
    rmSync(join(root, 'autumn'), { recursive: true });
    expect(tamper((dir) => writeFileSync(join(dir, 'people.csv'), 'x'))).toEqual(['no file was added']);
    rmSync(join(root, 'autumn'), { recursive: true });
    expect(tamper((dir) => symlinkSync('/etc', join(dir, 'link')))).toEqual(['no file was added']);
    rmSync(join(root, 'autumn'), { recursive: true });
    expect(tamper((dir) => rmSync(join(dir, 'manifest.json')))).toEqual(['the manifest can be read']);
  });

  test('sees a manifest that points outside or is not canonical', () => {
    const dir = write();
    const path = join(dir, 'manifest.json');
    const manifest = JSON.parse(readFileSync(path, 'utf8')) as Manifest;
    manifest.files[0].path = '../secret.txt';
    writeFileSync(path, JSON.stringify(manifest));
    expect(failures(dir)).toContain('every path stays inside the package');
    appendFileSync(path, '\n');
    expect(failures(dir)).toContain('the manifest can be read');
  });

  test('sees a forged definition although every hash agrees', () => {
    const cases: [string, (text: string) => string, string][] = [
      [
        'fewer people',
        (text) => text.replace('"people":300', '"people":30'),
        'every count is at or above the policy',
      ],
      ['an exact count', (text) => text.replace('"people":300', '"people":303'), 'every count is rounded'],
      [
        'a softer policy',
        (text) => text.replace('"minSegment":100', '"minSegment":10'),
        'the policy is at or above the floors',
      ],
      [
        'a list of people',
        (text) => text.replace('"people":300', '"people":300,"members":["p1"]'),
        'the definition keeps to its schema',
      ],
      [
        'another date',
        (text) => text.replace('"asOf":"2026-09-01","c', '"asOf":"2026-09-02","c'),
        'manifest and definition agree',
      ],
      [
        'a lost segment',
        (text) => text.replace('"id":"loyal"', '"id":"royal"'),
        'manifest and definition agree',
      ],
    ];
    for (const [what, change, check] of cases) {
      const dir = write(autumn(), { replace: true });
      forge(dir, (text) => {
        expect(change(text), what).not.toBe(text);
        return change(text);
      });
      expect(failures(dir), what).toContain(check);
    }
  });

  test('names a folder that is not there', () => {
    expect(codeOf(() => verifyPackage(join(root, 'nothing')))).toBe('INPUT_MISSING');
  });
});

describe('the README', () => {
  test('tells what was withheld and approximated, and lets no name format or link', () => {
    const name = '[click](javascript:alert(1)) <img src=x> **b** `c` | http://evil.example\n# H';
    const release = releaseOf([
      segmentOf('lapsed', lapsed, { name, people: 295 }),
      segmentOf('busy', { op: 'count', of: 'events', name: 'visit', days: 30, is: '>=', value: 3 }),
    ]);
    const parts = partsOf(release);
    const readme = String(
      assemblePackage(release, parts).files.find(({ path }) => path === 'README.md')?.content,
    );
    expect(readme).toContain('no order in the last 90 days');
    expect(readme).toContain('Not written, because the target cannot say the rule');
    expect(readme).toMatch(/^- `seal\.json`: /m);
    // Of 300 people there is no warning.
    expect(readme).toMatch(/^Fewer than 300 people are in \\\[click\\\].* \(295\): /m);
    expect(readme).toContain('Segment “tiny”: Fewer than 100 people.');
    expect(readme).not.toMatch(/[^\\]<img|http:\/\/evil|(?<!\\)\[click|^# H/m);
    expect(markdownText('- a_b _c_')).toBe('\\- a_b \\_c\\_');
    const manifest = assemblePackage(release, parts).manifest;
    expect(manifest.notExpressed.map(({ target, segment }) => `${target}/${segment}`)).toEqual([
      'hubspot/busy',
      'braze/busy',
    ]);
    expect(manifest.withheld).toBe(1);
  });
});
