/** Value: customer value fitted in the window, tested, told with its doubts, and one history explained. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessibility, type Driver, openWorkbench } from './driver.ts';
import { goTo, inMain, openSample, SLOW } from './steps.ts';

let driver: Driver;
beforeAll(async () => {
  driver = await openWorkbench();
  await openSample(driver);
}, 3 * SLOW);
afterAll(() => driver?.close());

test('customer value is fitted with its test, matrices and doubts, and explains a history', {
  timeout: 3 * SLOW,
}, async () => {
  const { page } = driver;
  await goTo(page, 'Explore');
  await page.getByRole('tab', { name: 'Value' }).click();
  const main = page.getByRole('main');
  // The sample comes fitted; taken back, the screen says what would be there.
  await main.getByText(/expected to buy .* times in 12 months, worth/).waitFor({ timeout: SLOW });
  await page.getByRole('button', { name: 'Undo: Customer value fitted' }).click();
  await main.getByText('Customer value is not modelled yet.').waitFor();
  await main.getByLabel('Months ahead').fill('0');
  expect(await inMain(page, 'Fit and test').first().getAttribute('aria-disabled')).toBe('true');
  await main.getByLabel('Months ahead').fill('6');
  await main.getByLabel('Model of purchases').selectOption('bg-nbd');
  await inMain(page, 'Fit and test').first().click();
  await main.getByText(/expected to buy .* times in 6 months, worth/).waitFor({ timeout: SLOW });
  for (const name of [
    'Bought and expected',
    'Test on time kept back',
    'P(alive)',
    'Expected purchases',
    'Who it comes from',
  ])
    await main.getByRole('heading', { name, exact: true }).waitFor();
  const inspector = page.getByRole('complementary');
  await inspector.getByText(/BG\/NBD takes everybody who bought once/).waitFor();
  await inspector
    .getByText(/Converged after/)
    .first()
    .waitFor();
  await inspector.getByRole('button', { name: 'Explain', exact: true }).click();
  await inspector.getByText(/after 30 days of silence the chance/).waitFor();
  expect(await accessibility(page)).toEqual([]);
  const pictures = process.env['CLOISTER_LOOK'];
  if (pictures !== undefined)
    for (const theme of ['light', 'dark'] as const)
      for (const [width, height] of [
        [1440, 900],
        [1024, 700],
      ]) {
        await page.setViewportSize({ width, height });
        await page.emulateMedia({ colorScheme: theme });
        await page.screenshot({ path: `${pictures}/value-${theme}-${width}.png` });
        await main.getByRole('heading', { name: 'Who it comes from' }).scrollIntoViewIfNeeded();
        await page.screenshot({ path: `${pictures}/value-low-${theme}-${width}.png` });
        await main.getByRole('heading', { name: 'Value' }).first().scrollIntoViewIfNeeded();
      }
  await main.getByRole('figure').nth(2).getByRole('button', { name: 'Show as a table' }).click();
  await main.getByRole('columnheader', { name: 'Days silent' }).waitFor();
});
