/** Verifying a package: one changed byte, a forged definition, a seal of another record are seen. */
import { appendFileSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { verifyPackage } from '../../../engine/exports/exports.ts';
import { type Manifest, sha256 } from '../../../engine/exports/manifest.ts';
import { autumn } from './fixture.ts';
import { codeOf, eachInAFolder, failures, place, write } from './packages.ts';
import { sealOf } from './write.ts';

eachInAFolder();

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
    rmSync(join(place.root, 'autumn'), { recursive: true });
    expect(tamper((dir) => writeFileSync(join(dir, 'people.csv'), 'x'))).toEqual(['no file was added']);
    rmSync(join(place.root, 'autumn'), { recursive: true });
    expect(tamper((dir) => symlinkSync('/etc', join(dir, 'link')))).toEqual(['no file was added']);
    rmSync(join(place.root, 'autumn'), { recursive: true });
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
    expect(codeOf(() => verifyPackage(join(place.root, 'nothing')))).toBe('INPUT_MISSING');
  });
});
