/** The scripts that start everything: exit statuses pass through, installed packages are recognised, tests counted. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { runSteps } from '../../build/steps.ts';
import { replaceFiles, tally, unsettled } from '../../build/tally.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const STARTER = join(ROOT, 'build', 'with-dependencies.mjs');
const dir = mkdtempSync(join(tmpdir(), 'cloister-build-test-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const script = (name: string, body: string): string => {
  const path = join(dir, name);
  writeFileSync(path, body);
  return path;
};

describe('the checks', () => {
  test('run two at a time; one that fails gives the status, and none is begun after it', async () => {
    const step = (name: string, body: string) => ({
      name,
      script: relative(ROOT, script(`${name}.mjs`, body)),
      args: [],
    });
    const mark = (name: string): string =>
      `import { writeFileSync } from 'node:fs'; writeFileSync(${JSON.stringify(join(dir, `${name}.ran`))}, '');`;
    // Each waits for the other: one after the other they would never end.
    const meet = (name: string, other: string): string =>
      `import { existsSync } from 'node:fs'; ${mark(name)}
       while (!existsSync(${JSON.stringify(join(dir, `${other}.ran`))})) await new Promise(setImmediate);`;
    const together = [step('one', meet('one', 'two')), step('two', meet('two', 'one'))];
    expect(await runSteps(together)).toBe(0);
    const failing = ['bad', 'worse'].map((name) => step(name, 'process.exit(3);'));
    expect(await runSteps([...failing, step('late', mark('late'))])).toBe(3);
    expect(existsSync(join(dir, 'late.ran'))).toBe(false);
  });
});

describe('with-dependencies', () => {
  test('passes arguments, streams and the exit status through, on Node 24', () => {
    const path = script(
      'echo.ts',
      `const words: string[] = process.argv.slice(2);
       process.stdin.on('data', (text) => process.stdout.write(String(text)));
       console.log(process.version, JSON.stringify(words));
       process.exitCode = 3;`,
    );
    const words = ['two words', 'a"quote', '', '--flag', '$HOME'];
    const { status, stdout, stderr } = spawnSync(process.execPath, [STARTER, path, ...words], {
      encoding: 'utf8',
      input: 'from standard input',
    });
    expect(stderr).toBe('');
    expect(status).toBe(3);
    expect(stdout).toMatch(/^v24\./);
    expect(stdout).toContain(JSON.stringify(words));
    expect(stdout).toContain('from standard input');
  });

  test('without a script it says how it is used', () => {
    const { status, stderr } = spawnSync(process.execPath, [STARTER], { encoding: 'utf8' });
    expect(status).toBe(2);
    expect(stderr).toMatch(/^Usage:/);
  });

  test.skipIf(process.platform === 'win32')('passes signals on, and the end by a signal back', async () => {
    const ended = (child: ChildProcess): Promise<number | null> =>
      new Promise((done) => child.on('exit', (code) => done(code)));
    const start = (body: string, name: string): Promise<ChildProcess> =>
      new Promise((ready) => {
        const child = spawn(process.execPath, [STARTER, script(name, body)], {
          stdio: ['ignore', 'pipe', 'inherit'],
        });
        child.stdout.once('data', () => ready(child));
      });
    const polite = await start(
      `process.on('SIGTERM', () => process.exit(7)); setInterval(() => {}, 1000); console.log('up');`,
      'polite.ts',
    );
    polite.kill('SIGTERM');
    expect(await ended(polite)).toBe(7);
    const killed = await start(
      `console.log('up'); setTimeout(() => process.kill(process.pid, 'SIGKILL'), 50);`,
      'k.ts',
    );
    expect(await ended(killed)).toBe(128 + 9);
  });

  test('runs on the oldest Node that is promised: no syntax or module that Node 20 lacks', () => {
    const { engines } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      engines: { node: string };
    };
    expect(engines.node).toBe('>=20');
    for (const file of ['build/dependencies.mjs', 'build/with-dependencies.mjs', 'cli/cloister.mjs']) {
      const imports = readFileSync(join(ROOT, file), 'utf8').matchAll(/from '([^']+)'/g);
      for (const [, specifier] of imports) expect(specifier).toMatch(/^(node:|\.)/);
    }
  });
});

describe('what npm installed is compared with the lock file', async () => {
  type Packages = { packages: Record<string, { version: string; optional?: boolean }> };
  type Dependencies = { installedMatches(lock: Packages, installed: Packages): boolean };
  const { installedMatches } = (await import(
    new URL('../../build/dependencies.mjs', import.meta.url).href
  )) as Dependencies;
  const lock: Packages = {
    packages: {
      '': { version: '0' },
      'node_modules/a': { version: '1.0.0' },
      'node_modules/for-another-machine': { version: '1.0.0', optional: true },
    },
  };
  test.each([
    [true, { 'node_modules/a': { version: '1.0.0' } }],
    [true, { 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '2.0.0' } }],
    [false, { 'node_modules/a': { version: '1.0.1' } }],
    [false, {}],
  ])('%s for %j', (matches, packages) => {
    expect(installedMatches(lock, { packages })).toBe(matches);
  });
});

describe('tests are counted', () => {
  const file = (status: string, ...tests: string[]) => ({
    status,
    assertionResults: tests.map((one) => ({ status: one })),
  });
  test('by what became of them', () => {
    const report = {
      testResults: [file('passed', 'passed', 'skipped', 'todo'), file('failed', 'failed', 'passed')],
    };
    expect(tally(report)).toEqual({ passed: 2, failed: 1, skipped: 2 });
  });
  test('and a file that cannot be loaded is one failure', () => {
    expect(tally({ testResults: [file('failed'), file('passed', 'pending')] })).toEqual({
      passed: 0,
      failed: 1,
      skipped: 1,
    });
  });
  test('after a second run, in which files that failed or did not end are run alone', () => {
    const named = (name: string, status: string, ...tests: string[]) => ({
      name,
      status,
      assertionResults: tests.map((one) => ({ status: one, fullName: one })),
    });
    const first = {
      testResults: [
        named('a', 'passed', 'passed', 'skipped'),
        named('b', 'failed', 'passed', 'failed'),
        named('c', 'passed', 'passed', 'pending'),
      ],
    };
    expect(unsettled(first)).toEqual(['b', 'c']);
    const second = {
      testResults: [named('b', 'passed', 'passed', 'passed'), named('c', 'failed', 'failed', 'passed')],
    };
    const both = replaceFiles(first, second);
    expect(unsettled(both)).toEqual(['c']);
    expect(tally(both)).toEqual({ passed: 4, failed: 1, skipped: 1 });
  });
});
