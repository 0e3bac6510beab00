/** Imports from file to vault: counts, repeats, rejects, dry runs, what is stored and what is not. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../../engine/engine.ts';
import type { Mapping } from '../../../shared/mapping.ts';
import { newVault, PASSPHRASE, scratch, write } from '../../end-to-end/scratch.ts';

const { folder, remove } = scratch();
let engine: Engine;
beforeAll(async () => {
  engine = await newVault(folder, 'intake');
});
afterAll(() => {
  engine.close();
  remove();
});

const file = (name: string, text: string | Uint8Array): string => write(folder, name, text);

const orders: Mapping = {
  version: 1,
  kind: 'orders',
  columns: [
    { column: 'id', role: 'reference' },
    { column: 'who', role: 'identifier' },
    { column: 'when', role: 'time', format: 'dmy' },
    { column: 'paid', role: 'amount', format: '1.234,56' },
  ],
};

describe('import', () => {
  it('reads another country’s figures, tells rejects by place and reason, and repeated lines', async () => {
    const path = file(
      'orders.csv',
      'id;who;when;paid\n1;a;01.02.2026;1.000,50\n1;a;01.02.2026;1.000,50\n2;a;31.02.2026;5,00\n3;;01.02.2026;5,00\n4;b;02.02.2026;zwölf\n5;b;03.02.2026;\n',
    );
    const rejects = join(folder, 'rejects.csv');
    const answer = await engine.call('intake.import', { file: path, mapping: orders, rejects });
    expect(answer).toMatchObject({
      records: 6,
      accepted: 3,
      rejected: 3,
      duplicates: 0,
      peopleNew: 2,
      amountTotal: 2001,
      repeats: { repeated: 1 },
    });
    expect(answer.rejects.map(({ line, column, reason }) => [line, column, reason])).toEqual([
      [4, 'when', 'the value is no date or time (dmy)'],
      [5, 'who', 'the identifier is missing'],
      [6, 'paid', 'the value is no number'],
    ]);
    const report = readFileSync(rejects, 'utf8');
    expect(report.split('\r\n')[1]).toMatch(/^4,3,\d+,when,/);
    expect(report).not.toContain('zwölf');
    const other = file('other.csv', 'id;who;when;paid\n9;a;01.02.2026;1,00\n');
    const nowhere = { file: other, mapping: orders, rejects: join(folder, 'none', 'rejects.csv') };
    await expect(engine.call('intake.import', nowhere)).rejects.toMatchObject({
      code: 'FOLDER_NOT_WRITABLE',
      message: `The report of rejected records cannot be put at ${join(folder, 'none', 'rejects.csv')}: there is no folder ${join(folder, 'none')}. Nothing was changed.`,
    });
  });

  it('changes nothing when the same file comes again, under any name', async () => {
    const before = await engine.call('vault.status', {});
    const again = file('renamed.csv', readFileSync(join(folder, 'orders.csv')));
    const answer = await engine.call('intake.import', { file: again, mapping: orders });
    expect(answer).toMatchObject({ accepted: 0, duplicates: 6, peopleNew: 0 });
    expect(await engine.call('vault.status', {})).toEqual(before);
  });

  it('stops at figures that can be read in two ways, and tells of several currencies', async () => {
    const prices = (price: (i: number) => string): string =>
      `email,price\n${Array.from({ length: 20 }, (_, i) => `u${i}@mail.example,"${price(i)}"\n`).join('')}`;
    const open = file(
      'open.csv',
      prices((i) => `${i + 1},234`),
    );
    await expect(engine.call('intake.import', { file: open, dryRun: true })).rejects.toThrow(
      'How the numbers in the column "price" of open.csv are written cannot be told',
    );
    const mixed = file(
      'mixed.csv',
      prices((i) => `${i % 2 === 0 ? '$' : '€'}${i}.50`),
    );
    const answer = await engine.call('intake.import', { file: mixed, dryRun: true });
    expect(answer.warnings.join()).toContain('"price": Amounts in several currencies ($ €)');
    const one = file(
      'one.csv',
      prices((i) => `€${i}.50`),
    );
    expect((await engine.call('intake.import', { file: one, dryRun: true })).warnings).toEqual([]);
  });

  it('says that an encoding was guessed, and not where it was named', async () => {
    const path = file('caf\u00e9s.csv', Buffer.from('id;place\n1;Orl\u00e9ans\n2;Orl\u00e9ans\n', 'latin1'));
    const mapping: Mapping = {
      version: 1,
      kind: 'profiles',
      columns: [{ column: 'id', role: 'identifier' }],
    };
    const guessed = await engine.call('intake.import', { file: path, mapping, dryRun: true });
    expect(guessed.warnings.join()).toContain('is written in windows-1252 was guessed');
    const format = { encoding: 'iso-8859-15' } as const;
    const named = await engine.call('intake.import', {
      file: path,
      mapping: { ...mapping, format },
      dryRun: true,
    });
    expect(named.warnings).toEqual([]);
  });

  it('keeps nothing of a dry run', async () => {
    const before = await engine.call('vault.status', {});
    const log = await engine.call('audit.log', {});
    const path = file('more.csv', 'id;who;when;paid\n9;z;01.02.2026;1,00\n');
    const answer = await engine.call('intake.import', { file: path, mapping: orders, dryRun: true });
    expect(answer).toMatchObject({ accepted: 1, peopleNew: 1, dryRun: true });
    expect(await engine.call('vault.status', {})).toEqual(before);
    expect(await engine.call('audit.log', {})).toEqual(log);
  });

  it('finds the person by a link, and keeps the ledger of a consent column with its dictionary', async () => {
    // Twelve people of each kind: fewer than eleven are told to nobody.
    const twelve = (make: (i: number) => string): string =>
      Array.from({ length: 12 }, (_, i) => `${make(i)}\n`).join('');
    const path = file(
      'people.csv',
      `nr,mail,optin,since,plan\n${twelve((i) => `a${i},A${i}@Example.com,ja,2026-01-05,pro`)}${twelve(
        (i) => `b${i},b${i}@example.com,nein,2026-01-06,free`,
      )}${twelve((i) => `c${i},c${i}@example.com,vielleicht,2026-01-07,`)}${twelve(
        (i) => `d${i},d${i}@example.com,,2026-01-08,pro`,
      )}`,
    );
    const answer = await engine.call('intake.import', {
      file: path,
      mapping: {
        version: 1,
        kind: 'profiles',
        columns: [
          { column: 'nr', role: 'identifier' },
          { column: 'mail', role: 'link', identifier: 'email' },
          { column: 'plan', role: 'attribute' },
          {
            column: 'optin',
            role: 'consent',
            purpose: 'personalize',
            values: { ja: 'given', nein: 'refused' },
            dated: 'since',
          },
        ],
      },
    });
    expect(answer).toMatchObject({ accepted: 48, peopleNew: 48, consentEvents: 36 });
    const lens = await engine.call('lens.describe', { purpose: 'personalize', asOf: '2026-06-01' });
    expect(lens).toMatchObject({ known: 50, admitted: 12 });
    expect(Object.fromEntries(lens.leftOut.map(({ reason, people }) => [reason, people]))).toMatchObject({
      REFUSED: 12,
      UNKNOWN: 12,
      NO_RECORD: 14,
    });
    const visits = file(
      'visits.csv',
      `mail,at,what\n${twelve((i) => `a${i}@example.com,2026-02-01,view`)}${twelve((i) => `A${i}@EXAMPLE.COM ,2026-02-02,view`)}`,
    );
    const events = await engine.call('intake.import', {
      file: visits,
      mapping: {
        version: 1,
        kind: 'events',
        columns: [
          { column: 'mail', role: 'identifier', identifier: 'email' },
          { column: 'at', role: 'time' },
          { column: 'what', role: 'name' },
        ],
      },
    });
    expect(events).toMatchObject({ accepted: 24, peopleNew: 0 });
    const count = await engine.call('segment.count', {
      lens: { purpose: 'personalize', asOf: '2026-06-01' },
      rule: { op: 'count', of: 'events', name: 'view', is: '=', value: 2 },
    });
    expect(count.people).toBe(12);
  });

  it('reads UTF-16 and Windows-1252 like UTF-8', async () => {
    const text = 'nr;ort\nx1;Zürich\nx2;Łódź\n';
    const mapping: Mapping = {
      version: 1,
      kind: 'profiles',
      columns: [
        { column: 'nr', role: 'identifier' },
        { column: 'ort', role: 'attribute', name: 'town' },
      ],
    };
    const utf16 = file('utf16.csv', Buffer.from(`\u{feff}${text}`, 'utf16le'));
    expect((await engine.call('intake.import', { file: utf16, mapping })).accepted).toBe(2);
    const latin = file('latin.csv', Buffer.from('nr;ort\nx1;Zürich\nx3;Bâle\n', 'latin1'));
    expect((await engine.call('intake.import', { file: latin, mapping })).accepted).toBe(2);
    const levels = (await engine.call('vault.status', {})).columns.find(({ name }) => name === 'town');
    expect(levels).toMatchObject({ type: 'code', label: 'Ort' });
  });

  it('takes standard input as a stream, once', () => {
    const run = (): ReturnType<typeof spawnSync> =>
      spawnSync(
        process.execPath,
        [resolve('cli/main.ts'), 'import', join(folder, 'stream'), '-', '--kind', 'events', '--json'],
        {
          input: `customer_id,occurred_at,event\n${Array.from({ length: 3000 }, (_, i) => `k${i % 70},2026-01-01T00:00:${String(i % 60).padStart(2, '0')}Z,ev${i % 3}`).join('\n')}\n`,
          encoding: 'utf8',
          env: { ...process.env, CLOISTER_PASSPHRASE: PASSPHRASE },
        },
      );
    const create = spawnSync(process.execPath, [resolve('cli/main.ts'), 'create', join(folder, 'stream')], {
      env: { ...process.env, CLOISTER_PASSPHRASE: PASSPHRASE },
    });
    expect(create.status).toBe(0);
    const first = run();
    expect(first.stderr).not.toContain('cloister:');
    expect(JSON.parse(String(first.stdout))).toMatchObject({
      accepted: 3000,
      peopleNew: 70,
      file: 'standard input',
    });
    expect(JSON.parse(String(run().stdout))).toMatchObject({ accepted: 0, peopleNew: 0 });
  });

  it('stops at once when it is cancelled, and keeps nothing', async () => {
    const rows = Array.from({ length: 200_000 }, (_, i) => `${i};p${i};01.02.2026;1,00`).join('\n');
    const path = file('large.csv', `id;who;when;paid\n${rows}\n`);
    const before = await engine.call('vault.status', {});
    const stop = new AbortController();
    const work = engine.call(
      'intake.import',
      { file: path, mapping: orders, rejects: join(folder, 'cancelled.csv') },
      {
        signal: stop.signal,
        onProgress: ({ step, done }) => {
          if (step.startsWith('Importing') && done > 0) stop.abort();
        },
      },
    );
    await expect(work).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(await engine.call('vault.status', {})).toEqual(before);
    expect(readdirSync(folder).filter((name) => name.startsWith('cancelled'))).toEqual([]);
    expect((await engine.call('audit.verify', {})).ok).toBe(true);
  });
});
