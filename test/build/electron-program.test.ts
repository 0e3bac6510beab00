/** Electron's program is looked for, fetched once by its package's installer, and not asked for again after a failure. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { couldRunElectron, findElectron, obtainElectron } from '../../build/electron-program.ts';

let root: string;
let folder: string;
let stamp: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'cloister-electron-'));
  folder = join(root, 'electron');
  stamp = join(root, 'dist', 'stamp');
  mkdirSync(folder);
  version('1.0.0');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const version = (text: string): void =>
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ version: text }));
/** A double of the installer, which counts its runs. */
const installer = (then: string): void =>
  writeFileSync(
    join(folder, 'install.js'),
    `const fs = require('fs'); fs.appendFileSync(__dirname + '/runs', 'x'); ${then}`,
  );
const runs = (): number => (existsSync(join(folder, 'runs')) ? readFileSync(join(folder, 'runs')).length : 0);
const SUCCEEDS = `fs.mkdirSync(__dirname + '/dist'); fs.writeFileSync(__dirname + '/dist/program', ''); fs.writeFileSync(__dirname + '/path.txt', 'program')`;

describe('the program of Electron', () => {
  test('is fetched by the installer and found from then on', () => {
    installer(SUCCEEDS);
    expect(findElectron(folder)).toBeNull();
    expect(obtainElectron(folder, stamp).program).toBe(join(folder, 'dist', 'program'));
    expect(findElectron(folder)).toBe(join(folder, 'dist', 'program'));
    expect(existsSync(stamp)).toBe(false);
  });
  test.each([
    ['fails', 'process.exit(1)'],
    ['fetches nothing', ''],
    ['takes too long', 'setInterval(() => {}, 1000)'],
  ])('is not asked for again where the installer %s, until the version is another', (_, body) => {
    installer(body);
    expect(obtainElectron(folder, stamp, 1500).program).toBeNull();
    expect(obtainElectron(folder, stamp, 1500)).toMatchObject({
      line: expect.stringContaining('earlier start'),
    });
    expect(runs()).toBe(1);
    version('2.0.0');
    installer(SUCCEEDS);
    expect(obtainElectron(folder, stamp).program).not.toBeNull();
  });
  test('is wanted only where it could run', () => {
    expect(couldRunElectron('linux', {}, 1000)).toBe(false);
    expect(couldRunElectron('linux', { DISPLAY: ':0' }, 0)).toBe(false);
    expect(couldRunElectron('linux', { WAYLAND_DISPLAY: 'wayland-0' }, 1000)).toBe(true);
    expect(couldRunElectron('darwin', {}, 501)).toBe(true);
  });
});
