/** How long a start takes: the program to an answering address, and the engine's process to its first answer. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Browser } from 'playwright-core';
import { startEngine } from '../../cli/shell/engine-process.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const NODE = join(ROOT, 'build', 'with-dependencies.mjs');
const START = join(ROOT, 'build', 'start.ts');

/** In milliseconds from the command: the address is told; it answers; the window shows; the engine has answered it. */
export type StartTimes = { address: number; answers: number; shown: number; usable: number };

/** What `npm start -- --no-window` runs, then the page in a browser that is running already. */
export const measureStart = async (browser: Browser): Promise<StartTimes> => {
  const home = mkdtempSync(join(tmpdir(), 'cloister-bench-'));
  const began = performance.now();
  const since = (): number => performance.now() - began;
  const child = spawn(process.execPath, [NODE, START, '--no-window'], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, HOME: home, USERPROFILE: home },
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  try {
    const line = await new Promise<string>((resolve, reject) => {
      createInterface({ input: child.stdout }).on('line', (text) => {
        if (text.includes('http://127.0.0.1')) resolve(text);
      });
      child.once('error', reject);
      child.once('exit', (status) => reject(new Error(`the start ended with ${status}`)));
    });
    const address = since();
    const origin = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0];
    const opener = /file:\S+/.exec(line)?.[0];
    if (origin === undefined || opener === undefined) throw new Error(`no address in: ${line}`);
    // Without a ticket it answers with a refusal, and that it answers is what counts here.
    await context.request.get(`${origin}/app`, { failOnStatusCode: false });
    const answers = since();
    const page = await context.newPage();
    // The page asks whether a vault is open as soon as it runs.
    const first = page.waitForResponse((response) => response.url() === `${origin}/rpc`);
    await page.goto(opener);
    await page.getByRole('button', { name: 'Open the sample project' }).waitFor();
    const shown = since();
    await (await first).finished();
    return { address, answers, shown, usable: since() };
  } finally {
    await context.close();
    child.kill('SIGTERM');
    await ended;
    rmSync(home, { recursive: true, force: true });
  }
};

/** In milliseconds: a new engine's process from its fork to its first answer. */
export const measureEngine = async (): Promise<number> => {
  const engine = startEngine();
  const began = performance.now();
  await new Promise<void>((resolve) => {
    engine.call('files.browse', { kinds: [] }, (reply) => {
      if (!('progress' in reply)) resolve();
    });
  });
  const took = performance.now() - began;
  await engine.close();
  return took;
};
