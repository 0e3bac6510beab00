/** How fast the sample is made, beside the bare speed of writing as many bytes to the same disk. */
import { createReadStream, createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { writeSample } from '../engine/sample/sample.ts';

const CUSTOMERS = 50_000;
const dir = mkdtempSync(join(tmpdir(), 'cloister-bench-'));
const seconds = async (work: () => Promise<unknown>): Promise<number> => {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
};
try {
  const { files } = await writeSample(dir, { customers: CUSTOMERS, seed: 1 });
  const made = await seconds(() => writeSample(dir, { customers: CUSTOMERS, seed: 1 }));
  const copied = await seconds(async () => {
    for (const { name } of files)
      await pipeline(createReadStream(join(dir, name)), createWriteStream(join(dir, `${name}.copy`)));
  });
  const rows = files.reduce((sum, file) => sum + file.rows, 0);
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const result = {
    case: `${CUSTOMERS} customers`,
    rows,
    megabytes: bytes / 1e6,
    seconds: made,
    'rows/s': Math.round(rows / made),
    'times a copy': made / copied,
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
} finally {
  rmSync(dir, { recursive: true, force: true });
}
