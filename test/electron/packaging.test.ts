/** What is packaged: the configuration against the packager's own schema, the built files, the icons. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Ajv } from 'ajv';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { bundleElectron, startedByPlace } from '../../build/bundle-electron.ts';
import { strokes } from '../../build/icons/draw.ts';
import { ICNS_TYPES, ICO_SIZES, makeIcons, PNG_SIZES } from '../../build/icons/make.ts';

const ROOT = join(import.meta.dirname, '..', '..');
/** Beside the real one, which may be in use. */
const BUILT = join(ROOT, 'dist', 'desktop-packaging-test');
const require = createRequire(import.meta.url);
const configuration = parse(readFileSync(join(ROOT, 'build', 'electron-builder.yml'), 'utf8')) as {
  files: string[];
  asarUnpack: string[];
  extraResources: { from: string; to: string }[];
  publish: null;
  extraMetadata: { main: string };
  mac: { icon: string; entitlements: string; target: { target: string }[] };
  win: { icon: string; target: { target: string }[] };
  linux: { icon: string; target: { target: string }[] };
};

describe('the configuration of the packager', () => {
  test('fits its own schema', () => {
    const builder = createRequire(require.resolve('electron-builder/package.json'));
    const schema = JSON.parse(readFileSync(builder.resolve('app-builder-lib/scheme.json'), 'utf8')) as object;
    const ajv = new Ajv({ strict: false, allErrors: true, logger: false, validateFormats: false });
    const validate = ajv.compile(schema);
    validate(configuration);
    expect(validate.errors ?? []).toEqual([]);
    expect(validate({ ...configuration, electronFuse: {} })).toBe(false);
    expect(validate({ ...configuration, electronFuses: { runAsNodes: false } })).toBe(false);
  });

  test('makes dmg, nsis, AppImage and deb, and publishes nothing', () => {
    const targets = [configuration.mac, configuration.win, configuration.linux].flatMap(({ target }) =>
      target.map((one) => one.target),
    );
    expect(targets).toEqual(['dmg', 'nsis', 'AppImage', 'deb']);
    expect(configuration.publish).toBeNull();
  });

  test('names files that are there', () => {
    for (const { icon } of [configuration.mac, configuration.win, configuration.linux])
      expect(existsSync(join(ROOT, icon))).toBe(true);
    expect(existsSync(join(ROOT, configuration.mac.entitlements))).toBe(true);
    // The native module of every system lies where it is unpacked from.
    const prebuilds = readdirSync(join(dirname(require.resolve('better-sqlite3/package.json')), 'prebuilds'));
    for (const system of [
      'darwin-arm64',
      'darwin-x64',
      'linux-arm64',
      'linux-x64',
      'win32-arm64',
      'win32-x64',
    ])
      expect(prebuilds).toContain(`${system}.node`);
    // The sample is copied at run time, so it is no part of the archive; main looks for it under this name.
    expect(configuration.extraResources).toEqual([{ from: 'dist/sample', to: 'sample' }]);
    expect(configuration.asarUnpack).toEqual(['node_modules/better-sqlite3/prebuilds/*.node']);
  });
});

describe('the bundle', () => {
  let files: string[] = [];
  beforeAll(async () => {
    files = await bundleElectron(BUILT);
  });
  afterAll(() => rmSync(BUILT, { recursive: true, force: true }));
  const read = (path: string): string => readFileSync(join(BUILT, path), 'utf8');

  test('has the entry, the preload script, the engine and every worker', () => {
    expect(join('dist', 'desktop', 'electron', 'main', 'main.js')).toBe(
      join(configuration.extraMetadata.main),
    );
    const started = startedByPlace();
    expect(started).toEqual(expect.arrayContaining(['engine/process.ts', 'engine/jobs/worker.ts']));
    expect(started.length).toBeGreaterThan(6);
    for (const source of started) expect(files).toContain(source.replace(/\.ts$/, '.js'));
    expect(files).toEqual(expect.arrayContaining(['electron/main/main.js', 'electron/preload/preload.cjs']));
  });

  test('names no source, and every file it names is there', () => {
    for (const file of files) {
      const text = read(file);
      expect([file, /(from|import\(|new URL\()\s*["'][^"']*\.ts["']/.test(text)]).toEqual([file, false]);
      for (const [, beside] of text.matchAll(/(?:from |new URL\(\s*)"(\.[^"]+)"/g))
        expect([file, beside, existsSync(join(BUILT, dirname(file), beside))]).toEqual([file, beside, true]);
    }
  });

  test('takes from outside only what ships with it', () => {
    const shipped = Object.keys(
      (JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { dependencies: object }).dependencies,
    );
    const left = configuration.files.flatMap(
      (pattern) => /^!node_modules\/((?:@\w+\/)?[\w-]+|@\w+)\/\*\*$/.exec(pattern)?.[1] ?? [],
    );
    const used = new Set<string>();
    for (const file of files)
      for (const [, name] of read(file).matchAll(
        // At the head of a module, or where it is needed for the first time.
        /(?:(?:^|\n)import [^"]*?|\b(?:require|import)\()["']([^."'][^"']*)["']/g,
      ))
        if (!name.startsWith('node:'))
          used.add(
            name
              .split('/')
              .slice(0, name.startsWith('@') ? 2 : 1)
              .join('/'),
          );
    used.delete('electron');
    expect([...used].filter((name) => !shipped.includes(name))).toEqual([]);
    expect([...used].filter((name) => left.some((gone) => name.startsWith(gone)))).toEqual([]);
    expect([...used]).toEqual(
      expect.arrayContaining(['better-sqlite3', 'tldts', '@iabtechlabtcf/core', 'pdfkit']),
    );
  });

  test('the preload script needs nothing but Electron', () => {
    const needed = [...read('electron/preload/preload.cjs').matchAll(/require\(["']([^"']+)["']\)/g)];
    expect(needed.map(([, name]) => name)).toEqual(['electron']);
  });

  test('every module of the shell parses as what it is', () => {
    for (const file of files.filter((path) => path.startsWith('electron/')))
      execFileSync(process.execPath, ['--check', join(BUILT, file)]);
  });
});

describe('icons', () => {
  const folder = join(ROOT, 'build', 'icons');
  const made = makeIcons();

  test('are those that the mark draws', () => {
    for (const [name, bytes] of made) {
      const kept = readFileSync(join(folder, name));
      if (name.endsWith('.png'))
        expect([name, PNG.sync.read(kept).data.equals(PNG.sync.read(bytes).data)]).toEqual([name, true]);
      else if (name.endsWith('.svg')) expect(kept.toString('utf8')).toBe(bytes.toString('utf8'));
    }
    expect(readdirSync(folder).filter((name) => /^\d+x\d+\.png$/.test(name))).toHaveLength(PNG_SIZES.length);
  });

  test.each(PNG_SIZES)('the gate is open at %i pixels, the wall closed elsewhere', (size) => {
    const { data } = PNG.sync.read(readFileSync(join(folder, `${size}x${size}.png`)));
    const white = (x: number, y: number): boolean => data[(y * size + x) * 4] === 255;
    const boxes = strokes(size);
    const top = Math.min(...boxes.map((box) => box.top));
    const left = Math.min(...boxes.map((box) => box.left));
    const right = Math.max(...boxes.map((box) => box.right));
    const runs = (at: (i: number) => boolean): number => {
      let count = 0;
      for (let i = left; i < right; i++) if (at(i) && !(i > left && at(i - 1))) count += 1;
      return count;
    };
    const bottom = Math.max(...boxes.map((box) => box.bottom)) - 1;
    expect([runs((x) => white(x, top)), runs((x) => white(x, bottom))]).toEqual([2, 1]);
  });

  test('the containers hold whole pictures', () => {
    const ico = readFileSync(join(folder, 'icon.ico'));
    expect(ico.readUInt16LE(4)).toBe(ICO_SIZES.length);
    ICO_SIZES.forEach((size, index) => {
      const entry = 6 + 16 * index;
      const from = ico.readUInt32LE(entry + 12);
      const { width } = PNG.sync.read(ico.subarray(from, from + ico.readUInt32LE(entry + 8)));
      expect([width, ico.readUInt8(entry) || 256]).toEqual([size, size]);
    });
    const icns = readFileSync(join(folder, 'icon.icns'));
    expect([icns.toString('ascii', 0, 4), icns.readUInt32BE(4)]).toEqual(['icns', icns.length]);
    let at = 8;
    for (const [type, size] of ICNS_TYPES) {
      expect(icns.toString('ascii', at, at + 4)).toBe(type);
      const length = icns.readUInt32BE(at + 4);
      expect(PNG.sync.read(icns.subarray(at + 8, at + length)).width).toBe(size);
      at += length;
    }
    expect(at).toBe(icns.length);
  });
});
