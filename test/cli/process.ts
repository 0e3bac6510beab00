/** Starts the command line as a process of its own, as a shell would. */
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
export const PASSPHRASE = 'four random words';

export type Ended = { status: number | null; out: string; err: string };
export type StartOptions = {
  cwd: string;
  /** null: no passphrase in the environment. */
  passphrase?: string | null;
  input?: string;
  /** Called at the start with a function that sends a signal. */
  onStart?: (send: (signal: NodeJS.Signals) => void) => void;
};

/** Runs `cloister …args` and waits for its end. */
export const cloister = (args: readonly string[], options: StartOptions): Promise<Ended> =>
  new Promise((resolve, reject) => {
    const { CLOISTER_PASSPHRASE: _, ...env } = process.env;
    const passphrase = options.passphrase === undefined ? PASSPHRASE : options.passphrase;
    const child = spawn(process.execPath, [join(ROOT, 'cli/main.ts'), ...args], {
      cwd: options.cwd,
      env: { ...env, ...(passphrase === null ? {} : { CLOISTER_PASSPHRASE: passphrase }) },
    });
    options.onStart?.((signal) => child.kill(signal));
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err += text;
    });
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, out, err }));
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.input ?? '');
  });

/** The one JSON object of a `--json` run: nothing else may stand on standard output. */
export const jsonOf = ({ out }: Ended): Record<string, unknown> => {
  const lines = out.split('\n');
  if (lines.length !== 2 || lines[1] !== '') throw new Error(`not one line: ${out.slice(0, 300)}`);
  const value: unknown = JSON.parse(lines[0]);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('not an object');
  return value as Record<string, unknown>;
};
