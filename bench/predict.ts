/**
 * Gradient boosting against scikit-learn's HistGradientBoostingClassifier at its defaults (early stopping off, so that
 * both grow 100 trees): the same 100,000 rows of 20 columns to fit, the same 50,000 to test, in five draws. The outcome
 * hangs on a product of two columns that say nothing alone; which trees happen upon it moves the AUC of either program by
 * several thousandths from draw to draw, so it is the mean that is compared. Ours runs on one thread, theirs on all.
 * Prints one line of JSON; their part is left out where the system's Python has no scikit-learn.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { areaUnderRoc } from '../engine/analysis/predict/measures.ts';
import { chancesOf, fitModel } from '../engine/analysis/predict/models.ts';
import { createRandom } from '../shared/random.ts';

const FITTED = 100_000;
const TESTED = 50_000;
const COLUMNS = 20;
const DRAWS = 5;

const people = FITTED + TESTED;

type Draw = { values: Float64Array; outcome: Uint8Array };

const makeDraw = (at: number): Draw => {
  const random = createRandom(`bench/predict/${at}`);
  const values = new Float64Array(people * COLUMNS);
  for (let i = 0; i < values.length; i++) values[i] = random.normal();
  const outcome = Uint8Array.from({ length: people }, (_, i) => {
    const x = values.subarray(i * COLUMNS, (i + 1) * COLUMNS);
    const odds = x[0] + x[1] * x[2] + Math.sin(2 * x[3]) + 0.5 * Math.abs(x[4]) - 0.8 + 0.3 * x[5];
    return random.next() < 1 / (1 + Math.exp(-odds)) ? 1 : 0;
  });
  return { values, outcome };
};

const rows = (from: number, to: number): Uint32Array =>
  Uint32Array.from({ length: to - from }, (_, i) => from + i);

/** Reads both arrays, fits, prints CPU and wall seconds and the AUC. */
const THEIRS = `
import json, sys, time
import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import roc_auc_score
n, m, d = ${FITTED}, ${TESTED}, ${COLUMNS}
X = np.fromfile(sys.argv[1]).reshape(n + m, d)
y = np.fromfile(sys.argv[2], dtype=np.uint8)
model = HistGradientBoostingClassifier(early_stopping=False)
cpu, wall = time.process_time(), time.perf_counter()
model.fit(X[:n], y[:n])
cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
print(json.dumps(dict(cpu=cpu, wall=wall, auc=roc_auc_score(y[n:], model.predict_proba(X[n:])[:, 1]))))
`;

type Fit = { cpu: number; wall: number; auc: number };

const ours = ({ values, outcome }: Draw): Fit => {
  const cpu = process.cpuUsage();
  const start = performance.now();
  const model = fitModel('boosting', values, COLUMNS, rows(0, FITTED), outcome, 1);
  const wall = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  const chances = chancesOf(model, values, COLUMNS, rows(FITTED, people));
  return { cpu: (user + system) / 1e6, wall, auc: areaUnderRoc(chances, outcome.subarray(FITTED)) };
};

const theirs = ({ values, outcome }: Draw): Fit | null => {
  const folder = mkdtempSync(join(tmpdir(), 'cloister-bench-'));
  try {
    const [data, labels] = [join(folder, 'values'), join(folder, 'outcome')];
    writeFileSync(data, new Uint8Array(values.buffer));
    writeFileSync(labels, outcome);
    const { status, stdout } = spawnSync('/usr/bin/python3', ['-c', THEIRS, data, labels], {
      encoding: 'utf8',
    });
    return status === 0 ? (JSON.parse(stdout) as Fit) : null;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const round = (value: number): number => Math.round(value * 1e5) / 1e5;
const mean = (numbers: number[]): number => numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
const told = (fits: Fit[]) => ({
  cpu: round(mean(fits.map(({ cpu }) => cpu))),
  wall: round(mean(fits.map(({ wall }) => wall))),
  auc: round(mean(fits.map(({ auc }) => auc))),
  aucs: fits.map(({ auc }) => round(auc)),
});

const mine: Fit[] = [];
const peers: Fit[] = [];
for (let at = 0; at < DRAWS; at++) {
  const draw = makeDraw(at);
  mine.push(ours(draw));
  const peer = theirs(draw);
  if (peer !== null) peers.push(peer);
}
const [us, them] = [told(mine), told(peers)];
process.stdout.write(
  `${JSON.stringify({
    what: 'boosting, 100,000 x 20, 100 trees',
    ours: us,
    ...(peers.length < DRAWS
      ? {}
      : {
          sklearn: them,
          cpuRatio: round(them.cpu / us.cpu),
          wallRatio: round(them.wall / us.wall),
          aucDifference: round(us.auc - them.auc),
        }),
  })}\n`,
);
