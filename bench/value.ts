/**
 * Customer value on 1,000,000 customers: fitting each purchase model, beside the goal of ten seconds for BG/NBD. The people
 * are drawn from the model itself at the parameters published for CDNOW (Fader, Hardie & Lee 2005: r .243, alpha 4.414,
 * a .793, b 2.426, weeks), watched for 13 to 39 weeks and dated to the day, so the fit must find those again. One line
 * of JSON a model: seconds of the fit, distinct histories, parameters.
 */
import { compressHistories } from '../engine/analysis/value/histories.ts';
import { fitPurchases, PURCHASE_MODELS } from '../engine/analysis/value/value.ts';
import { createRandom } from '../shared/random.ts';

const PEOPLE = Number(process.env['CLOISTER_BENCH_ROWS'] ?? 1_000_000);
const random = createRandom('bench/value');

/** A gamma variate of this shape and scale 1 (Marsaglia & Tsang 2000; shapes below 1 by their boost). */
const gamma = (shape: number): number => {
  if (shape < 1) return gamma(shape + 1) * (1 - random.next()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = random.normal();
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - random.next()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
};

const [r, alpha, a, b] = [0.243, 4.414, 0.793, 2.426];
const frequency = new Float64Array(PEOPLE);
const recency = new Float64Array(PEOPLE);
const age = new Float64Array(PEOPLE);
for (let i = 0; i < PEOPLE; i++) {
  const days = 91 + random.int(183);
  const rate = gamma(r) / alpha;
  const [one, other] = [gamma(a), gamma(b)];
  const leaving = one / (one + other);
  let last = 0;
  let bought = 0;
  for (let at = 0; ; ) {
    at += (-7 * Math.log(1 - random.next())) / rate;
    const day = Math.ceil(at);
    if (!(day <= days)) break;
    if (day > last) bought += 1;
    last = day;
    if (random.next() < leaving) break;
  }
  frequency[i] = bought;
  recency[i] = last / 7;
  age[i] = days / 7;
}

for (const model of PURCHASE_MODELS) {
  if (model === 'bg-bb') continue;
  const start = performance.now();
  const cpu = process.cpuUsage();
  const histories = compressHistories(frequency, recency, age);
  const fit = fitPurchases(model, histories);
  process.stdout.write(
    `${JSON.stringify({
      what: `${model}, ${PEOPLE.toLocaleString('en')} customers`,
      wall: Math.round(performance.now() - start) / 1000,
      cpu: Math.round(process.cpuUsage(cpu).user / 1000) / 1000,
      iterations: fit.iterations,
      histories: histories.frequency.length,
      converged: String(fit.converged),
      parameters: fit.parameters.map((one) => Number(one.toPrecision(4))).join(' '),
    })}\n`,
  );
}
