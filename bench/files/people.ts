/**
 * Files that benches read: customers of twelve columns with quoted fields, line ends within them, letters beyond ASCII
 * and numbers with leading zeros; events in the order of their time, of customers in no order. Written in parts, the
 * same every time.
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import { createRandom } from '../../shared/random.ts';

const FIRST = ['Jürgen', 'María', 'Anne', 'Søren', 'Li', 'Chloé', 'John', 'Ada'];
const CITIES = ['Köln', 'Lyon', 'Porto', 'Gent', 'Torino', 'Sevilla', 'Leeds'];
const COUNTRIES = ['DE', 'FR', 'PT', 'BE', 'IT', 'ES', 'GB'];
const PLANS = ['basic', 'plus', 'pro'];
const EVENTS = ['view', 'view', 'view', 'search', 'add_to_cart', 'purchase'];
const DEVICES = ['mobile', 'desktop', 'tablet'];

const writeLines = (path: string, header: string, rows: number, line: (i: number) => string): void => {
  const file = openSync(path, 'w');
  try {
    let part = `${header}\n`;
    for (let i = 0; i < rows; i++) {
      part += `${line(i)}\n`;
      if (part.length < 1 << 20 && i + 1 < rows) continue;
      const bytes = Buffer.from(part);
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
      part = '';
    }
  } finally {
    closeSync(file);
  }
};

const eight = (i: number): string => String(i).padStart(8, '0');

/**
 * `rows` customers in `path`, about 106 bytes each.
 * @param consent whether each answers about a newsletter: 7 of 10 yes, on a day
 */
export const writeCustomers = (path: string, rows: number, consent = false): void => {
  const random = createRandom('customers of a bench');
  const asked = createRandom('answers of a bench');
  const header =
    'customer_id,email,first_name,last_name,city,country,postcode,signup_date,orders,spent,plan,note';
  const answer = (): string =>
    `${asked.next() < 0.7 ? 'yes' : 'no'},202${asked.int(6)}-0${1 + asked.int(9)}-1${asked.int(9)}`;
  writeLines(path, consent ? `${header},newsletter,answered_on` : header, rows, (i) => {
    const id = eight(i);
    const city = random.int(7);
    const called = random.next();
    const note =
      called < 0.01 ? '"asked twice,\nwas ""pleased"""' : called < 0.13 ? '"called, will return"' : 'none';
    return [
      id,
      `person.${id}@example.org`,
      FIRST[random.int(8)],
      `O'Brien ${id.slice(4)}`,
      CITIES[city],
      COUNTRIES[city],
      `0${1000 + random.int(8999)}`,
      `202${random.int(6)}-0${1 + random.int(9)}-1${random.int(9)}`,
      random.int(40),
      (random.next() * 900).toFixed(2),
      PLANS[random.int(3)],
      note,
      ...(consent ? [answer()] : []),
    ].join(',');
  });
};

/** `rows` events of a tenth as many customers, five seconds apart, about 74 bytes each. */
export const writeEvents = (path: string, rows: number): void => {
  const random = createRandom('events of a bench');
  const from = Date.UTC(2024, 0, 1);
  writeLines(path, 'event_id,customer_id,occurred_at,event,page,device', rows, (i) =>
    [
      `E${eight(i)}`,
      `C${eight(random.int(Math.max(1, Math.floor(rows / 10))))}`,
      `${new Date(from + i * 5000).toISOString().slice(0, 19)}Z`,
      EVENTS[random.int(6)],
      `products/item-${random.int(400)}`,
      DEVICES[random.int(3)],
    ].join(','),
  );
};
