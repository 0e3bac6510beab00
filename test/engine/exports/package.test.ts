/** A package: complete or absent, the same bytes every time, and a README that tells what is in it. */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { assemblePackage, exportDefinitions, parseTarget } from '../../../engine/exports/exports.ts';
import { pathProblem } from '../../../engine/exports/paths.ts';
import { markdownText } from '../../../engine/exports/readme.ts';
import { autumn, lapsed, releaseOf, segmentOf } from './fixture.ts';
import { codeOf, eachInAFolder, failures, partsOf, place, write } from './packages.ts';
import { writePackage } from './write.ts';

eachInAFolder();

describe('writing', () => {
  test('gives a package that verifies, and the same bytes twice', () => {
    const dir = write();
    expect(failures(dir)).toEqual([]);
    expect(readdirSync(place.root)).toEqual(['autumn']);
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
    expect(readdirSync(place.root)).toEqual(['autumn']);

    const mine = join(place.root, 'mine');
    mkdirSync(mine);
    writeFileSync(join(mine, 'letter.txt'), 'dear');
    const into = (destination: string) => () =>
      writePackage(other, partsOf(other), { destination, replace: true });
    expect(codeOf(into(mine))).toBe('FOLDER_NOT_WRITABLE');
    expect(codeOf(into(join(mine, 'letter.txt')))).toBe('FOLDER_NOT_WRITABLE');
    expect(codeOf(into(join(place.root, 'no', 'such')))).toBe('INPUT_MISSING');
    expect(readdirSync(mine)).toEqual(['letter.txt']);
    mkdirSync(join(place.root, 'empty'));
    into(join(place.root, 'empty'))();
    expect(failures(join(place.root, 'empty'))).toEqual([]);
  });

  test('leaves nothing behind when it fails', () => {
    const release = autumn();
    const bad = (path: string) => () =>
      writePackage(release, partsOf(release, [{ path, content: '' }]), {
        destination: join(place.root, 'bad'),
      });
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
    expect(readdirSync(place.root)).toEqual([]);
    if (process.getuid?.() !== 0) {
      chmodSync(place.root, 0o500);
      expect(codeOf(() => write())).toBe('FOLDER_NOT_WRITABLE');
      chmodSync(place.root, 0o700);
      expect(readdirSync(place.root)).toEqual([]);
    }
  });

  test('clears what a killed run left, and brings back the package it had moved aside', () => {
    const dir = write();
    // No process has this number: it is above every limit of the systems we know.
    const dead = 2_147_483_646;
    mkdirSync(join(place.root, `.autumn.partial-${dead}-abcdef/package`), { recursive: true });
    const aside = join(place.root, `.autumn.replaced-${dead}-abcdef`);
    mkdirSync(aside);
    renameSync(dir, join(aside, 'package'));
    expect(codeOf(() => write())).toBe('FOLDER_NOT_WRITABLE');
    expect(readdirSync(place.root)).toEqual(['autumn']);
    expect(failures(dir)).toEqual([]);
    const living = `.autumn.partial-${process.pid}-abcdef`;
    mkdirSync(join(place.root, living));
    write(autumn(), { replace: true });
    expect(readdirSync(place.root).sort()).toEqual([living, 'autumn']);
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
