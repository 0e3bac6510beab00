/**
 * Files made to harm whoever takes them in: too many columns (I1), archives whose entries name places outside or stand
 * for other files (I3), and names that lead out of a folder (I4). Archives are made by fflate.
 */
import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, type Zippable, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../engine/engine.ts';
import { pathProblem } from '../../engine/exports/paths.ts';
import { newVault, scratch } from '../end-to-end/scratch.ts';
import { failure } from '../faults/vault.ts';

const { folder, remove } = scratch();
const place = join(folder, 'inbox');
let engine: Engine;
/** Every name below a folder. */
const tree = (path: string): string[] => (readdirSync(path, { recursive: true }) as string[]).sort();
const put = (name: string, bytes: string | Uint8Array): string => {
  const path = join(place, name);
  writeFileSync(path, bytes);
  return path;
};

beforeAll(async () => {
  mkdirSync(place);
  engine = await newVault(folder, 'cases');
});
afterAll(() => {
  engine.close();
  remove();
});

describe('I1: columns', () => {
  const table = (columns: number): string =>
    `${['customer_id', ...Array.from({ length: columns - 1 }, (_, i) => `c${i}`)].join(',')}\n${['A1', ...Array.from({ length: columns - 1 }, (_, i) => i % 7)].join(',')}\n`;

  it('2,001 are refused with their number, 2,000 are read', async () => {
    const refused = await failure(engine.call('intake.inspect', { file: put('wide.csv', table(2001)) }));
    expect(refused).toMatchObject({ code: 'INPUT_HEADER' });
    expect(refused.message).toContain('2001 columns');
    const { columns } = await engine.call('intake.inspect', { file: put('most.csv', table(2000)) });
    expect(columns).toHaveLength(2000);
  });
});

describe('I3: entries of an archive', () => {
  const rows = (mark: string): Uint8Array => strToU8(`customer_id,plan\n${mark}1,free\n${mark}2,paid\n`);
  const refuse = async (name: string, entries: Zippable): Promise<void> => {
    const file = put(name, zipSync(entries));
    const before = tree(folder);
    const { code, message, next } = await failure(engine.call('intake.import', { file, kind: 'profiles' }));
    expect(code).toBe('INPUT_FORMAT');
    expect(message).toContain(`${name} holds an entry "${Object.keys(entries).at(-1)}" that `);
    expect(next).toContain('Ask whoever sent it');
    expect(tree(folder)).toEqual(before);
  };

  it.each([
    '../x',
    '../../evil.csv',
    '/etc/evil.csv',
    'C:\\evil.csv',
    'a\\..\\..\\evil.csv',
    'NUL',
    'data/con.csv',
    'evil\u001b[2J.csv',
  ])('named %j are refused in words, with all of the archive, and nothing is written', async (name) => {
    await refuse('slip.zip', { 'good.csv': rows('S'), [name]: rows('E') });
    expect(existsSync('/etc/evil.csv')).toBe(false);
  });

  it('that stand for a link are refused, and the file they point to is not read', async () => {
    const secret = put('secret.csv', 'customer_id,plan\nSECRET1,free\n');
    await refuse('link.zip', { 'link.csv': [strToU8(secret), { os: 3, attrs: (0o120777 << 16) >>> 0 }] });
  });

  it('with a folder, dots in a name and backslashes between folders are none of these', async () => {
    const entries = { 'data/a..b.csv': rows('F'), 'data\\console.csv': rows('G') };
    const file = put('fine.zip', zipSync(entries));
    const { choices } = await engine.call('intake.inspect', { file });
    expect(choices.entries).toEqual(Object.keys(entries));
  });

  it('that are archives again are refused', async () => {
    const inner = zipSync({ 'a.csv': rows('N') });
    const refused = await failure(
      engine.call('intake.inspect', { file: put('nested.zip', zipSync({ 'inner.zip': inner })) }),
    );
    expect(refused.code).toMatch(/^INPUT_/);
  });
});

describe('I4: names that lead out of a folder', () => {
  it.each([
    '../x.json',
    '/etc/x.json',
    'C:\\x.json',
    '\\\\server\\share\\x.json',
    'a/../../x.json',
    'a\\b.json',
    'x.json.',
    'x.json ',
    'NUL',
    'con.json',
    '',
  ])('a package does not name %j', (name) => expect(pathProblem(name)).not.toBeNull());

  it('and nothing is written through a folder that is a link', async () => {
    const target = join(folder, 'target');
    mkdirSync(target);
    symlinkSync(target, join(folder, 'way'));
    const written = engine.call('intake.import', {
      file: put('rejected.csv', 'customer_id,plan\nR1,free\n,paid\n'),
      rejects: join(folder, 'way', '..', 'cases.cloister', 'keys.json'),
    });
    expect((await failure(written)).code).toBe('FOLDER_NOT_WRITABLE');
    expect(tree(target)).toEqual([]);
  });
});
