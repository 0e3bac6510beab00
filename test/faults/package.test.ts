/** Hostile names on their way into a package, folders that hold something else, packages that were tampered with. */
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../engine/engine.ts';
import { newVault, scratch, write } from '../end-to-end/scratch.ts';
import { cloister, everyone, failure, LENS, openLook, orders, profiles, RAW, tree } from './vault.ts';

const { folder, remove } = scratch();
const out = join(folder, 'package');
let engine: Engine;
let look: Awaited<ReturnType<typeof openLook>>;

const NAMES = [
  '../../x',
  'con',
  'CON.',
  'a/b',
  'a\\b',
  '😀',
  '..',
  '-',
  '日本',
  '=1+1',
  '@SUM(A1)',
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '\u202egnp.exe',
  'two\nlines',
  'x'.repeat(80),
  "'; DROP TABLE customers; --",
];

beforeAll(async () => {
  engine = await newVault(folder, 'shop');
  look = await openLook(join(folder, 'shop.cloister'));
  await engine.call('intake.import', { file: write(folder, 'first.csv', profiles(3000)) });
  await engine.call('intake.import', { file: write(folder, 'orders.csv', orders(9000, 3000)) });
  await everyone(engine);
});
afterAll(() => {
  look.close();
  engine.close();
  remove();
});

const release = (to: string, replace = false) =>
  engine.call('release.write', { lens: LENS, export: { name: '=<b>../r' }, folder: to, replace });

describe('names', () => {
  it('never take each other’s place, and come back as they were given', async () => {
    for (const [i, name] of NAMES.entries())
      await engine.call('segment.define', {
        lens: LENS,
        name,
        // Cut points far apart, so that the gate has no small difference to withhold.
        rule: { op: 'in', field: 'profile.country', values: [['DE', 'FR', 'NL'][i % 3]] },
      });
    const list = await engine.call('segment.list', { lens: LENS });
    expect(list.map(({ name }) => name).sort()).toEqual([...NAMES].map((name) => name.trim()).sort());
    for (const { id } of list) expect(id).toMatch(/^(?!(con|nul|aux|prn)$)[a-z0-9][a-z0-9-]{0,63}$/);
    const before = look();
    for (const name of ['y'.repeat(300), '', '   '])
      expect(
        (await failure(engine.call('segment.define', { lens: LENS, name, rule: list[0].rule }))).code,
      ).toBe('USAGE');
    for (const id of ['../x', 'a/b', 'A', '__proto__', '-a', 'a.b', 'nul', 'com1'])
      expect(
        (await failure(engine.call('segment.define', { lens: LENS, name: 'n', id, rule: list[0].rule })))
          .code,
      ).toBe('RULE_INVALID');
    expect(look()).toEqual(before);
  });

  it('stay inside the folder, are no formula in CSV and no tag in HTML', async () => {
    await engine.call('persona.edit', {
      segment: 'a-b',
      name: '=cmd|x',
      summary: '<b onmouseover=alert(1)>',
      plan: [{ content: '@SUM(1)', channel: '+1', timing: '-2', why: '=HYPERLINK("x")' }],
    });
    const before = readdirSync(folder);
    await release(out);
    expect(
      readdirSync(folder)
        .filter((name) => !before.includes(name))
        .sort(),
    ).toEqual(['package']);
    const files = tree(out);
    for (const path of files) expect(path).toMatch(/^[a-zA-Z0-9][\w./-]*$/);
    const rows = parse(readFileSync(join(out, 'segments.csv')), { bom: true }) as string[][];
    expect(rows.length).toBe(NAMES.length + 1);
    for (const cell of rows.flat()) expect(cell).not.toMatch(/^[\s]*[=+\-@＝＋－＠\t\r]/);
    const html = readFileSync(join(out, 'report.html'), 'utf8');
    for (const tag of ['<script>alert', '<img src=x', '<b onmouseover']) expect(html).not.toContain(tag);
    expect(html).toContain('&lt;script&gt;');
    for (const path of files.filter((name) => name.endsWith('.sql')))
      for (const line of readFileSync(join(out, path), 'utf8').split('\n'))
        if (line.includes('DROP TABLE')) expect(line).toMatch(/^\s*--/);
  });
});

describe('a folder that holds something else', () => {
  it('is never touched: files, links, a vault', async () => {
    const theirs = join(folder, 'theirs');
    write(theirs, 'thesis.txt', 'ten years of work');
    write(folder, 'plain.txt', 'a file');
    mkdirSync(join(folder, 'real'));
    symlinkSync(join(folder, 'real'), join(folder, 'link'));
    write(join(folder, 'false'), 'manifest.json', '{"format": "another"}');
    const before = { holds: look(), files: tree(folder) };
    for (const to of ['theirs', 'plain.txt', 'link', 'shop.cloister', 'false', '.', 'plain.txt/x', 'none/x'])
      for (const replace of [false, true]) {
        const error = await failure(release(join(folder, to), replace));
        expect(['FOLDER_NOT_WRITABLE', 'INPUT_MISSING', 'USAGE'], to).toContain(error.code);
        expect(error.message).not.toMatch(RAW);
      }
    expect((await failure(release(out))).code).toBe('FOLDER_NOT_WRITABLE');
    expect({ holds: look(), files: tree(folder) }).toEqual(before);
    expect(readFileSync(join(theirs, 'thesis.txt'), 'utf8')).toBe('ten years of work');
  });

  it('that is a package is replaced when that was said', async () => {
    const acts = look()['acts'] as number;
    await release(out, true);
    expect(look()['acts']).toBe(acts + 1);
    expect((await engine.call('package.verify', { folder: out })).every(({ passed }) => passed)).toBe(true);
  });
});

describe('a package that was tampered with', () => {
  const tampered = async (change: (at: string) => void) => {
    const at = join(folder, 'tampered');
    rmSync(at, { recursive: true, force: true });
    cpSync(out, at, { recursive: true });
    change(at);
    const failed = (await engine.call('package.verify', { folder: at })).filter(({ passed }) => !passed);
    expect(failed.length).toBeGreaterThan(0);
    return failed.map(({ check, detail }) => `${check}: ${detail}`).join('\n');
  };
  const edit = (name: string, change: (text: string) => string) => (at: string) => {
    const path = join(at, name);
    const before = readFileSync(path, 'utf8');
    const after = change(before);
    expect(after).not.toBe(before);
    writeFileSync(path, after);
  };

  it('says which file: a byte flipped in any of them', async () => {
    for (const name of tree(out).filter((path) => path.includes('.') && path !== 'manifest.json')) {
      const found = await tampered((at) => {
        const bytes = readFileSync(join(at, name));
        bytes[bytes.length >> 1] ^= 1;
        writeFileSync(join(at, name), bytes);
      });
      // The seal is in no list of files: it is found by what it says itself.
      expect(found).toContain(name === 'seal.json' ? 'released by an act' : `${name} was changed`);
    }
  });

  it('says which file was added, removed, renamed, linked or grew', async () => {
    expect(await tampered((at) => write(at, 'sql/people.csv', 'a'))).toContain(
      'sql/people.csv is not in the manifest',
    );
    expect(await tampered((at) => rmSync(join(at, 'report.pdf')))).toContain('report.pdf is missing');
    expect(await tampered((at) => writeFileSync(join(at, 'README.md'), ' ', { flag: 'a' }))).toContain(
      'README.md',
    );
    expect(
      await tampered((at) => {
        rmSync(join(at, 'README.md'));
        symlinkSync('/etc/hostname', join(at, 'README.md'));
      }),
    ).toMatch(/README\.md is (missing|neither)/);
  });

  it('says what is wrong with a manifest: edited, widened, led outside, no JSON, gone', async () => {
    expect(await tampered(edit('manifest.json', (text) => text.replace('"seed":42', '"seed":43')))).toContain(
      'seed',
    );
    expect(
      await tampered(edit('manifest.json', (text) => text.replace(/"minCell":\d+/, '"minCell":1'))),
    ).toMatch(/policy/);
    expect(
      await tampered(
        edit('manifest.json', (text) => text.replace('"path":"README.md"', '"path":"../../README.md"')),
      ),
    ).toMatch(/\.\.\/\.\.\/README\.md/);
    expect(await tampered(edit('manifest.json', () => '{'))).toContain('manifest');
    expect(await tampered(edit('manifest.json', () => '{"__proto__": {"files": []}}'))).toContain('manifest');
    expect(await tampered((at) => rmSync(join(at, 'manifest.json')))).toContain('manifest.json');
  });

  it('ends the command line with exit 1 and the file’s name', () => {
    const at = join(folder, 'tampered');
    rmSync(at, { recursive: true, force: true });
    cpSync(out, at, { recursive: true });
    edit('segments.csv', (text) => text.replace(/\d/, '9').concat(' '))(at);
    const ran = cloister(['verify', at]);
    expect(ran.status).toBe(1);
    expect(`${ran.out}${ran.err}`).toContain('segments.csv was changed');
    expect(cloister(['verify', out]).status).toBe(0);
  });
});
