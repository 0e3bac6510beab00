/** The engine as a child: cancelled for real, killed in the middle of a job and started again, without a network. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type EngineProcess, startEngine } from '../../cli/shell/engine-process.ts';
import type { Reply } from '../../shared/contract/protocol.ts';
import { startFixture } from './ask.ts';

let folder: string;
let engine: EngineProcess;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cloister-engine-test-'));
  engine = startEngine();
});
afterEach(async () => {
  await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

type Call = { answer: Promise<Reply>; progress: Promise<void>; cancel(): void };
const call = (name: string, input: unknown): Call => {
  let tell: () => void;
  const progress = new Promise<void>((resolve) => {
    tell = resolve;
  });
  let cancel: () => void = () => undefined;
  const answer = new Promise<Reply>((resolve) => {
    cancel = engine.call(name, input, (reply) => ('progress' in reply ? tell() : resolve(reply)));
  });
  return { answer, progress, cancel: () => cancel() };
};

const LOCKS = pathToFileURL(join(import.meta.dirname, '../../engine/jobs/locks.ts')).href;
/** What a program prints whose threads all load the locks first. */
const linesLocked = (program: string): string[] => {
  const { stdout, stderr } = spawnSync(process.execPath, [`--import=${LOCKS}`, program], {
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  return stdout.trim().split('\n');
};

const LONG = { customers: 2_000_000, events: 0 };

describe('the engine as a child', () => {
  test('keeps an open vault between calls and closes it when it goes', async () => {
    const path = join(folder, 'shop');
    const passphrase = 'correct horse battery';
    expect(await call('vault.create', { path, passphrase }).answer).toMatchObject({ ok: true });
    expect(await call('vault.status', {}).answer).toMatchObject({ ok: true, value: { name: 'shop' } });
    await engine.close();
    expect(await call('vault.status', {}).answer).toMatchObject({ error: { code: 'ENGINE_STOPPED' } });
    engine = startEngine();
    expect(await call('vault.open', { path, passphrase }).answer).toMatchObject({ ok: true });
  });

  test('cancels a job: the call ends with CANCELLED and leaves nothing', async () => {
    const out = join(folder, 'sample');
    const job = call('sample.write', { folder: out, ...LONG });
    await job.progress;
    job.cancel();
    expect(await job.answer).toMatchObject({ ok: false, error: { code: 'CANCELLED' } });
    expect(existsSync(out)).toBe(false);
  });

  test('killed in the middle of a job: a typed error, the word of it, and the next call works', async () => {
    let told = 0;
    engine.onStopped(() => {
      told += 1;
    });
    const job = call('sample.write', { folder: join(folder, 'sample'), ...LONG });
    await job.progress;
    process.kill(engine.pid() as number, 'SIGKILL');
    expect(await job.answer).toMatchObject({
      ok: false,
      error: { code: 'ENGINE_STOPPED', next: expect.stringContaining('open the vault') },
    });
    expect(told).toBe(1);
    expect(await call('vault.status', {}).answer).toMatchObject({ error: { code: 'VAULT_LOCKED' } });
  });

  test('opens no connection and starts no program, in no thread', () => {
    const probe = join(folder, 'probe.mjs');
    writeFileSync(
      probe,
      `import { spawn } from 'node:child_process';
       import dgram from 'node:dgram';
       import { lookup } from 'node:dns/promises';
       import http from 'node:http';
       import { connect, createServer, Socket } from 'node:net';
       import { isMainThread, Worker } from 'node:worker_threads';
       const attempts = {
         fetch: () => fetch('http://127.0.0.1:9/'),
         connect: () => connect(9, '127.0.0.1'),
         socket: () => new Socket().connect(9, '127.0.0.1'),
         listen: () => createServer().listen(0),
         http: () => http.get('http://127.0.0.1:9/'),
         dgram: () => dgram.createSocket('udp4'),
         lookup: () => lookup('localhost'),
         websocket: () => new WebSocket('ws://127.0.0.1:9/'),
         spawn: () => spawn('true'),
       };
       for (const [name, attempt] of Object.entries(attempts)) {
         let how = 'WENT THROUGH';
         try { await attempt(); } catch (error) { how = error.message; }
         console.log(isMainThread ? 'main' : 'thread', name, how);
       }
       if (isMainThread) new Worker(new URL(import.meta.url));`,
    );
    const lines = linesLocked(probe);
    expect(lines).toHaveLength(18);
    for (const line of lines) expect(line).toContain('opens no connection and starts no program');
  });

  test('whichever way a thread comes by a module of the network, first or later', () => {
    const probe = join(folder, 'ways.cjs');
    const ways = [
      "process.getBuiltinModule('net').connect(9, '127.0.0.1')",
      "process.getBuiltinModule('node:cluster').fork()",
      "require('https').get('https://127.0.0.1:9/')",
      "require('module')._load('child_process').spawn('true')",
      "require('module').createRequire('/way.js')('dns').lookup('localhost', () => 0)",
      "import('node:http2').then(({ connect }) => connect('http://127.0.0.1:9/'))",
      "import('node:dns/promises').then(({ lookup }) => lookup('localhost'))",
      "fetch('http://127.0.0.1:9/')",
    ];
    const attempts = ways.map((way) => `() => ${way}`).join(', ');
    writeFileSync(
      probe,
      `const { isMainThread, Worker, workerData } = require('worker_threads');
       const ways = [${attempts}];
       if (isMainThread) ways.forEach((_, i) => new Worker(__filename, { workerData: i }));
       else (async () => ways[workerData]())().then(
         () => console.log('WENT THROUGH'),
         (error) => console.log(error.message),
       );`,
    );
    const lines = linesLocked(probe);
    expect(lines).toHaveLength(ways.length);
    for (const line of lines) expect(line).toContain('opens no connection and starts no program');
  });
});

describe('through the server', () => {
  test('a cancel of the page, and the end of the page itself, reach the engine', async () => {
    const fixture = await startFixture();
    try {
      const out = join(fixture.folder, 'sample');
      const job = fixture.rpc({ id: 1, name: 'sample.write', input: { folder: out, ...LONG } });
      await new Promise((resolve) => setTimeout(resolve, 1500));
      expect((await fixture.rpc({ id: 1, cancel: true })).status).toBe(204);
      expect(fixture.reply(await job)).toMatchObject({ id: 1, ok: false, error: { code: 'CANCELLED' } });
      const stop = new AbortController();
      const { encode } = await import('../../shared/contract/wire.ts');
      const lost = fetch(`${fixture.shell.origin}/rpc`, {
        method: 'POST',
        headers: {
          Cookie: fixture.cookie,
          Origin: fixture.shell.origin,
          'Sec-Fetch-Site': 'same-origin',
          'Content-Type': 'application/octet-stream',
          'X-Page': 'page-0002',
        },
        body: encode({ id: 1, name: 'sample.write', input: { folder: out, ...LONG } }),
        signal: stop.signal,
      }).then((response) => response.arrayBuffer());
      await new Promise((resolve) => setTimeout(resolve, 500));
      stop.abort();
      await expect(lost).rejects.toThrow();
      // Changes run one after the other, so this one answers only once the lost one has been cancelled.
      const began = performance.now();
      const next = await fixture.rpc({ id: 2, name: 'vault.close', input: {} });
      expect(fixture.reply(next)).toMatchObject({ ok: true });
      expect(performance.now() - began).toBeLessThan(5000);
      expect(existsSync(out)).toBe(false);
    } finally {
      await fixture.close();
    }
  });
});
