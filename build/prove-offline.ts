/**
 * `npm run prove:offline`: shows that nothing leaves this machine, in two ways. The whole way of a person, from an
 * empty folder over import, clusters and personas to a verified package, is walked in a real browser
 *
 * 1. in a network namespace of its own that has no interface but loopback: what needs a network would fail there;
 * 2. under strace, which follows every process and thread and writes down each address that is connected, bound or
 *    sent to: what tries a network is seen there.
 *
 * Then the same job on the command line, under strace. Linux only; what this machine cannot show is named.
 * Exit status: 0 shown, 1 something left or the way broke, 2 a part could not be shown here.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import packed from '@sparticuz/chromium';
import { readTrace, verdictLines } from './offline/verdict.ts';
import { ROOT } from './steps.ts';
import { buildWindow } from './window.ts';

const WAY = 'test/window/journey.test.ts';
const TRACED = 'trace=connect,bind,sendto,sendmsg,sendmmsg,write,writev';
const say = (text: string): void => void process.stdout.write(`${text}\n`);
const vitest = [
  process.execPath,
  join(ROOT, 'node_modules/vitest/vitest.mjs'),
  'run',
  '--no-color',
  '--reporter=default',
];

type Part = 'shown' | 'failed' | 'not shown';
type Ended = { status: number | null; output: string };

const run = (program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Ended => {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { ...process.env, NO_COLOR: '1', ...env },
  });
  return { status, output: `${stdout ?? ''}${stderr ?? ''}${error === undefined ? '' : error.message}` };
};
const works = (program: string, args: readonly string[]): boolean => run(program, args).status === 0;

/** The line with which the tests tell how they ended. */
const summary = (output: string): string => /^\s*Tests\s+.*$/m.exec(output)?.[0].trim() ?? 'no test ran';

const inNamespace = (): Part => {
  const inside = (command: string): string[] => ['-rn', 'sh', '-c', `ip link set lo up && ${command}`];
  if (!works('unshare', inside('true'))) {
    say('NOT SHOWN: this machine does not permit a namespace without a network (unshare -rn, ip).');
    return 'not shown';
  }
  const links = run('unshare', inside('ip -o link show')).output.trim().split('\n');
  say(`interfaces inside: ${links.map((line) => line.split(': ')[1]).join(', ')}`);
  const quoted = [...vitest, WAY].map((word) => `"${word}"`).join(' ');
  const { status, output } = run('unshare', inside(`exec ${quoted}`));
  say(summary(output));
  if (links.length !== 1 || status !== 0) {
    say(output);
    return 'failed';
  }
  say('The whole way works without a network.');
  return 'shown';
};

/** Runs a program under strace and prints what it asked of the network. */
const traced = (command: readonly string[], folder: string, env: NodeJS.ProcessEnv = {}): Part => {
  const log = join(folder, 'trace.log');
  const flags = ['-f', '-qq', '-yy', '--seccomp-bpf', '-s', '0', '-e', TRACED, '-o', log];
  const { status, output } = run('strace', [...flags, ...command], env);
  if (status !== 0) {
    say(output);
    return 'failed';
  }
  if (command.includes(WAY)) say(summary(output));
  const verdict = readTrace(readFileSync(log, 'utf8').split('\n'));
  for (const line of verdictLines(verdict)) say(line);
  // A trace that saw no connection at all saw nothing: the browser reaches the shell over loopback.
  const empty = command.includes(WAY) && verdict.contacts.every(({ place }) => place !== 'loopback');
  if (empty) say('The trace is empty, so it shows nothing.');
  return verdict.outside.length > 0 || verdict.unread.length > 0 || empty ? 'failed' : 'shown';
};

const underStrace = (work: (folder: string) => Part): Part => {
  if (!works('strace', ['-V'])) {
    say(
      'NOT SHOWN: strace is not installed here, so no system call was watched (Debian: apt install strace).',
    );
    return 'not shown';
  }
  const folder = mkdtempSync(join(tmpdir(), 'cloister-offline-'));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const commandLine = (folder: string): Part => {
  const cli = [process.execPath, join(ROOT, 'cli/main.ts')];
  const shop = join(folder, 'shop');
  const plan = ['run', join(shop, 'plan.yaml'), '--vault', join(folder, 'v'), '--out', join(folder, 'out')];
  const env = { CLOISTER_PASSPHRASE: 'a passphrase for the proof' };
  const sample = traced([...cli, 'sample', shop, '--customers', '2000'], folder);
  return sample === 'shown' ? traced([...cli, ...plan], folder, env) : sample;
};

const main = async (): Promise<number> => {
  if (process.platform !== 'linux') {
    say('NOT SHOWN: namespaces and strace are Linux’s own; on this system nothing was proved.');
    return 2;
  }
  if (buildWindow() !== 0) return 1;
  // Unpacked before it is watched: unpacking is not the product's.
  await packed.executablePath();
  const parts: [string, () => Part][] = [
    ['The window, without a network', inNamespace],
    [
      'The window, every system call watched',
      () => underStrace((folder) => traced([...vitest, WAY], folder)),
    ],
    ['The command line, every system call watched', () => underStrace(commandLine)],
  ];
  const ends = parts.map(([title, part]) => {
    say(`\n— ${title}`);
    return part();
  });
  say('');
  for (const [index, [title]] of parts.entries()) say(`${ends[index].padEnd(10)}${title}`);
  if (ends.includes('failed')) return 1;
  return ends.includes('not shown') ? 2 : 0;
};

process.exitCode = await main();
