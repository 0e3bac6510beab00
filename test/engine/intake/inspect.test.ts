/** What inspection says of files, made here and exported by others. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { type Inspection, type InspectOptions, inspectFiles } from '../../../engine/intake/inspect.ts';
import { CloisterError } from '../../../shared/errors.ts';

const DATA = fileURLToPath(new URL('../../../../shared/data', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'cloister-inspect-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const inspectFile = (path: string, options?: InspectOptions): Promise<Inspection> =>
  inspectFiles([{ source: path, name: path.split('/').pop() ?? '' }], options);
const inspectText = (text: string | Uint8Array): Promise<Inspection> => {
  const path = join(folder, 'input.csv');
  writeFileSync(path, text);
  return inspectFile(path);
};
const roles = (inspection: Inspection): Record<string, string> =>
  Object.fromEntries(inspection.columns.map(({ name, role }) => [name, role]));

describe('inspecting a file', () => {
  it('tells what it is and shows shapes, never values', async () => {
    const rows = Array.from({ length: 300 }, (_, i) => `K${i},Zora${i}quux@example.org,Zanzibar,${i}.50`);
    const inspection = await inspectText(
      `customer_id;x\n`.replace(';x', ',email,city,score') + rows.join('\n'),
    );
    expect(inspection).toMatchObject({
      kind: 'profiles',
      recognised: true,
      recordsRead: 300,
      complete: true,
      records: 300,
    });
    expect(inspection.columns[1].shapes[0]).toMatch(/^a+9+a+@a+/);
    expect(JSON.stringify(inspection)).not.toMatch(/Zora|quux|Zanzibar/);
  });

  it('reports the records that do not fit, with their place', async () => {
    const inspection = await inspectText('id,name,age\n1,Ann,30\n2,Bob\n3,Cid,40\n');
    expect(inspection.problems).toBe(1);
    expect(inspection.firstProblems[0]).toMatchObject({ line: 3, expected: 3, found: 2 });
    expect(inspection.warnings.join(' ')).toContain('Line 3');
  });

  it('reads windows-1252 and UTF-16 as it reads UTF-8', async () => {
    const text = `name;stadt;punkte\n${Array.from({ length: 30 }, (_, i) => `Jürgen${i};Köln;${i}`).join('\n')}\n`;
    const plain = await inspectText(text);
    for (const bytes of [
      Buffer.from(text, 'latin1'),
      Buffer.from(`\ufeff${text}`, 'utf16le'),
      Buffer.from(`\ufeff${text}`),
    ]) {
      const { columns, kind } = await inspectText(bytes);
      expect({ columns, kind }).toEqual({ columns: plain.columns, kind: plain.kind });
    }
  });

  it('stops at the records asked for and estimates the rest', async () => {
    const path = join(folder, 'many.csv');
    writeFileSync(path, `id,n\n${Array.from({ length: 5000 }, (_, i) => `${10_000 + i},7`).join('\n')}\n`);
    const inspection = await inspectFile(path, { records: 1000 });
    expect(inspection).toMatchObject({ recordsRead: 1000, complete: false });
    expect(Math.abs((inspection.records ?? 0) - 5000)).toBeLessThan(20);
  });

  it('gives the same answer every time', async () => {
    const path = join(folder, 'again.csv');
    writeFileSync(path, 'id,plan\n1,a\n2,b\n3,a\n');
    expect(await inspectFile(path)).toEqual(await inspectFile(path));
  });
});

describe.skipIf(!existsSync(DATA))('files of others (skipped where ../shared/data is absent)', () => {
  const at = (path: string): string => join(DATA, path);

  it('CDNOW: orders without a header, cut at blanks', async () => {
    const inspection = await inspectFile(at('cdnow/CDNOW_sample.txt'));
    expect(inspection).toMatchObject({
      kind: 'orders',
      recognised: true,
      records: 6919,
      problems: 0,
    });
    expect(inspection).toMatchObject({ format: { type: 'fixed', cuts: [1, 7, 12, 21, 25] }, header: false });
    expect(inspection.columns.map(({ role }) => role)).toEqual([
      'identifier',
      'dropped',
      'time',
      'dropped',
      'amount',
    ]);
    expect(inspection.columns[2].valueFormat).toEqual({ type: 'time', format: 'yyyymmdd' });
  });

  it('CDNOW summary: profiles', async () => {
    expect(roles(await inspectFile(at('cdnow/cdnow_customers_summary.csv')))).toEqual({
      ID: 'identifier',
      frequency: 'attribute',
      recency: 'attribute',
      T: 'attribute',
    });
  });

  it('The Complete Journey: transactions are orders, demographics profiles, redemptions events', async () => {
    const orders = await inspectFile(at('complete-journey/completejourney_transactions_sample.csv'));
    expect(orders).toMatchObject({ kind: 'orders', recognised: true, problems: 0 });
    expect(Math.abs((orders.records ?? 0) - 75_000)).toBeLessThan(200);
    expect(roles(orders)).toMatchObject({
      household_id: 'identifier',
      basket_id: 'reference',
      transaction_timestamp: 'time',
      sales_value: 'amount',
      store_id: 'dropped',
    });
    const people = await inspectFile(at('complete-journey/completejourney_demographics.csv'));
    expect(people).toMatchObject({ kind: 'profiles', recognised: true, records: 801 });
    expect(roles(people)).toMatchObject({
      household_id: 'identifier',
      age: 'attribute',
      home_ownership: 'attribute',
    });
    expect((await inspectFile(at('complete-journey/completejourney_coupon_redemptions.csv'))).kind).toBe(
      'events',
    );
    for (const name of ['products', 'coupons', 'campaign_descriptions', 'campaigns'])
      expect((await inspectFile(at(`complete-journey/completejourney_${name}.csv`))).recognised, name).toBe(
        false,
      );
  });

  it('Online Retail: orders, and identifiers that went through a decimal type', async () => {
    const inspection = await inspectFile(at('online-retail/2010-12-01.csv'));
    expect(inspection.kind).toBe('orders');
    expect(roles(inspection)).toMatchObject({
      InvoiceNo: 'reference',
      InvoiceDate: 'time',
      UnitPrice: 'amount',
      CustomerID: 'identifier',
      Description: 'dropped',
    });
    expect(inspection.columns[6].warnings.join(' ')).toContain('.0');
  });

  it('Telco: profiles of 7,043 people', async () => {
    const inspection = await inspectFile(at('telco-churn/Telco-Customer-Churn.csv'));
    expect(inspection).toMatchObject({ kind: 'profiles', recognised: true, records: 7043 });
    expect(inspection.columns.filter(({ role }) => role === 'attribute')).toHaveLength(20);
  });

  it('Febrl: names, addresses and numbers of people are dropped', async () => {
    const kept = (await inspectFile(at('febrl/dataset1.csv'))).columns.filter(
      ({ role }) => role !== 'dropped',
    );
    expect(kept.map(({ name, role }) => `${name} ${role}`)).toEqual([
      'rec_id identifier',
      'postcode attribute',
      'state attribute',
    ]);
  });

  const every = existsSync(DATA)
    ? readdirSync(DATA, { recursive: true, encoding: 'utf8' })
        .filter((path) => /\.(csv|txt)$/.test(path))
        .sort()
    : [];
  it(`none of ${every.length} files crashes it or gets an identifier as attribute`, async () => {
    let inspected = 0;
    for (const path of every) {
      let inspection: Inspection;
      try {
        inspection = await inspectFile(at(path), { records: 1000 });
      } catch (error) {
        expect(error, path).toBeInstanceOf(CloisterError);
        continue;
      }
      inspected++;
      for (const { name, role, shapes } of inspection.columns) {
        if (role !== 'attribute') continue;
        expect(name, path).not.toMatch(/^(e-?mail|phone|.*name|address.*|.*birth.*|ip)$/i);
        for (const shape of shapes) expect(shape, `${path} ${name}`).not.toMatch(/@|9a9.{20,}/);
      }
      // The raw values of the columns that are dropped or hashed are nowhere in the answer.
      const text = JSON.stringify(inspection);
      for (const mail of readFileSync(at(path), 'latin1')
        .match(/[\w.]{3,40}@[\w.]{3,40}/g)
        ?.slice(0, 50) ?? [])
        expect(text, path).not.toContain(mail);
    }
    expect(inspected).toBeGreaterThan(every.length / 2);
  });
});
