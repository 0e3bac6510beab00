/** Exports of systems without a table, by the headers their documentation gives: whose a record is, its money, its answers. */
import { expect, it } from 'vitest';
import { matchSystem } from '../../../../engine/intake/recognise/systems/match.ts';
import { email, type Make, of, pick, roleOf } from './table.ts';

const number: Make = (row) => row + 1;
const day: Make = (row) => `2026-0${1 + (row % 9)}-${10 + (row % 19)} 10:00:00`;
const money: Make = (row) => `${(row % 90) + 5}.25`;
const buyer: Make = (row) => `p${row % 90}@example.org`;
const rolesOf = (columns: Record<string, Make>): Record<string, string> =>
  Object.fromEntries(of(columns).columns.map(({ header, role }) => [header, role]));

it('Magento: the group of a customer is nobody’s number', () => {
  const orders = {
    ID: (row: number) => String(100000 + row),
    'Purchase Date': day,
    'Grand Total (Base)': money,
    'Customer Email': buyer,
    'Customer Group': pick('General'),
  };
  expect(rolesOf(orders)).toMatchObject({ 'Customer Email': 'identifier', 'Customer Group': 'dropped' });
  expect(rolesOf({ ...orders, 'Customer Group': pick('General', 'Wholesale') })).toMatchObject({
    'Customer Group': 'dropped',
  });
});

it('ActiveCampaign: the account that many contacts share makes no one person of them', () => {
  const contacts = (accounts: number) => ({
    Email: email,
    'Customer Account': (row: number) => `Account ${row % accounts}`,
    'Date Created': day,
    Status: pick('Active', 'Bounced'),
  });
  for (const accounts of [5, 120]) {
    const { Email, 'Customer Account': account } = rolesOf(contacts(accounts));
    expect([Email, account === 'identifier' || account === 'link']).toEqual(['identifier', false]);
  }
  // Of a shop whose buyers are companies the number on the order stays.
  expect(
    rolesOf({ 'Order ID': number, 'Customer No': (row) => row % 9, 'Order Date': day, Total: money }),
  ).toMatchObject({ 'Customer No': 'identifier' });
});

it('BigCommerce: the total with its tax is the amount, and a quantity is no money', () => {
  const { kind, columns } = of({
    'Order ID': number,
    'Customer ID': (row) => row % 90,
    'Order Date': day,
    'Subtotal (ex tax)': money,
    'Tax Total': money,
    'Order Total (inc tax)': money,
    'Refund Amount': money,
    'Total Quantity': (row) => 1 + (row % 4),
  });
  expect(kind).toBe('orders');
  expect(columns.filter(({ role }) => role === 'amount').map(({ header }) => header)).toEqual([
    'Order Total (inc tax)',
  ]);
});

it('Zoho is not taken for HubSpot, whose labels it nearly shares', () => {
  const headers = ['Record Id', 'Contact Owner.id', 'Contact Owner', 'Last Name', 'Email', 'Email Opt Out'];
  expect(matchSystem(headers)).toBeNull();
});

it.each<[string, Make]>([
  // Pipedrive, Salesforce Marketing Cloud, Zoho, HubSpot, PrestaShop
  ['Person - Marketing status', pick('Subscribed', 'No consent', 'Unsubscribed', 'Archived')],
  ['Status', pick('Active', 'Unsubscribed', 'Held', 'Bounced')],
  ['Data Processing Basis', pick('Consent - Obtained', 'Legitimate Interests')],
  ["Legal basis for processing contact's data", pick('Freely given consent from contact', 'Contract')],
  ['Partner offers', pick('1', '0')],
])('"%s" holds answers, which are never a feature', (header, make) => {
  const column = roleOf(of({ 'Customer ID': number, Email: email, [header]: make }), header);
  expect([column.role === 'attribute', column.classification.class]).toEqual([false, 'consent']);
  if (column.role !== 'dropped') return;
  expect([column.aboutConsent, column.warnings.join()]).toEqual([
    true,
    expect.stringContaining('speaks of consent'),
  ]);
});

it.each(['Organization', 'Companies', 'Person - Organization', 'Firma'])(
  '%s: an employer is not kept',
  (header) => {
    const column = roleOf(
      of({ 'Customer ID': number, City: pick('a', 'b'), [header]: pick('Acme', 'Globex') }),
      header,
    );
    expect(column.role).toBe('dropped');
  },
);

it('a fax stands in an office: it links nobody', () => {
  const fax: Make = (row) => (row < 30 ? '' : `+4930901${1000 + (row % 90)}`);
  expect(rolesOf({ 'Customer ID': number, Email: email, Fax: fax }).Fax).toBe('dropped');
});

it.each([
  ...['Religionszugehörigkeit', 'Parteizugehörigkeit', 'Schwerbehindert (J/N)', 'Impfstatus', 'Blutgruppe'],
  ...['Allergien', 'Medikation', 'Kirchensteuermerkmal', 'Gesundheitszustand', 'Migrationshintergrund'],
  ...[
    'Vaccinated',
    'Immigration status',
    'Gender identity',
    'Appartenance syndicat',
    'Discapacitado',
    'Etnicidade',
  ],
])('%s tells special data, however its language joins or bends the word', (header) => {
  const column = roleOf(
    of({ Kundennummer: number, Ort: pick('a', 'b'), [header]: pick('x', 'y', 'z') }),
    header,
  );
  expect([column.role, column.attributeClass]).toEqual(['dropped', 'sensitive']);
});

it.each([
  ...[
    'Diagonale',
    'Genre',
    'Generic flag',
    'Races won',
    'Parteien',
    'Medium',
    'Impressions',
    'Theme',
    'Assembly',
  ],
])('%s does not', (header) => {
  const column = roleOf(
    of({ Kundennummer: number, Ort: pick('a', 'b'), [header]: pick('x', 'y', 'z') }),
    header,
  );
  expect(column.attributeClass).not.toBe('sensitive');
});

it.each([
  'Ansprechpartner',
  'Spouse',
  'Emergency contact',
  'Ehepartner',
  'Line 1',
  'Lieferanschrift',
  'Account manager',
])('%s names somebody or where they live: not kept, in few values either', (header) => {
  const column = roleOf(
    of({ Kundennummer: number, Ort: pick('a', 'b'), [header]: pick('x y', 'z') }),
    header,
  );
  expect(column.role).toBe('dropped');
});

it('PayPal: the gross is the amount; a tax or a fee never is, not even where it stands alone', () => {
  const payments = { 'Transaction ID': number, 'From Email Address': buyer, Date: day, 'Sales Tax': money };
  const amounts = (columns: Record<string, Make>) =>
    of(columns).columns.flatMap(({ header, role }) => (role === 'amount' ? [header] : []));
  expect(amounts({ ...payments, Gross: money, Fee: money, Net: money })).toEqual(['Gross']);
  expect(amounts(payments)).toEqual([]);
  expect(amounts({ ...payments, 'Total after discount': money })).toEqual(['Total after discount']);
});

it('Eventbrite: "Order #" is the number of an order, so that buyers who come once are no list of people', () => {
  const { kind, columns } = of({
    'Order #': number,
    'Order Date': day,
    Email: email,
    City: pick('a', 'b'),
    'Total Paid': money,
  });
  expect([kind, columns[0].role]).toEqual(['orders', 'reference']);
});

it('orders that came to nothing are told where no table knows their words', () => {
  const orders = {
    'Order ID': number,
    Email: buyer,
    Date: day,
    Total: money,
    Status: pick('Shipped', 'Cancelled', 'Annulée'),
  };
  expect(roleOf(of(orders), 'Status').warnings).toEqual([
    expect.stringContaining('Some of its records say "Annulée", "Cancelled": if they are no purchases'),
  ]);
});

it('Dynamics: "Do not allow" is an answer', () => {
  const header = 'Do not allow Bulk Emails';
  const column = roleOf(
    of({ Contact: number, Email: email, [header]: pick('Allow', 'Do Not Allow') }),
    header,
  );
  expect([column.role, column.aboutConsent]).toEqual(['dropped', true]);
});
