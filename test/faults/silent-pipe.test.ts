/**
 * A program that writes into the standard input of an import and then says nothing more: Ctrl-C ends the import at once,
 * wherever it waits, and the vault is as it was.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newVault, PASSPHRASE, scratch, write } from '../end-to-end/scratch.ts';
import { type Holdings, lines, openLook, profiles, ROOT, tree } from './vault.ts';

const { folder, remove } = scratch();
const vault = join(folder, 'shop.cloister');
const children: ChildProcess[] = [];
let held: Holdings;
const holdings = async (): Promise<Holdings> => {
  const look = await openLook(vault);
  const found = look();
  look.close();
  return found;
};
beforeAll(async () => {
  const engine = await newVault(folder, 'shop');
  await engine.call('intake.import', { file: write(folder, 'first.csv', profiles(50)) });
  engine.close();
  held = await holdings();
});
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  remove();
});

const header = 'event_id,customer_id,occurred_at,event\n';
const events = (count: number): string =>
  header + lines(count, (i) => `E${i},N${i % 997},2026-05-03T10:00:00Z,a visit`);

it.each([
  // More than the system holds between the two programs, so that it is read once it is written.
  ['while it waits for more to look at', events(40_000)],
  // More than inspection sees, and more than the shared memory holds beside it.
  ['while the rest is loaded', events(300_000)],
])('Ctrl-C ends it at once %s', async (_, text) => {
  const child = spawn(
    process.execPath,
    [join(ROOT, 'cli/main.ts'), 'import', vault, '-', '--kind', 'events'],
    { env: { ...process.env, CLOISTER_PASSPHRASE: PASSPHRASE } },
  );
  children.push(child);
  let said = '';
  child.stderr.on('data', (part) => {
    said += part;
  });
  const ended = new Promise<number | null>((done) => child.on('close', done));
  // What was written is taken by the import; then nobody says anything.
  await new Promise<void>((done) => child.stdin.write(text, () => done()));
  await wait(500);
  expect(child.exitCode).toBe(null);
  const began = performance.now();
  child.kill('SIGINT');
  expect(await ended).toBe(130);
  expect(performance.now() - began).toBeLessThan(5000);
  expect(said).toMatch(/(^|\n)cloister: cancelled, nothing was changed\n$/);
  expect(await holdings()).toEqual(held);
  expect(tree(vault)).toEqual(['data.db', 'keys.json', 'lock']);
});
