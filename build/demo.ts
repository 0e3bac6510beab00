/**
 * The main job without a screen, on a sample made here: sample, vault, import, lens, cluster, personas, export.
 * Everything lands in `demo-output/`; the vault's passphrase is printed, since the data is made up.
 */
import { rmSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { createEngine } from '../engine/engine.ts';
import type { StepReport } from '../shared/contract/answers.ts';
import { exitStatus, toErrorData } from '../shared/errors.ts';

const ROOT = resolve(import.meta.dirname, '..');
const OUT = join(ROOT, 'demo-output');
const CUSTOMERS = 20_000;
const PASSPHRASE = 'demo demo demo demo';

const shown = (path: string): string => relative(ROOT, path).replaceAll('\\', '/') || '.';

const pad = (text: string, width: number, right = false): string =>
  right ? text.padStart(width) : text.padEnd(width);

/** The table of what was made, where, in what time. */
const printSteps = (steps: StepReport[]): void => {
  const rows = steps.map(({ step, made, where, seconds, peakMb }) => [
    step,
    made,
    where,
    seconds.toFixed(2),
    String(peakMb),
  ]);
  const head = ['step', 'made', 'where', 'seconds', 'peak MB'];
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i].length)));
  const line = (cells: string[]): string =>
    cells
      .map((cell, i) => pad(cell, widths[i], i >= 3))
      .join('  ')
      .trimEnd();
  console.log(line(head));
  console.log(widths.map((width) => '-'.repeat(width)).join('  '));
  for (const row of rows) console.log(line(row));
};

const timed = async <T>(
  steps: StepReport[],
  step: string,
  where: string,
  made: (answer: T) => string,
  work: () => Promise<T>,
): Promise<T> => {
  const started = performance.now();
  const answer = await work();
  steps.push({
    step,
    made: made(answer),
    where,
    seconds: (performance.now() - started) / 1000,
    peakMb: Math.round(process.resourceUsage().maxRSS / 1024),
  });
  return answer;
};

const demo = async (): Promise<void> => {
  rmSync(OUT, { recursive: true, force: true });
  const engine = createEngine();
  const steps: StepReport[] = [];
  const sample = join(OUT, 'sample');
  const vault = join(OUT, 'demo.cloister');
  const folder = join(OUT, 'package');
  try {
    await timed(
      steps,
      'sample',
      shown(sample),
      ({ files }) =>
        files.map(({ name, rows }) => `${rows.toLocaleString('en')} ${name.replace('.csv', '')}`).join(', '),
      () => engine.call('sample.write', { folder: sample, customers: CUSTOMERS }),
    );
    await timed(
      steps,
      'vault',
      shown(vault),
      () => 'an encrypted vault and its keystore',
      () => engine.call('vault.create', { path: vault, passphrase: PASSPHRASE }),
    );
    const answer = await engine.call('plan.run', { plan: join(sample, 'plan.yaml'), folder });
    steps.push(
      ...answer.steps.map((row) => ({ ...row, where: row.where === folder ? shown(folder) : row.where })),
    );
    const checks = await timed(
      steps,
      'verify',
      shown(folder),
      (list) => `${list.filter(({ passed }) => passed).length} of ${list.length} checks of the package hold`,
      () => engine.call('package.verify', { folder }),
    );
    const audit = await timed(
      steps,
      'audit',
      shown(vault),
      ({ entries, ok }) => `${entries} acts on the record, the chain ${ok ? 'holds' : 'IS BROKEN'}`,
      () => engine.call('audit.verify', {}),
    );
    printSteps(steps);
    console.log('\nSegments that left, and what was withheld:');
    for (const { name, people } of answer.export?.segments ?? [])
      console.log(`  ${pad(people.toLocaleString('en'), 8, true)}  ${name}`);
    for (const { item, reason } of answer.export?.withheld ?? [])
      console.log(`  withheld  ${item}: ${reason}`);
    console.log(
      `\nOpen ${shown(join(folder, 'report.html'))} for the personas, ${shown(join(folder, 'README.md'))} for the upload.`,
    );
    console.log(`The vault opens with the passphrase "${PASSPHRASE}".`);
    if (!audit.ok || checks.some(({ passed }) => !passed)) process.exitCode = 5;
  } finally {
    engine.close();
  }
};

try {
  await demo();
} catch (error) {
  const { code, message, next } = toErrorData(error);
  console.error(`cloister: ${message}\n  next: ${next}`);
  process.exitCode = exitStatus(code);
}
