/** What the desktop shell keeps for a person: the passphrase in the keychain, and an engine that dies and comes back. */
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { keepEngine } from '../../electron/main/engine-process.ts';
import { createKeychain } from '../../electron/main/keychain.ts';
import { CHANNELS } from '../../shared/bridge.ts';
import { fakeSafeStorage } from './double.ts';
import { FakeChild } from './fakes.ts';
import { openWorkbench, scratch } from './workbench.ts';

describe('the keychain', () => {
  test('keeps ciphertext alone, in a file that only its owner reads', async () => {
    const { invoke, folder } = await openWorkbench();
    const file = join(folder, 'kept-passphrases.json');
    expect(existsSync(file)).toBe(false);
    await invoke(CHANNELS.remember, ['/data/a.cloister', 'correct horse']);
    await invoke(CHANNELS.remember, ['/data/b.cloister', 'battery staple']);
    expect(await invoke(CHANNELS.recall, ['/data/a.cloister'])).toBe('correct horse');
    expect(readFileSync(file, 'utf8')).not.toMatch(/horse|staple|cloister/);
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
    await invoke(CHANNELS.forget, ['/data/a.cloister']);
    expect(await invoke(CHANNELS.recall, ['/data/a.cloister'])).toBeNull();
    expect(await invoke(CHANNELS.recall, ['/data/b.cloister'])).toBe('battery staple');
  });

  test.each([
    ['linux', 'basic_text', true, false],
    ['linux', 'unknown', true, false],
    ['linux', 'kwallet6', true, true],
    ['linux', 'gnome_libsecret', false, false],
    ['darwin', 'basic_text', true, true],
    ['win32', 'basic_text', false, false],
  ] as const)('on %s with %s, available %s: %s', async (platform, backend, available, expected) => {
    const file = join(scratch(), 'kept.json');
    const keychain = createKeychain(fakeSafeStorage(backend, available), file, platform);
    expect((await keychain.state()).available).toBe(expected);
    if (!expected) {
      await expect(keychain.remember('/data/a.cloister', 'x')).rejects.toThrow(/keychain/);
      await expect(keychain.recall('/data/a.cloister')).rejects.toThrow(/keychain/);
      expect(existsSync(file)).toBe(false);
    }
  });

  test('says when its file is damaged', async () => {
    const file = join(scratch(), 'kept.json');
    writeFileSync(file, '{"a": 1}');
    const keychain = createKeychain(fakeSafeStorage('kwallet5'), file, 'linux');
    await expect(keychain.recall('/data/a.cloister')).rejects.toThrow('damaged');
  });
});

describe('the engine process', () => {
  test('gets one end of a channel, the page the other', async () => {
    const { invoke, children, contents, folder } = await openWorkbench();
    await invoke(CHANNELS.connect, ['token-1']);
    expect(children.map(({ path }) => path)).toEqual([join(folder, 'process.js')]);
    expect((children[0].env as NodeJS.ProcessEnv | undefined)?.['CLOISTER_SAMPLE']).toBe(
      join(folder, 'sample'),
    );
    expect(children[0].posted[0].transfer).toHaveLength(1);
    expect(contents.posted).toMatchObject([{ channel: CHANNELS.port, message: 'token-1' }]);
    expect(contents.posted[0].transfer[0]).not.toBe(children[0].posted[0].transfer[0]);
  });

  test('is started again when it dies, until it keeps dying; a later death is a new count', () => {
    let time = 0;
    const children: FakeChild[] = [];
    const engine = keepEngine({
      fork: () => {
        const child = new FakeChild('host.js');
        children.push(child);
        return child as never;
      },
      channel: () => ({ port1: {}, port2: {} }) as never,
      now: () => time,
    });
    const die = (): boolean | undefined => children.at(-1)?.emit('exit', 1);
    for (let death = 1; death <= 4; death++) die();
    expect(children).toHaveLength(5);
    engine.connect();
    expect(children.at(-1)?.posted).toHaveLength(1);
    die();
    expect(children).toHaveLength(5);
    expect(() => engine.connect()).toThrow('5 times within a minute');
    time = 61_000;
    engine.connect();
    expect(children).toHaveLength(6);
    engine.stop();
    die();
    expect([children.length, children.at(-1)?.killed]).toEqual([6, true]);
    expect(() => engine.connect()).toThrow();
  });

  test('ends with the application', async () => {
    const { app, children } = await openWorkbench();
    app.emit('will-quit');
    expect(children[0].killed).toBe(true);
  });
});
