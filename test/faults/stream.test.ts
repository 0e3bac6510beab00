/**
 * Standard input as other programs write it, and pipes that break: what `psql \copy`, `kcat` and `gzip` send is read as
 * a stream, one that ends in the middle leaves nothing behind.
 */
import { spawn } from 'node:child_process';
import { chmodSync, cpSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ImportAnswer } from '../../shared/contract/answers.ts';
import type { ErrorData } from '../../shared/errors.ts';
import { newVault, PASSPHRASE, scratch, write } from '../end-to-end/scratch.ts';
import { lines, openLook, profiles, RAW, ROOT, tree } from './vault.ts';

const { folder, remove } = scratch();
const original = join(folder, 'original.cloister');
let copies = 0;
beforeAll(async () => {
  const engine = await newVault(folder, 'original');
  await engine.call('intake.import', { file: write(folder, 'first.csv', profiles(50)) });
  engine.close();
});
afterAll(remove);

type Sent = { status: number | null; out: string; err: string; vault: string };
/** Imports what `send` writes into the standard input of the command line. */
const pipe = async (
  send: (write: (bytes: string | Uint8Array) => Promise<void>) => Promise<void>,
  more: string[],
): Promise<Sent> => {
  const vault = join(folder, `copy-${++copies}.cloister`);
  cpSync(original, vault, { recursive: true });
  chmodSync(vault, 0o700);
  const child = spawn(
    process.execPath,
    [join(ROOT, 'cli/main.ts'), 'import', vault, '-', ...more, '--json'],
    {
      env: { ...process.env, CLOISTER_PASSPHRASE: PASSPHRASE },
    },
  );
  let [out, err] = ['', ''];
  child.stdout.on('data', (text) => {
    out += text;
  });
  child.stderr.on('data', (text) => {
    err += text;
  });
  child.stdin.on('error', () => {});
  const ended = new Promise<number | null>((done) => child.on('close', done));
  await send(async (bytes) => {
    if (!child.stdin.write(bytes)) await new Promise<void>((done) => child.stdin.once('drain', () => done()));
  });
  child.stdin.end();
  return { status: await ended, out, err, vault };
};
const send = (bytes: string | Uint8Array, more: string[]): Promise<Sent> => pipe((put) => put(bytes), more);

const taken = ({ status, out, err }: Sent): ImportAnswer => {
  expect([status, err.slice(-300)]).toEqual([0, expect.any(String)]);
  return JSON.parse(out) as ImportAnswer;
};
/** Nothing of it is in the vault, nothing is left beside it, and the error is one for people. */
const refused = async ({ status, out, vault }: Sent): Promise<ErrorData> => {
  const { error } = JSON.parse(out) as { error: ErrorData };
  expect([status, error.code]).toEqual([1, 'INPUT_FORMAT']);
  expect(error.message).toContain('standard input');
  expect(error.message).not.toMatch(RAW);
  expect(error.next).not.toBe('');
  const [look, was] = [await openLook(vault), await openLook(original)];
  expect(look()).toEqual(was());
  look.close();
  was.close();
  expect(tree(vault)).toEqual(['data.db', 'keys.json', 'lock']);
  return error;
};
const event = (i: number): string =>
  `N${i % 997}\t2026-05-${String(1 + (i % 28)).padStart(2, '0')} 10:00:00+00`;

describe('what other programs write', () => {
  it('psql: text with \\N for nothing, its header named by a mapping, quotes that stand for themselves', async () => {
    const mapping = write(
      folder,
      'psql.json',
      JSON.stringify({
        version: 1,
        kind: 'events',
        format: { header: false, columns: ['who', 'at', 'what', 'note'] },
        columns: [
          { column: 'who', role: 'identifier' },
          { column: 'at', role: 'time' },
          { column: 'what', role: 'name' },
        ],
      }),
    );
    const text = lines(
      4000,
      (i) => `${event(i)}\t${i % 3 === 0 ? '\\N' : 'visit'}\t${i % 50 === 0 ? '"so' : 'x'}`,
    );
    const answer = taken(await send(text, ['--mapping', mapping]));
    expect([answer.records, answer.accepted, answer.peopleNew]).toEqual([4000, 4000, 997]);
    const missing = text.replace(/^N\d+\t/m, '\\N\t');
    const other = taken(await send(missing, ['--mapping', mapping]));
    expect([other.accepted, other.rejects[0]]).toEqual([
      3999,
      expect.objectContaining({ line: 1, column: 'who' }),
    ]);
  });

  it('kcat: one JSON object a line, in pieces of any size, with pauses, 6 MB of it', async () => {
    const text = lines(
      40_000,
      (i) =>
        `{"event_id":"E${i}","user":{"customer_id":"N${i % 997}"},"occurred_at":"2026-05-0${1 + (i % 9)}T10:00:00Z","event":"visit","note":"${'ö'.repeat(20)}"}`,
    );
    const bytes = Buffer.from(text);
    const mapping = write(
      folder,
      'kcat.json',
      JSON.stringify({
        version: 1,
        kind: 'events',
        columns: [
          { column: 'user.customer_id', role: 'identifier' },
          { column: 'occurred_at', role: 'time' },
          { column: 'event', role: 'name' },
          { column: 'event_id', role: 'reference' },
        ],
      }),
    );
    expect(bytes.length).toBeGreaterThan(4 * 1024 * 1024);
    const sent = await pipe(
      async (put) => {
        for (let at = 0, size = 1; at < bytes.length; at += size, size = Math.min(size * 3 + 1, 65_537)) {
          await put(bytes.subarray(at, at + size));
          if (size < 1000) await wait(5);
        }
      },
      ['--mapping', mapping],
    );
    expect(taken(sent)).toMatchObject({ records: 40_000, accepted: 40_000, peopleNew: 997 });
  });

  it('gzip: packed as it comes', async () => {
    const answer = taken(await send(gzipSync(profiles(2000, 'Z')), ['--kind', 'profiles']));
    expect(answer).toMatchObject({ records: 2000, accepted: 2000 });
  });
});

describe('a pipe that breaks', () => {
  const events = `event_id,customer_id,occurred_at,event\n${lines(90_000, (i) => `E${i},N${i % 997},2026-05-03T10:00:00Z,"a visit"`)}`;
  it.each([
    ['in the middle of a record', `${profiles(500, 'A')}A9999,someone@exa`, 'line 502'],
    ['inside quotes', `${profiles(500, 'B')}B9999,"someone@exa`, 'line 502'],
    ['behind the part that was looked at', events.slice(0, -20), 'line 90001'],
    [
      'in the middle of an object',
      `{"customer_id":"C1","country":"DE"}\n{"customer_id":"C2","coun`,
      'line 2',
    ],
  ])('%s leaves nothing', async (_, text, words) => {
    const kind = text.startsWith('event_id') ? 'events' : 'profiles';
    const { message, next } = await refused(await send(text, ['--kind', kind]));
    expect(message).toContain('ended in the middle of a record');
    expect(message).toContain(words);
    expect(next).toContain('broke off');
  });

  it('packed and cut off leaves nothing, wherever it is cut', async () => {
    const noise = Array.from(
      { length: 120_000 },
      (_, i) => `P${i},${((i * 2654435761) >>> 0).toString(36)}\n`,
    );
    const packed = gzipSync(`customer_id,country\n${noise.join('')}`);
    for (const share of [0.5, 0.999]) {
      const cut = packed.subarray(0, Math.floor(packed.length * share));
      expect((await refused(await send(cut, ['--kind', 'profiles']))).message).toContain('cut off');
    }
  });

  it('with another encoding behind what was looked at names line and byte', async () => {
    const text = `customer_id,country\n${lines(400_000, (i) => `L${i},DE`)}`;
    const bytes = Buffer.concat([Buffer.from(`${text}K1,K`), Buffer.from([0xf6]), Buffer.from('ln\n')]);
    expect(bytes.length).toBeGreaterThan(4 * 1024 * 1024);
    const { message } = await refused(await send(bytes, ['--kind', 'profiles']));
    expect(message).toContain(`line 400002, byte ${text.length + 4}`);
  });

  it('with a line of 200 MB loses that record alone', async () => {
    const piece = Buffer.alloc(1024 * 1024, 'x');
    const sent = await pipe(
      async (put) => {
        await put(`${profiles(300_000, 'M')}M1,`);
        for (let i = 0; i < 200; i++) await put(piece);
        await put('\nM9,m9@example.org,DE\n');
      },
      ['--kind', 'profiles'],
    );
    const answer = taken(sent);
    expect(answer).toMatchObject({ records: 300_002, accepted: 300_001, rejected: 1 });
    expect(answer.rejects[0]).toMatchObject({ line: 300_002, reason: expect.stringContaining('too long') });
  });
});
