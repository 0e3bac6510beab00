/** The telephone customers of test/data/telco.csv, split as the references were: every third row is tested. */
import { readFileSync } from 'node:fs';
import type { Labelled } from '../../../../engine/analysis/predict/predict.ts';
import { matrixOf } from '../fixtures.ts';

const [head, ...lines] = readFileSync(new URL('../../../data/telco.csv', import.meta.url), 'utf8')
  .trim()
  .split('\n');
const records = lines.map((line) => line.split(',').map(Number));
export const telcoNames = head.split(',').slice(0, -1);

/** The rows for which `keep` holds, with the columns named. */
export const telco = (keep: (row: number) => boolean = () => true, names = telcoNames): Labelled => {
  const chosen = records.filter((_, i) => keep(i));
  const columns = names.map((name) => telcoNames.indexOf(name));
  return {
    matrix: matrixOf(
      chosen.map((record) => columns.map((t) => record[t])),
      names,
    ),
    outcome: Uint8Array.from(chosen, (record) => record[telcoNames.length]),
  };
};

export const trained = (): Labelled => telco((i) => i % 3 !== 0);
export const tested = (): Labelled => telco((i) => i % 3 === 0);

/** Each column less its mean over `by`, over its deviation there (divided by n). */
export const standardised = ({ matrix, outcome }: Labelled, by: Labelled = { matrix, outcome }): Labelled => {
  const width = matrix.columns.length;
  const values = new Float64Array(new SharedArrayBuffer(matrix.values.byteLength));
  for (let t = 0; t < width; t++) {
    const column = Float64Array.from({ length: by.matrix.people }, (_, i) => by.matrix.values[i * width + t]);
    const mean = column.reduce((sum, v) => sum + v, 0) / column.length;
    const deviation = Math.sqrt(column.reduce((sum, v) => sum + (v - mean) ** 2, 0) / column.length);
    for (let i = 0; i < matrix.people; i++)
      values[i * width + t] = (matrix.values[i * width + t] - mean) / deviation;
  }
  return { matrix: { ...matrix, values }, outcome };
};
