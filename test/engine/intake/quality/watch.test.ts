/** Watched folders: files taken once, when they rest; what fails, what is foreign, what comes again. */
import { appendFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../../../engine/engine.ts';
import type { WatchNews } from '../../../../shared/contract/watch.ts';
import type { Mapping } from '../../../../shared/mapping.ts';
import { newVault, PASSPHRASE, scratch } from '../../../end-to-end/scratch.ts';
import { takeClock } from '../clock.ts';

const { folder, remove } = scratch();
const clock = takeClock();
const inbox = join(folder, 'inbox');
const mapping: Mapping = {
  version: 1,
  kind: 'orders',
  columns: [
    { column: 'who', role: 'identifier' },
    { column: 'when', role: 'time', format: 'iso' },
    { column: 'paid', role: 'amount', format: '1234.56' },
  ],
};
let engine: Engine;
beforeAll(async () => {
  mkdirSync(inbox);
  engine = await newVault(folder, 'watching');
  await engine.call('watch.set', { folder: inbox, name: 'orders', mapping });
});
afterAll(() => {
  clock.restore();
  engine.close();
  remove();
});
const orders = (from: number): string =>
  `who,when,paid\n${Array.from({ length: 20 }, (_, i) => `p${from + i},2026-03-01,${i}`).join('\n')}\n`;
const put = (name: string, text: string | Uint8Array): void => writeFileSync(join(inbox, name), text);
/** Two looks, far enough apart for a settled file. */
const looks = async (): Promise<WatchNews> => {
  await engine.call('watch.look', {});
  clock.forward(1100);
  return engine.call('watch.look', {});
};
const outcomes = ({ files }: WatchNews): [string, string][] =>
  files.map(({ name, outcome }) => [name, outcome]);

describe('a watched folder', () => {
  it('waits for a half-written file, takes each file once, and leaves what its mapping does not fit', async () => {
    put('a.csv', orders(0).slice(0, 60));
    put('other.csv', 'city,zip\nGraz,8010\nWien,1010\n');
    put('later.csv.part', orders(50));
    expect((await engine.call('watch.look', {})).waiting).toHaveLength(2);
    clock.forward(1100);
    appendFileSync(join(inbox, 'a.csv'), orders(0).slice(60));
    const growing = await engine.call('watch.look', {});
    expect([outcomes(growing), growing.waiting]).toEqual([
      [['other.csv', 'foreign']],
      [join(inbox, 'a.csv')],
    ]);
    clock.forward(1100);
    const settled = await engine.call('watch.look', {});
    expect(settled.files).toMatchObject([{ name: 'a.csv', outcome: 'imported', accepted: 20, rejected: 0 }]);
    put('a-copy.csv', orders(0));
    expect(outcomes(await looks())).toEqual([['a-copy.csv', 'known']]);
    expect(await looks()).toEqual({ files: [], waiting: [], unreadable: [] });
  });

  it('names a file that fails once, and tries it again when it was completed', async () => {
    const packed = gzipSync(orders(100));
    put('b.csv.gz', packed.subarray(0, packed.length - 12));
    const failed = await looks();
    expect(failed.files).toMatchObject([{ name: 'b.csv.gz', outcome: 'failed', source: null }]);
    expect(failed.files[0].reason).toContain('b.csv.gz');
    expect(outcomes(await looks())).toEqual([]);
    put('b.csv.gz', packed);
    expect(outcomes(await looks())).toEqual([['b.csv.gz', 'imported']]);
  });

  it('is on the record, without names of files, and remembered in the vault', async () => {
    const log = JSON.stringify(await engine.call('audit.log', { limit: 200 }));
    expect(log).toContain('watch.set');
    expect(log).toContain('watch.file');
    expect(log).not.toContain('b.csv.gz is');
    engine.close();
    await engine.call('vault.open', { path: join(folder, 'watching'), passphrase: PASSPHRASE });
    const [watched] = await engine.call('watch.list', {});
    expect(watched).toMatchObject({ folder: inbox, on: true, kind: 'orders' });
    expect(watched.files.map(({ name }) => name).sort()).toEqual([
      'a-copy.csv',
      'a.csv',
      'b.csv.gz',
      'other.csv',
    ]);
    expect(outcomes(await looks())).toEqual([]);
  });

  it('is left alone when it is switched off, and told when it is gone', async () => {
    await engine.call('watch.switch', { folder: inbox, on: false });
    put('c.csv', orders(300));
    expect(await looks()).toEqual({ files: [], waiting: [], unreadable: [] });
    expect(readFileSync(join(inbox, 'c.csv'), 'utf8')).toBe(orders(300));
    await expect(engine.call('watch.switch', { folder, on: true })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await expect(
      engine.call('watch.set', { folder: join(folder, 'none'), name: 'x', mapping }),
    ).rejects.toMatchObject({ code: 'INPUT_MISSING' });
  });

  it('is asked about without taking anything, and told as unreadable while it is away', async () => {
    await engine.call('watch.switch', { folder: inbox, on: true });
    const sources = async () => (await engine.call('vault.status', {})).sources.length;
    const before = await sources();
    expect(await engine.call('watch.peek', {})).toEqual({ ready: 0 });
    const [seen] = await engine.call('watch.list', {});
    expect(seen).toMatchObject({ readable: true, waiting: ['c.csv'] });
    expect(seen.lookedAt).toBeGreaterThan(0);
    clock.forward(1100);
    expect(await engine.call('watch.peek', {})).toEqual({ ready: 1 });
    expect(await sources()).toBe(before);
    renameSync(inbox, `${inbox}-away`);
    expect(await engine.call('watch.peek', {})).toEqual({ ready: 0 });
    expect((await engine.call('watch.list', {}))[0].readable).toBe(false);
    expect((await engine.call('watch.look', {})).unreadable).toEqual([inbox]);
    renameSync(`${inbox}-away`, inbox);
  });

  it('takes files under the newest version that is saved under the name of its mapping', async () => {
    const columns = mapping.columns.map((column) =>
      column.role === 'amount' ? { ...column, steps: [{ step: 'trim' as const }] } : column,
    );
    await engine.call('mapping.save', { name: 'orders', mapping: { ...mapping, columns } });
    expect(outcomes(await engine.call('watch.look', {}))).toEqual([['c.csv', 'imported']]);
    const [newest] = await engine.call('mapping.kept', {});
    expect(newest.source).toBe('c.csv');
    expect(newest.mapping.columns[2].steps).toEqual([{ step: 'trim' }]);
  });

  it('is watched no longer once it was removed; what was imported stays', async () => {
    const { sources } = await engine.call('vault.status', {});
    expect(await engine.call('watch.remove', { folder: inbox })).toEqual([]);
    expect((await engine.call('vault.status', {})).sources).toEqual(sources);
    expect(JSON.stringify(await engine.call('audit.log', { limit: 5 }))).toContain('watch.remove');
    await expect(engine.call('watch.remove', { folder: inbox })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  // Other systems take no such name.
  it.skipIf(process.platform !== 'linux')('goes on past a name that no program can say', async () => {
    const apart = join(folder, 'apart');
    mkdirSync(apart);
    await engine.call('watch.set', { folder: apart, name: 'apart', mapping });
    writeFileSync(
      Buffer.concat([Buffer.from(join(apart, 'b')), Buffer.from([0xff]), Buffer.from('.csv')]),
      orders(700),
    );
    writeFileSync(join(apart, 'c.csv'), orders(800));
    const news = await looks();
    expect([outcomes(news), news.waiting]).toEqual([[['c.csv', 'imported']], [join(apart, 'b\ufffd.csv')]]);
    await engine.call('watch.remove', { folder: apart });
  });

  it('lets other calls have their turn while it looks at many files', async () => {
    const many = join(folder, 'many');
    mkdirSync(many);
    for (let i = 0; i < 1500; i++) writeFileSync(join(many, `${i}.csv`), '');
    await engine.call('watch.set', { folder: many, name: 'many', mapping });
    let turns = 0;
    let over = false;
    const turn = (): void => {
      turns++;
      if (!over) setImmediate(turn);
    };
    setImmediate(turn);
    await engine.call('watch.peek', {});
    over = true;
    expect(turns).toBeGreaterThan(4);
    expect((await engine.call('watch.list', {}))[0].waiting).toHaveLength(1500);
  });
});
