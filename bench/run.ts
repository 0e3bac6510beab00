/**
 * bench: speed against peers, as ratios in one run. `npm run bench [-- NAME…] [--json]` runs the modules named
 * (`sample` or a path; without names every other `bench/*.ts`) one after another, each in a process of its own
 * with Node 24, so that none warms up or starves another.
 *
 * A module prints one JSON object per result on standard output, such as
 * `{"case":"1M rows","cloister":1.2,"pandas":{"wall":4.1,"cpu":4},"ratio":3.4}`. Its other lines and its standard
 * error pass through to standard error. There is one table per module; inner values become columns `pandas.wall`.
 */
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const HERE = dirname(fileURLToPath(import.meta.url));

type Result = Record<string, unknown>;

/** A line as a result, null where it is something else. */
const readResult = (line: string): Result | null => {
  if (!line.startsWith('{')) return null;
  try {
    return JSON.parse(line) as Result;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
};

/** Runs one module. Returns its exit status, 1 if a signal ended it. */
const runModule = (path: string, onResult: (result: Result) => void): Promise<number> =>
  new Promise((done, fail) => {
    const child = spawn(process.execPath, [...process.execArgv, '--expose-gc', path], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    createInterface({ input: child.stdout }).on('line', (line) => {
      const result = readResult(line);
      if (result === null) process.stderr.write(`${line}\n`);
      else onResult(result);
    });
    child.on('error', fail);
    child.on('close', (status) => done(status ?? 1));
  });

/** Three significant digits for fractions, everything else as it is. */
const cell = (value: unknown): string => {
  if (value === undefined || value === null) return '';
  if (typeof value !== 'number' || Number.isInteger(value)) return String(value);
  return Math.abs(value) >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
};

/** Inner objects laid flat, their keys joined by dots. */
const flatten = (result: Result, prefix = ''): Result =>
  Object.fromEntries(
    Object.entries(result).flatMap(([key, value]) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.entries(flatten(value as Result, `${prefix}${key}.`))
        : [[prefix + key, value]],
    ),
  );

/** Results as a table with a column for every key, numbers to the right. */
const printTable = (nested: readonly Result[]): string => {
  const results = nested.map((result) => flatten(result));
  const keys = [...new Set(results.flatMap((result) => Object.keys(result)))];
  const rows = [keys, ...results.map((result) => keys.map((key) => cell(result[key])))];
  const widths = keys.map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const isNumber = keys.map((key) => results.every((result) => typeof (result[key] ?? 0) === 'number'));
  const lines = rows.map((row) =>
    row
      .map((text, i) => (isNumber[i] ? text.padStart(widths[i]) : text.padEnd(widths[i])))
      .join('  ')
      .trimEnd(),
  );
  lines.splice(1, 0, widths.map((width) => '─'.repeat(width)).join('  '));
  return `${lines.join('\n')}\n`;
};

const moduleOf = (name: string): string => (/[\\/.]/.test(name) ? resolve(name) : join(HERE, `${name}.ts`));

const { values, positionals } = parseArgs({
  options: { json: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const modules =
  positionals.length > 0
    ? positionals.map(moduleOf)
    : readdirSync(HERE)
        .filter((name) => name.endsWith('.ts') && name !== 'run.ts')
        .sort()
        .map((name) => join(HERE, name));

let count = 0;
const failed: string[] = [];
for (const path of modules) {
  const name = basename(path, '.ts');
  process.stderr.write(`— ${name}\n`);
  const results: Result[] = [];
  const status = await runModule(path, (result) => {
    const named = { bench: name, ...result };
    results.push(named);
    if (values.json) process.stdout.write(`${JSON.stringify(named)}\n`);
  });
  if (!values.json && results.length > 0) process.stdout.write(`${printTable(results)}\n`);
  if (status !== 0) failed.push(`${name} (status ${status})`);
  count += results.length;
}
if (count === 0) process.stderr.write('No bench printed a result.\n');
if (failed.length > 0) process.stderr.write(`Failed: ${failed.join(', ')}\n`);
process.exitCode = failed.length > 0 || count === 0 ? 1 : 0;
