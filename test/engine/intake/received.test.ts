/** A file handed in by its bytes: the same import as from a disk, in order, within bounds, gone when it should be. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createEngine, type Engine } from '../../../engine/engine.ts';
import { MOST_PART, MOST_RECEIVED } from '../../../shared/contract/receive.ts';

const CANARY = 'ada.canary';
const rows = Array.from(
  { length: 400 },
  (_, i) => `c${i},${i === 7 ? CANARY : `p${i}`}@mail.example,${['Bern', 'Zürich', 'Genève'][i % 3]}`,
);
const TEXT = `customer_id,email,city\n${rows.join('\n')}\n`;

let folder: string;
let engine: Engine;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cloister-received-test-'));
  engine = createEngine();
  await engine.call('vault.create', { path: join(folder, 'shop'), passphrase: 'correct horse battery' });
});
afterEach(() => {
  engine.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Hands a file in as the window does. */
const handIn = async (bytes: Uint8Array<ArrayBuffer>, name = 'people.csv', size = 1000): Promise<string> => {
  let file = '';
  for (let at = 0; at === 0 || at < bytes.length; at += size)
    ({ file } = await engine.call('intake.receive', {
      name,
      size: bytes.length,
      at,
      part: bytes.subarray(at, at + size),
    }));
  return file;
};

describe('a file handed in by its bytes', () => {
  test.each(['utf-8', 'utf-16le', 'latin1'] as const)(
    'is imported as it would be from a disk (%s)',
    async (encoding) => {
      const bytes = Buffer.concat([
        encoding === 'utf-16le' ? Buffer.from([0xff, 0xfe]) : Buffer.alloc(0),
        Buffer.from(TEXT, encoding),
      ]);
      const onDisk = join(folder, 'people.csv');
      writeFileSync(onDisk, bytes);
      const fromDisk = await engine.call('intake.inspect', { file: onDisk });
      const dryDisk = await engine.call('intake.import', { file: onDisk, dryRun: true });
      const file = await handIn(bytes);
      expect(await engine.call('intake.inspect', { file })).toEqual(fromDisk);
      const dry = await engine.call('intake.import', { file, dryRun: true });
      expect({ ...dry, seconds: 0 }).toEqual({ ...dryDisk, seconds: 0 });
      const loaded = await engine.call('intake.import', { file });
      expect([loaded.accepted, loaded.file]).toEqual([400, 'people.csv']);
      // From the disk it is the same file, by its hash.
      expect((await engine.call('intake.import', { file: onDisk })).reasons[0].reason).toContain(
        'imported before',
      );
    },
  );

  test('lies on no disk, and its identifiers not even in the vault', async () => {
    const file = await handIn(Buffer.from(TEXT));
    await engine.call('intake.import', { file });
    await engine.call('vault.close', {});
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    expect(files.length).toBeGreaterThan(1);
    for (const entry of files)
      expect(readFileSync(join(entry.parentPath, entry.name)).includes(CANARY), entry.name).toBe(false);
  });

  test('is gone once it was loaded, discarded, or the vault closed', async () => {
    const gone = { code: 'INPUT_MISSING', next: expect.stringContaining('again') };
    const bytes = Buffer.from(TEXT);
    let file = await handIn(bytes);
    await engine.call('intake.import', { file });
    await expect(engine.call('intake.inspect', { file })).rejects.toMatchObject(gone);
    file = await handIn(bytes);
    await engine.call('intake.discard', {});
    await expect(engine.call('intake.import', { file })).rejects.toMatchObject(gone);
    file = await handIn(bytes);
    await engine.call('vault.close', {});
    await expect(engine.call('intake.inspect', { file })).rejects.toMatchObject(gone);
    await expect(handIn(bytes)).rejects.toMatchObject({ code: 'VAULT_LOCKED' });
  });

  test('is refused when a part is missing, out of order or too long', async () => {
    const part = new Uint8Array(10);
    const { file } = await engine.call('intake.receive', { name: 'a.csv', size: 30, at: 0, part });
    await expect(engine.call('intake.inspect', { file })).rejects.toMatchObject({ code: 'INPUT_MISSING' });
    for (const wrong of [
      { name: 'a.csv', size: 30, at: 20, part },
      { name: 'b.csv', size: 30, at: 10, part },
      { name: 'a.csv', size: 30, at: 10, part: new Uint8Array(21) },
      { name: '../a.csv', size: 30, at: 0, part },
      { name: 'a.csv', size: 30, at: 10, part: [1, 2] as never },
      { name: 'a.csv', size: 30, at: 10, part: new Uint8Array(MOST_PART + 1) },
    ])
      await expect(engine.call('intake.receive', wrong)).rejects.toMatchObject({ code: 'USAGE' });
    const last = { name: 'a.csv', size: 30, at: 10, part: new Uint8Array(20) };
    expect(await engine.call('intake.receive', last)).toEqual({ file, bytes: 30 });
  });

  test('that is too large is refused before memory is taken for it', async () => {
    const before = process.memoryUsage().rss;
    const part = new Uint8Array(0);
    await expect(
      engine.call('intake.receive', { name: 'a.csv', size: MOST_RECEIVED + 1, at: 0, part }),
    ).rejects.toMatchObject({ code: 'INPUT_FORMAT', next: expect.stringContaining('Choose it') });
    expect(process.memoryUsage().rss - before).toBeLessThan(MOST_RECEIVED / 2);
  });

  test('that is empty says so', async () => {
    const file = await handIn(new Uint8Array(0));
    await expect(engine.call('intake.inspect', { file })).rejects.toMatchObject({ code: 'INPUT_EMPTY' });
  });
});

describe('mappings to use again', () => {
  test('are those of the newest source of each name and kind, and those of a file', async () => {
    const onDisk = join(folder, 'people.csv');
    writeFileSync(onDisk, TEXT);
    const { mapping } = await engine.call('intake.inspect', { file: onDisk });
    const dropped = {
      ...mapping,
      columns: mapping.columns.map((entry) =>
        entry.column === 'city' ? { column: 'city', role: 'dropped' as const } : entry,
      ),
    };
    await engine.call('intake.import', { file: onDisk, mapping });
    writeFileSync(onDisk, `${TEXT}c900,x@mail.example,Bern\n`);
    await engine.call('intake.import', { file: onDisk, mapping: dropped });
    const kept = await engine.call('mapping.kept', {});
    expect(kept.map(({ source, kind }) => [source, kind])).toEqual([['people.csv', 'profiles']]);
    expect(kept[0].mapping).toEqual(dropped);
    const saved = join(folder, 'people.mapping.json');
    writeFileSync(saved, JSON.stringify(mapping));
    expect(await engine.call('mapping.read', { file: saved })).toEqual(mapping);
    await expect(engine.call('mapping.read', { file: onDisk })).rejects.toMatchObject({
      next: expect.any(String),
    });
  });
});
