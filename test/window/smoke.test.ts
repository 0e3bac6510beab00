/** The window comes up in a real browser under its full policy, reaches its engine, and sees an engine end. */
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { type Driver, openWorkbench } from './driver.ts';
import { eventually } from './steps.ts';

let driver: Driver | null = null;
afterEach(async () => {
  const closing = driver;
  driver = null;
  await closing?.close();
});

describe('the window in a browser', () => {
  test('opens through the ticket, isolated, with every lock in place and nothing to complain of', async () => {
    driver = await openWorkbench();
    const { page } = driver;
    await page.waitForFunction(() => (document.getElementById('app')?.textContent ?? '').length > 0);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    // The secret of the session is out of the reach of scripts.
    expect(await page.evaluate(() => document.cookie)).toBe('');
    expect(await page.title()).toContain('Cloister');
    await driver.atRest();
    expect(driver.problems).toEqual([]);
  });

  test('refuses markup from strings and scripts from elsewhere', async () => {
    driver = await openWorkbench();
    const { page, problems } = driver;
    const thrown = await page.evaluate(() => {
      try {
        document.body.insertAdjacentHTML('beforeend', '<p>from a string</p>');
        return 'taken';
      } catch (error) {
        return (error as Error).name;
      }
    });
    expect(thrown).toBe('TypeError');
    const outside = await page.evaluate(() =>
      fetch('http://127.0.0.1:9/').then(
        () => 'reached',
        () => 'refused',
      ),
    );
    expect(outside).toBe('refused');
    await eventually(() => problems.join('\n')).toContain('policy: connect-src');
    await eventually(() => problems.join('\n')).toContain('policy: require-trusted-types-for');
    problems.length = 0;
  });

  test('a second use of the ticket is turned away', async () => {
    driver = await openWorkbench();
    const { page, shell, problems } = driver;
    const status = await page.evaluate(
      async ([ticket]) => {
        const body = new URLSearchParams({ ticket });
        return (await fetch('/open', { method: 'POST', body })).status;
      },
      [shell.ticket],
    );
    expect(status).toBe(403);
    expect(problems.splice(0).join()).toContain('403');
  });

  test('loads anew and is still signed in', async () => {
    driver = await openWorkbench();
    const { page, shell } = driver;
    await page.reload();
    await page.waitForFunction(() => (document.getElementById('app')?.textContent ?? '').length > 0);
    expect(page.url()).toBe(`${shell.origin}/app`);
  });

  test('an engine that was killed is told to the person, and the next call works', async () => {
    driver = await openWorkbench();
    const { page, shell, folder } = driver;
    const made = await new Promise((resolve) => {
      shell.engine.call(
        'vault.create',
        { path: join(folder, 'shop'), passphrase: 'correct horse' },
        (reply) => {
          if (!('progress' in reply)) resolve(reply);
        },
      );
    });
    expect(made, JSON.stringify(made)).toMatchObject({ ok: true });
    const pid = shell.engine.pid();
    expect(pid).toBeTypeOf('number');
    process.kill(pid as number, 'SIGKILL');
    await page.waitForFunction(() => (document.body.textContent ?? '').includes('The engine stopped'));
    const reply = await new Promise((resolve) => shell.engine.call('vault.status', {}, resolve));
    expect(reply).toMatchObject({ ok: false, error: { code: 'VAULT_LOCKED' } });
  });
});
