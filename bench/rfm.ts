/**
 * RFM over 5,000,000 orders of 1,000,000 people: days since the last order, orders, their sum, mean and age of the first,
 * then scores of one to five by quintile. Ours reads the columns as they lie in memory after a vault was opened (sorted
 * by person and time); DuckDB a table of the same rows in its own memory and order, with two threads. Both have loaded
 * before the clock starts. Median of five, CPU seconds of all threads. Prints one line of JSON.
 */
import { computeFeatures } from '../engine/features/features.ts';
import { scoreRfm } from '../engine/features/rfm.ts';
import type { Timeline } from '../engine/features/table.ts';
import type { Lens } from '../engine/privacy/lens.ts';
import { createRandom } from '../shared/random.ts';
import { DAY } from '../shared/vocabulary.ts';

const PEOPLE = Number(process.env['CLOISTER_BENCH_ROWS'] ?? 1_000_000);
const ORDERS = 5 * PEOPLE;
const ROUNDS = 5;
const AS_OF = Date.UTC(2026, 0, 1);
const random = createRandom('bench/rfm');

const shared = (bytes: number): SharedArrayBuffer => new SharedArrayBuffer(bytes);

/** Orders of two years; a fifth of the people buys most. */
const makeOrders = (): Timeline => {
  const counts = new Uint32Array(PEOPLE);
  for (let i = 0; i < ORDERS; i++)
    counts[random.int(5) > 0 ? random.int(Math.floor(PEOPLE / 5)) : random.int(PEOPLE)] += 1;
  const offsets = new Uint32Array(shared(4 * (PEOPLE + 1)));
  for (let i = 0; i < PEOPLE; i++) offsets[i + 1] = offsets[i] + counts[i];
  const times = new Float64Array(shared(8 * ORDERS));
  for (let i = 0; i < ORDERS; i++) times[i] = AS_OF - 1 - Math.floor(random.next() * 730 * DAY);
  for (let i = 0; i < PEOPLE; i++) times.subarray(offsets[i], offsets[i + 1]).sort();
  const amounts = new Float64Array(shared(8 * ORDERS));
  for (let i = 0; i < ORDERS; i++) amounts[i] = Math.round(100 * Math.exp(3 + random.normal())) / 100;
  return { offsets, times, amounts, codes: new Int32Array(0), names: [], references: new Uint32Array(0) };
};

type Took = { cpu: number; wall: number };
const timed = async (work: () => unknown): Promise<Took> => {
  const before = process.cpuUsage();
  const start = performance.now();
  await work();
  const { user, system } = process.cpuUsage(before);
  return { cpu: (user + system) / 1e6, wall: (performance.now() - start) / 1000 };
};
const median = (numbers: number[]): number => numbers.sort((x, y) => x - y)[numbers.length >> 1];
const round = (value: number): number => Math.round(value * 1000) / 1000;
const told = (rounds: Took[]): Took => ({
  cpu: round(median(rounds.map(({ cpu }) => cpu))),
  wall: round(median(rounds.map(({ wall }) => wall))),
});

const orders = makeOrders();
const none: Timeline = {
  offsets: new Uint32Array(PEOPLE + 1),
  times: new Float64Array(0),
  amounts: new Float64Array(0),
  codes: new Int32Array(0),
  names: [],
  references: new Uint32Array(0),
};
const lens = {
  people: PEOPLE,
  asOf: AS_OF,
  purpose: { id: 'bench' },
  notAllowed: [],
  dropped: [],
  orders: () => orders,
  events: () => none,
  attributes: () => [],
} as unknown as Lens;

/** People who ordered, sum of everything, and of all scores: what both must agree on. */
let check: readonly [people: number, money: number] = [0, 0];
const ours = (): void => {
  const table = computeFeatures(lens);
  const scores = scoreRfm(table);
  if (scores === null) throw new Error('nobody was scored');
  const money = table.columns.find(({ id }) => id === 'monetary');
  if (money?.type !== 'number') throw new Error('no sums');
  check = [PEOPLE - scores.withoutOrders, money.values.reduce((sum, one) => sum + one, 0)];
};

const QUERY = `WITH own AS (
  SELECT person, floor((${AS_OF} - max(moment)) / ${DAY}) AS recency, count(*) AS frequency, sum(amount) AS monetary,
    avg(amount) AS average, floor((${AS_OF} - min(moment)) / ${DAY}) AS tenure
  FROM orders WHERE moment < ${AS_OF} GROUP BY person),
cut AS (SELECT quantile_cont(recency, [0.2, 0.4, 0.6, 0.8]) AS r, quantile_cont(frequency, [0.2, 0.4, 0.6, 0.8]) AS f,
    quantile_cont(monetary, [0.2, 0.4, 0.6, 0.8]) AS m FROM own),
scored AS (SELECT own.*,
    5 - len(list_filter(cut.r, lambda c: recency > c)) AS rs, 1 + len(list_filter(cut.f, lambda c: frequency > c)) AS fs,
    1 + len(list_filter(cut.m, lambda c: monetary > c)) AS ms FROM own, cut)
SELECT count(*)::DOUBLE, sum(monetary), sum(rs + fs + ms)::DOUBLE, sum(average), sum(tenure) FROM scored`;

const duckdb = async (): Promise<Took> => {
  const { DuckDBInstance, DOUBLE, INTEGER } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
  const connection = await instance.connect();
  await connection.run('CREATE TABLE orders (person INTEGER, moment DOUBLE, amount DOUBLE)');
  const appender = await connection.createAppender('orders');
  for (let person = 0; person < PEOPLE; person++)
    for (let row = orders.offsets[person]; row < orders.offsets[person + 1]; row++) {
      appender.appendValue(person, INTEGER);
      appender.appendValue(orders.times[row], DOUBLE);
      appender.appendValue(orders.amounts[row], DOUBLE);
      appender.endRow();
    }
  appender.closeSync();
  const rounds: Took[] = [];
  for (let i = 0; i < ROUNDS; i++)
    rounds.push(
      await timed(async () => {
        const [row] = (await connection.runAndReadAll(QUERY)).getRows();
        const [people, money] = [Number(row[0]), Number(row[1])];
        if (people !== check[0] || Math.abs(money - check[1]) > 1e-9 * money)
          throw new Error(`DuckDB says ${people} people and ${money}, we ${check.join(' and ')}`);
      }),
    );
  connection.closeSync();
  instance.closeSync();
  return told(rounds);
};

const rounds: Took[] = [];
for (let i = 0; i < ROUNDS; i++) rounds.push(await timed(ours));
const mine = told(rounds);
const peer = await duckdb();
process.stdout.write(
  `${JSON.stringify({
    what: `RFM, ${ORDERS.toLocaleString('en')} orders`,
    ours: mine,
    duckdb: peer,
    cpuRatio: round(peer.cpu / mine.cpu),
    wallRatio: round(peer.wall / mine.wall),
  })}\n`,
);
