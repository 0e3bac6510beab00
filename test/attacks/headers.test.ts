/** Names of columns that mean harm (attacks I1, I2): they stay data, and become no table, no key and no prototype. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../engine/engine.ts';
import { openDatabase } from '../../engine/vault/database.ts';
import { openKeystore } from '../../engine/vault/keystore.ts';
import { newVault, PASSPHRASE, scratch, write } from '../end-to-end/scratch.ts';
import { everyone, LENS, lines } from '../faults/vault.ts';

const { folder, remove } = scratch();
let engine: Engine;
beforeAll(async () => {
  engine = await newVault(folder, 'headers');
});
afterAll(() => {
  engine.close();
  remove();
});

describe('headers that mean harm', () => {
  it('I1, I2: become harmless names, stay data, and make no table, no key and no prototype', async () => {
    const headers = [
      'customer_id',
      '__proto__',
      'constructor',
      'he said "x"',
      'x" text); create table pwn(a); --',
      'new\nline',
      '\u202eevil',
      'customer_id',
      '',
      'toString',
      '=1+1',
      'a\u0000b',
      'x'.repeat(300),
    ];
    const quoted = headers.map((header) => `"${header.replaceAll('"', '""')}"`).join(',');
    const path = write(
      folder,
      'headers.csv',
      `${quoted}\n${lines(60, (i) => [`H${i}`, ...headers.slice(1).map((_, c) => `v${(i * c) % 3}`)].join(','))}`,
    );
    const keys = await openKeystore(join(folder, 'headers.cloister', 'keys.json'), PASSPHRASE);
    const db = openDatabase(join(folder, 'headers.cloister', 'data.db'), keys, { readonly: true });
    const tables = db.prepare('SELECT count(*) FROM sqlite_master').pluck().get();
    const names = (await engine.call('intake.inspect', { file: path })).columns.map(({ column }) => column);
    expect(new Set(names).size).toBe(headers.length);
    const answer = await engine.call('intake.import', {
      file: path,
      mapping: {
        version: 1,
        kind: 'profiles',
        format: { header: true },
        columns: [
          { column: 'customer_id', role: 'identifier', identifier: 'customer' },
          ...[
            '__proto__',
            'constructor',
            'he said "x"',
            'x" text); create table pwn(a); --',
            'new line',
            'evil',
            'customer_id_2',
            'column_9',
            'toString',
            '=1+1',
            'a b',
            'x'.repeat(200),
          ].map((column) => ({ column, role: 'attribute' as const, type: 'text' as const })),
        ],
      },
    });
    expect(answer.accepted).toBe(60);
    expect(db.prepare('SELECT count(*) FROM sqlite_master').pluck().get()).toBe(tables);
    const { columns } = await engine.call('vault.status', {});
    for (const { name, label } of columns) {
      expect(name).toMatch(/^[a-z][a-z0-9_]{0,59}$/);
      expect(label).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    }
    expect(({} as Record<string, unknown>)['v1']).toBeUndefined();
    db.close();
    await everyone(engine);
    await engine.call('officer.enter', { passphrase: PASSPHRASE });
    for (const field of ['profile.proto', 'profile.constructor', 'profile.tostring'])
      expect(
        (await engine.call('segment.count', { lens: LENS, rule: { op: 'known', field } })).people,
        field,
      ).toBe(60);
  });
});
