/**
 * build: start, check, bundle. This file gets a fresh machine, which has nothing but Node 20 and npm, to the
 * Node 24 and the packages that package-lock.json names. It is plain JavaScript without dependencies,
 * because it runs before there are any.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const MODULES = join(ROOT, 'node_modules');
const LOCK = join(ROOT, 'package-lock.json');
/** The sha256 of the lock file that node_modules was installed from. */
const STAMP = join(MODULES, '.cloister-lock');
/**
 * Where Node keeps the sources without their types, compiled: a command starts in half the time. Beside the program,
 * since whoever may write there may change the program too; where nobody may, nothing is kept.
 */
const COMPILED = join(ROOT, 'dist', 'compiled');
/**
 * A file of any size should leave most of the memory to others: a small young heap (megabytes), and, where the C library
 * is GNU's, buffers that go back to the system when they are freed instead of staying with each thread.
 */
const LEAN = ['--max-semi-space-size=1'];
const LEAN_ALLOCATOR = { MALLOC_ARENA_MAX: '2', MALLOC_MMAP_THRESHOLD_: '131072' };
const NODE = join(MODULES, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

/** Exit status "our fault" of the command line (shared/errors.ts, which cannot be loaded here). */
const FAULT = 5;

/** Whether npm's own record of what it installed holds every package that the lock file asks of any machine. */
export const installedMatches = (lock, installed) =>
  Object.entries(lock.packages).every(
    ([path, wanted]) =>
      path === '' || wanted.optional === true || installed.packages[path]?.version === wanted.version,
  );

const packagesMatch = (lockText) => {
  const digest = createHash('sha256').update(lockText).digest('hex');
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8').trim() === digest) return true;
  // Someone may have run npm by hand: what it recorded is as good as our stamp, so it becomes one.
  const record = join(MODULES, '.package-lock.json');
  if (!existsSync(record)) return false;
  if (!installedMatches(JSON.parse(lockText), JSON.parse(readFileSync(record, 'utf8')))) return false;
  writeFileSync(STAMP, `${digest}\n`);
  return true;
};

const nodeRuns = (version) => {
  const answer = spawnSync(NODE, ['--version'], { encoding: 'utf8', windowsHide: true });
  return answer.status === 0 && answer.stdout.trim() === `v${version}`;
};

/** How to start npm without a shell: by its own JavaScript where that can be found. */
const npmCommand = () => {
  const named = process.env.npm_execpath ?? '';
  const beside = join(dirname(process.execPath), 'node_modules', 'npm', 'bin', 'npm-cli.js');
  const cli = [join(dirname(named), 'npm-cli.js'), beside].find(
    (path, i) => (i > 0 || /^np[mx]-cli\.c?js$/.test(basename(named))) && existsSync(path),
  );
  if (cli !== undefined) return { command: process.execPath, before: [cli], shell: false };
  // Node starts a .cmd file only through the shell; the arguments below are fixed words without spaces.
  return process.platform === 'win32'
    ? { command: 'npm.cmd', before: [], shell: true }
    : { command: 'npm', before: [], shell: false };
};

const npm = (...args) => {
  const { command, before, shell } = npmCommand();
  // Standard output belongs to the program that is about to start, so npm speaks on standard error.
  const result = spawnSync(command, [...before, ...args], { cwd: ROOT, shell, stdio: ['ignore', 2, 2] });
  if (result.error !== undefined) process.stderr.write(`npm could not be started: ${result.error.message}\n`);
  return result.status ?? FAULT;
};

/**
 * Installs what package-lock.json names unless it is there already.
 * @returns 0, or the exit status to end with, after a sentence on standard error
 */
export const ensureDependencies = () => {
  const lockText = readFileSync(LOCK, 'utf8');
  const { version } = JSON.parse(lockText).packages['node_modules/node'];
  if (!packagesMatch(lockText)) {
    process.stderr.write('Installing the packages of package-lock.json (only now and after updates) …\n');
    const status = npm(
      'ci',
      '--no-audit',
      '--no-fund',
      '--include=dev',
      '--engine-strict=false',
      '--loglevel=error',
    );
    if (status !== 0) {
      process.stderr.write(
        `The packages could not be installed: npm ci ended with status ${status}. ` +
          'See its message above; it needs the network once. Then run the same command again.\n',
      );
      return FAULT;
    }
    if (!packagesMatch(lockText)) {
      process.stderr.write(
        'npm ci installed something else than package-lock.json names. ' +
          'Check the npm settings of this machine (npm config list).\n',
      );
      return FAULT;
    }
  }
  // Where install scripts are switched off, the package `node` holds no binary yet.
  if (!nodeRuns(version)) npm('rebuild', 'node', '--ignore-scripts=false', '--loglevel=error');
  if (nodeRuns(version)) return 0;
  process.stderr.write(
    `Node ${version} could not be installed for ${process.platform} ${process.arch}. ` +
      'Delete the folder node_modules and run the same command again.\n',
  );
  return FAULT;
};

/**
 * Runs a script of this repository with Node 24, after making sure that the dependencies are there. Standard
 * streams, signals and the exit status pass through.
 *
 * @param {string} script path from the root of the repository
 * @param {string[]} args
 */
export const runWithDependencies = (script, args) => {
  const status = ensureDependencies();
  if (status !== 0) {
    process.exitCode = status;
    return;
  }
  const child = spawn(NODE, [...LEAN, resolve(ROOT, script), ...args], {
    stdio: 'inherit',
    env: { NODE_COMPILE_CACHE: COMPILED, ...LEAN_ALLOCATOR, ...process.env },
  });
  // Ctrl-C at a terminal reaches the whole group; passing it on would make it two.
  const atTerminal = process.stdin.isTTY === true || process.stderr.isTTY === true;
  const forward = (signal) => {
    if (signal !== 'SIGINT' || !atTerminal) child.kill(signal);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, forward);
  child.on('error', (error) => {
    process.stderr.write(`Node could not be started: ${error.message}\n`);
    process.exitCode = FAULT;
  });
  child.on('exit', (code, signal) => {
    // 128 + number is what a shell reports of a program that a signal ended.
    process.exitCode = signal === null ? (code ?? FAULT) : 128 + constants.signals[signal];
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.off(name, forward);
  });
};
