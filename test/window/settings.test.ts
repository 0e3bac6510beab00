/** What a window remembers: a second session, on another port and with another profile, begins as the first one ended. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { type Driver, openWorkbench } from './driver.ts';
import { eventually, goTo, inMain, openRecent, openSample, SLOW } from './steps.ts';

let driver: Driver | null = null;
afterAll(() => driver?.close());

/** Colour of the page before any of its scripts have run. */
const firstPaint = async ({ page, shell }: Driver): Promise<string> => {
  const bare = await page.context().newPage();
  await bare.route('**/*.js', (route) => route.fulfill({ body: '', contentType: 'text/javascript' }));
  await bare.goto(`${shell.origin}/app`);
  const colour = await bare.evaluate(() => {
    const { backgroundColor, colorScheme } = getComputedStyle(document.documentElement);
    return `${backgroundColor}, ${getComputedStyle(document.body).color}, ${colorScheme}`;
  });
  await bare.close();
  return colour;
};

test(
  'theme, lens, recent vaults, folders, seed and minutes survive the session',
  async () => {
    driver = await openWorkbench();
    const { folder } = driver;
    const light = await firstPaint(driver);
    await openSample(driver);
    const { page } = driver;
    await page.getByTitle('Theme', { exact: true }).click();
    await page.getByRole('menuitem', { name: 'Dark' }).click();
    await page.getByTitle('Purpose', { exact: true }).click();
    await page.getByRole('menuitem', { name: 'Analytics' }).click();
    await page.getByTitle('Vault', { exact: true }).click();
    await page.getByRole('menuitem', { name: 'Lock after 30 min' }).click();
    await page.getByRole('contentinfo').getByRole('button', { name: /^seed/ }).click();
    const seed = page.getByRole('dialog', { name: 'Seed' });
    await seed.getByLabel('Seed of the analysis').fill('7');
    await page.keyboard.press('Enter');
    await seed.waitFor({ state: 'hidden' });
    await goTo(page, 'Sources');
    await inMain(page, 'Import a file…').first().click();
    const dialog = page.getByRole('dialog', { name: 'Choose a file to import' });
    await dialog.getByLabel('Path').fill(join(folder, 'Cloister sample', 'sample-files'));
    await dialog.getByLabel('Path').press('Enter');
    await dialog.getByRole('row', { name: /^orders\.csv/ }).click();
    await dialog.getByRole('button', { name: 'Look at this file' }).click();
    await inMain(page, 'Check without loading').waitFor();
    const sizeKept = page.waitForResponse((answer) => {
      const asked = answer.request().postDataBuffer();
      return asked?.includes('settings.set') === true && asked.includes('height');
    });
    await page.setViewportSize({ width: 1300, height: 820 });
    await sizeKept;
    const first = driver;
    driver = null;
    await first.close({ keep: true });

    driver = await openWorkbench({ folder });
    expect(await firstPaint(driver)).not.toBe(light);
    const again = driver.page;
    expect(await again.evaluate(() => document.documentElement.dataset['theme'])).toBe('dark');
    await openRecent(again, 'sample', 'sample sample sample');
    await eventually(() => again.getByTitle('Purpose', { exact: true }).innerText()).toContain('Analytics');
    const status = again.getByRole('contentinfo');
    await eventually(() => status.getByRole('button', { name: /^seed/ }).innerText()).toContain('7');
    expect(await status.innerText()).toContain('after 30 min');
    await goTo(again, 'Sources');
    await inMain(again, 'Import a file…').first().click();
    await again
      .getByRole('dialog', { name: 'Choose a file to import' })
      .getByRole('row', { name: /^orders\.csv/ })
      .waitFor();
    await again.keyboard.press('Escape');
    // What is kept is about this machine and its person, not about anyone in a vault.
    const kept = readFileSync(join(folder, '.config', 'cloister', 'settings.json'), 'utf8');
    expect(Object.keys(JSON.parse(kept)).sort()).toEqual(
      ['folders', 'idle', 'lenses', 'recent', 'seed', 'theme', 'window'].sort(),
    );
    for (const vault of JSON.parse(kept).recent)
      expect(Object.keys(vault).sort()).toEqual(['folder', 'name', 'openedAt']);
  },
  4 * SLOW,
);
