/**
 * sample: a made-up outdoor retailer with realistic customers, orders, events and consents, for a first look,
 * for tests and for measurements of any size. Everything follows from the seed; no real person is in it:
 * addresses are under reserved domains and telephone numbers in ranges reserved for fiction.
 *
 * The files have what real exports have: missing values, repeated rows, respelled addresses, quoted notes with
 * line breaks, a skewed spend, seasons, people who left, and consent in every state.
 */
import { existsSync } from 'node:fs';
import { mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CloisterError } from '../../shared/errors.ts';
import { createRandom, type Random } from '../../shared/random.ts';
import { AS_OF, DATES } from './calendar.ts';
import { CONSENT_COLUMNS, drawLedger } from './consents.ts';
import { type CsvFile, createCsvFile } from './csv.ts';
import { chance } from './draw.ts';
import { drawVisits, EVENT_COLUMNS, eventRecord } from './events.ts';
import { drawOrders, ORDER_COLUMNS, type Order, orderRecord } from './orders.ts';
import { CUSTOMER_COLUMNS, drawNote, drawPerson, orMissing, type Person, respell } from './person.ts';
import { createPhoneBook } from './phones.ts';
import { PLAN_NAME, SAMPLE_PLAN } from './plan.ts';

export type SampleOptions = {
  /** Different people; some of them appear twice. */
  customers: number;
  seed: number;
  /** Mean over all customers, 10 if not given. */
  eventsPerCustomer?: number;
};

export type SampleFile = { name: string; rows: number; bytes: number };
/** What was written. Rows are counted without the header; `asOf` is the ISO date after the last day in it. */
export type Sample = { files: SampleFile[]; asOf: string };

/** Probabilities that a record is repeated, as exports from several systems do. */
const REPEATED = { customer: 0.006, order: 0.004, event: 0.003 };

const TABLES = [
  { name: 'customers.csv', columns: CUSTOMER_COLUMNS },
  { name: 'orders.csv', columns: ORDER_COLUMNS },
  { name: 'events.csv', columns: EVENT_COLUMNS },
  { name: 'consents.csv', columns: CONSENT_COLUMNS },
] as const;

/** Most customers that one sample holds: their numbers have seven digits. */
const MOST = 9_999_999;

const checkOptions = ({ customers, eventsPerCustomer = 10 }: SampleOptions): void => {
  if (!Number.isInteger(customers) || customers < 1 || customers > MOST)
    throw new CloisterError(
      'USAGE',
      `A sample cannot have ${customers} customers.`,
      'Give a whole number from 1 to 9,999,999.',
    );
  if (!Number.isFinite(eventsPerCustomer) || eventsPerCustomer < 0 || eventsPerCustomer > 10_000)
    throw new CloisterError(
      'USAGE',
      `A sample cannot have ${eventsPerCustomer} events per customer.`,
      'Give a number from 0 to 10,000.',
    );
};

/** A file with the name of ours is replaced only if it begins as ours does: it may be someone's real data. */
const refuseForeignFile = async (path: string, columns: readonly string[]): Promise<void> => {
  const expected = Buffer.from(columns.join(','));
  const found = Buffer.alloc(expected.length);
  try {
    await using file = await open(path, 'r');
    await file.read(found, 0, found.length, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if (!found.equals(expected))
    throw new CloisterError(
      'FOLDER_NOT_WRITABLE',
      `${path} exists and is not a sample written by Cloister. Nothing was changed.`,
      'Choose another folder for the sample.',
    );
};

/** The plan invites changes, so one that was changed is somebody's work and is not written over. */
const refuseChangedPlan = async (path: string): Promise<void> => {
  if (!existsSync(path) || (await readFile(path, 'utf8')) === SAMPLE_PLAN) return;
  throw new CloisterError(
    'FOLDER_NOT_WRITABLE',
    `${path} is not the plan as the sample writes it: somebody changed it. Nothing was changed.`,
    'Choose another folder for the sample, or give the plan another name.',
  );
};

const customerRecord = (
  random: Random,
  person: Person,
  email: string,
  spend: number,
  newsletter: boolean,
): string => {
  const maybe = (text: string): string => orMissing(random, text);
  const points = Math.floor((spend / 100) * (0.4 + 0.6 * random.next()));
  return [
    person.id,
    maybe(email),
    maybe(person.firstName),
    maybe(person.lastName),
    maybe(person.phone),
    maybe(String(person.birthYear)),
    maybe(person.gender),
    person.country.code,
    maybe(person.city),
    person.plan,
    maybe(person.channel),
    DATES[person.signup],
    maybe(String(points)),
    maybe(newsletter ? 'true' : 'false'),
    drawNote(random, person),
  ].join(',');
};

/** The generator of a whole sample; every customer has a fork of it, named by number. */
const rootOf = (seed: number): Random => createRandom(`sample/${seed}`);

/**
 * The truth behind a sample, which its files do not tell: the name of the archetype of each customer, in the
 * order of their numbers (customer C0000001 first). For measuring how well a clustering finds it again.
 */
export const archetypesOf = ({ customers, seed }: Pick<SampleOptions, 'customers' | 'seed'>): string[] => {
  const root = rootOf(seed);
  return Array.from(
    { length: customers },
    (_, i) => drawPerson(root.fork(i + 1), i + 1, () => '').archetype.name,
  );
};

const sumCents = (orders: readonly Order[]): number => orders.reduce((sum, { cents }) => sum + cents, 0);

const writeTables = async (
  [customersFile, ordersFile, eventsFile, consentsFile]: readonly CsvFile[],
  { customers, seed, eventsPerCustomer = 10 }: SampleOptions,
  onProgress: (done: number, total: number) => void,
): Promise<void> => {
  const root = rootOf(seed);
  const phone = createPhoneBook();
  let orderNumber = 0;
  let eventNumber = 0;
  /** Records to be repeated once the next customer was written: repetitions are rarely neighbours. */
  let held: { file: CsvFile; record: string }[] = [];
  for (let number = 1; number <= customers; number++) {
    const random = root.fork(number);
    const repeats = held;
    held = [];
    const add = (file: CsvFile, record: string, repeated: number): void => {
      file.add(record);
      if (chance(random, repeated)) held.push({ file, record });
    };
    const person = drawPerson(random, number, phone);
    const orders = drawOrders(random, person);
    const ledger = drawLedger(random, person);
    const spend = sumCents(orders);
    customersFile.add(customerRecord(random, person, person.email, spend, ledger.email));
    if (chance(random, REPEATED.customer)) {
      const again = customerRecord(random, person, respell(random, person.email), spend, ledger.email);
      held.push({ file: customersFile, record: again });
    }
    for (const order of orders) {
      orderNumber += 1;
      add(ordersFile, orderRecord(random, `O${orderNumber}`, person, order), REPEATED.order);
    }
    for (const visit of drawVisits(random, person, orders, eventsPerCustomer)) {
      eventNumber += 1;
      add(eventsFile, eventRecord(`E${eventNumber}`, person, visit), REPEATED.event);
    }
    for (const record of ledger.records) consentsFile.add(record);
    for (const { file, record } of repeats) file.add(record);
    for (const file of [customersFile, ordersFile, eventsFile, consentsFile])
      if (file.full) await file.flush();
    if (number % 1000 === 0 || number === customers) onProgress(number, customers);
  }
  for (const { file, record } of held) file.add(record);
};

/**
 * Writes `customers.csv`, `orders.csv`, `events.csv`, `consents.csv` and the plan that goes with them into a
 * folder, which is made if it is missing. The same options give the same bytes. Memory does not grow with the number of customers. The files
 * appear under their names only when all four are complete.
 *
 * @param onProgress told of customers written and of their total, every thousand customers
 * @throws CloisterError USAGE for a number out of range, FOLDER_NOT_WRITABLE where a file of that name exists
 *   that is not a sample, or a plan that was changed; system errors of the disk as they are
 */
export const writeSample = async (
  dir: string,
  options: SampleOptions,
  onProgress: (done: number, total: number) => void = () => {},
): Promise<Sample> => {
  checkOptions(options);
  if (!existsSync(dir)) await mkdir(dir);
  const partial = (name: string): string => join(dir, `${name}.partial`);
  for (const { name, columns } of TABLES) await refuseForeignFile(join(dir, name), columns);
  await refuseChangedPlan(join(dir, PLAN_NAME));
  const files: CsvFile[] = [];
  try {
    for (const { name, columns } of TABLES) files.push(await createCsvFile(partial(name), name, columns));
    await writeTables(files, options, onProgress);
    for (const file of files) await file.flush();
    await writeFile(partial(PLAN_NAME), SAMPLE_PLAN);
  } catch (error) {
    for (const file of files) await file.close();
    for (const name of [...TABLES.map((table) => table.name), PLAN_NAME])
      await rm(partial(name), { force: true });
    throw error;
  }
  for (const file of files) await file.close();
  for (const { name } of TABLES) await rename(partial(name), join(dir, name));
  await rename(partial(PLAN_NAME), join(dir, PLAN_NAME));
  return { files: files.map(({ name, rows, bytes }) => ({ name, rows, bytes })), asOf: AS_OF };
};
