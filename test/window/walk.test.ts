/** The sample project from the first click through all eight stages, with nothing to complain of on any of them. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accessibility, type Driver, openWorkbench } from './driver.ts';

const STAGES = ['Sources', 'Consent', 'Features', 'Explore', 'Segments', 'Personas', 'Export', 'Audit'];
/** Where pictures of the stages are kept, if anybody wants to see them. */
const pictures = process.env['CLOISTER_PICTURES'];

let driver: Driver;
beforeAll(async () => {
  driver = await openWorkbench();
  const { page } = driver;
  await page.getByRole('button', { name: 'Open the sample project' }).click();
  await page.getByRole('link', { name: /^Explore/, exact: false }).waitFor();
  await page.waitForURL(/#explore$/, { timeout: 120_000 });
}, 180_000);
afterAll(() => driver?.close());

const go = async (name: string): Promise<void> => {
  const { page } = driver;
  await page
    .getByRole('link', { name: new RegExp(`^${name}`) })
    .first()
    .click();
  await page.locator('main').first().waitFor();
  // Long enough for what a stage asks the engine and draws.
  await page.waitForTimeout(1500);
};

describe.each(STAGES)('the sample project: %s', (name) => {
  test('shows without an error, anything refused or anything asked outside', async () => {
    const { page, problems } = driver;
    await go(name);
    if (pictures !== undefined) {
      mkdirSync(pictures, { recursive: true });
      await page.screenshot({ path: join(pictures, `${name.toLowerCase()}.png`) });
    }
    expect(problems.splice(0)).toEqual([]);
  });
  test('can be read and worked by everybody (axe)', async () => {
    await go(name);
    expect(await accessibility(driver.page)).toEqual([]);
  });
});
