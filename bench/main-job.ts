/**
 * The main job on a sample, step by step, with the time of each and the highest memory of the process so far.
 * It stands beside no peer: it is here to see which step grows. `CLOISTER_BENCH_CUSTOMERS` sets the size.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine } from '../engine/engine.ts';

const customers = Number(process.env.CLOISTER_BENCH_CUSTOMERS ?? 100_000);
const folder = mkdtempSync(join(tmpdir(), 'cloister-bench-'));
const engine = createEngine();
try {
  await engine.call('sample.write', { folder: join(folder, 'sample'), customers });
  await engine.call('vault.create', { path: join(folder, 'bench'), passphrase: 'bench bench bench' });
  const cpu = process.cpuUsage();
  const { steps } = await engine.call('plan.run', {
    plan: join(folder, 'sample', 'plan.yaml'),
    folder: join(folder, 'package'),
  });
  const { user, system } = process.cpuUsage(cpu);
  for (const { step, made, seconds, peakMb } of steps)
    console.log(
      JSON.stringify({ bench: 'main-job', step, made, seconds: Number(seconds.toFixed(2)), peakMb }),
    );
  const seconds = steps.reduce((sum, step) => sum + step.seconds, 0);
  console.log(
    JSON.stringify({
      bench: 'main-job',
      step: 'all',
      made: `${customers} customers`,
      seconds: Number(seconds.toFixed(2)),
      cpuSeconds: Number(((user + system) / 1e6).toFixed(2)),
    }),
  );
} finally {
  engine.close();
  rmSync(folder, { recursive: true, force: true });
}
