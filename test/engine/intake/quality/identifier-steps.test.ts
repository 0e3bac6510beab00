/** Marks of text in Shopify's exports and the two lengths of Salesforce's ids: one person stays one. */
import { afterAll, describe, expect, it } from 'vitest';
import { suggest } from '../../../../engine/intake/recognise/suggest.ts';
import { salesforceId, withoutTextMark } from '../../../../engine/intake/steps/identifiers.ts';
import { detectColumn } from '../../../../engine/intake/values/column.ts';
import { newVault, scratch, write } from '../../../end-to-end/scratch.ts';

const { folder, remove } = scratch();
afterAll(remove);

const HEAD =
  'Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Default Address Zip,Phone,Total Spent,Total Orders';
const shopify = (mark: string): string => {
  const rows = Array.from(
    { length: 12 },
    (_, i) => `${mark}70${i + 10},N,M,,no,${mark}0${i % 3}12,${mark}+4930123456${i + 10},${i}.50,${i}`,
  );
  return `${[HEAD, ...rows].join('\n')}\n`;
};

describe('identifiers with marks', () => {
  it('lose the mark of text and nothing else', () => {
    for (const [text, bare] of [
      ["'7012345678901", '7012345678901'],
      ['="007"', '007'],
      ["'+4930123456", '+4930123456'],
      ['7012', '7012'],
      ["'", "'"],
      ["O'Hara", "O'Hara"],
      ['="7"+1', '="7"+1'],
    ])
      expect(withoutTextMark(text)).toBe(bare);
  });

  it('of no known system lose it, too: each column is suggested for what it is without the mark', () => {
    const columns: [string, (i: number) => string, object][] = [
      ['Customer Number', (i) => `'00${7000 + i}`, { role: 'identifier', identifierType: 'customer' }],
      ['Phone', (i) => `="+49 30 9018${20 + i}"`, { role: 'link', identifierType: 'phone' }],
      ['Spend', (i) => `'${i}.5${i % 10}`, { role: 'attribute', valueFormat: { type: 'number' } }],
      // A word may begin with an apostrophe and be marked by nobody.
      ['Town', (i) => (i % 2 ? "'t Zand" : 'Bern'), { role: 'attribute' }],
    ];
    const evidence = columns.map(([, value]) => detectColumn(Array.from({ length: 60 }, (_, i) => value(i))));
    const found = suggest(
      columns.map(([header]) => header),
      evidence,
    );
    expect(found.columns).toMatchObject(columns.map(([, , role]) => role));
    expect(found.columns.map(({ steps = [] }) => steps.map(({ step }) => step))).toEqual([
      ['text-mark'],
      ['text-mark'],
      ['text-mark'],
      [],
    ]);
  });

  it('Shopify: a customer with the mark is the customer without it, and zip codes lose it', async () => {
    const engine = await newVault(folder, 'shopify.cloister');
    const marked = write(folder, 'marked.csv', shopify("'"));
    const { mapping } = await engine.call('intake.inspect', { file: marked });
    expect(
      mapping.columns.filter(({ steps }) => steps?.[0]?.step === 'text-mark').map(({ column }) => column),
    ).toEqual(['Customer ID', 'Default Address Zip', 'Phone']);
    expect(await engine.call('intake.import', { file: marked, mapping })).toMatchObject({
      accepted: 12,
      peopleNew: 12,
    });
    const bare = write(folder, 'bare.csv', shopify(''));
    expect(await engine.call('intake.import', { file: bare })).toMatchObject({ accepted: 12, peopleNew: 0 });
    await engine.close();
  });
});

describe('ids of Salesforce', () => {
  it('of 15 characters become those that Salesforce writes', () => {
    for (const id of ['003D000000QV9n2IAD', '001A0000006Vm9uIAC']) {
      expect(salesforceId(id.slice(0, 15))).toBe(id);
      expect(salesforceId(id)).toBe(id);
      expect(salesforceId(id.toUpperCase())).toBe(id);
      expect(salesforceId(id.toLowerCase())).toBe(id);
    }
  });
  it('stay where they are none', () => {
    for (const text of [
      '7012',
      '003D000000QV9n',
      '003D000000QV9n2IA',
      '003D000000QV9n2999',
      '003D000000QV9n2AAÄ',
    ])
      expect(salesforceId(text)).toBe(text);
    // Signs that would make a capital of a figure.
    expect(salesforceId('003D000000QV9n2BAD')).toBe('003D000000QV9n2BAD');
  });

  it('a report of 15 and an export of 18 name the same people', async () => {
    const engine = await newVault(folder, 'salesforce.cloister');
    const id = (i: number): string => `003D000000QV9${'abcXYZ'[i % 6]}${i % 10}`;
    const people = Array.from({ length: 12 }, (_, i) => id(i));
    const report = ['Contact ID,Last Name,Account Name,Mailing City,Lead Source'];
    const contacts = ['Id,AccountId,LastName,SystemModstamp,LeadSource,MailingCity'];
    people.forEach((person, i) => {
      report.push(`${person},N${i},A,${i % 2 ? 'Bern' : 'Linz'},${i % 2 ? 'Web' : 'Fair'}`);
      contacts.push(`${salesforceId(person)},A,N${i},2024-01-01,${i % 2 ? 'Web' : 'Fair'},Bern`);
    });
    const first = write(folder, 'report.csv', `${report.join('\n')}\n`);
    const second = write(folder, 'contacts.csv', `${contacts.join('\n')}\n`);
    expect(await engine.call('intake.import', { file: first })).toMatchObject({
      accepted: 12,
      peopleNew: 12,
    });
    expect(await engine.call('intake.import', { file: second })).toMatchObject({
      accepted: 12,
      peopleNew: 0,
    });
    await engine.close();
  });
});
