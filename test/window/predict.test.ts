/** Predict: fitted in the window, looked at, its tests beside it, and a band of chances saved as a segment. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessibility, type Driver, openWorkbench } from './driver.ts';
import { eventually, goTo, inMain, openSample, SLOW, told } from './steps.ts';

let driver: Driver;
beforeAll(async () => {
  driver = await openWorkbench();
  await openSample(driver);
}, 3 * SLOW);
afterAll(() => driver?.close());

test('a prediction is fitted, told with its doubts, and becomes a segment', {
  timeout: 3 * SLOW,
}, async () => {
  const { page } = driver;
  await page.getByRole('tab', { name: 'Predict' }).click();
  const main = page.getByRole('main');
  // The sample comes with one, fitted otherwise.
  await main.getByRole('heading', { name: 'Errors by Plan' }).waitFor();
  await page.getByText(/^Histogram gradient boosting/).waitFor();
  await main.getByLabel('Method').selectOption('forest');
  await main.getByLabel('Compare groups of').selectOption({ index: 1 });
  await main.getByLabel('Days').fill('x');
  expect(await inMain(page, 'Fit again').getAttribute('aria-disabled')).toBe('true');
  await main.getByLabel('Days').fill('60');
  await inMain(page, 'Fit again').click();
  await main.getByText(/No order in the 60 days after: AUC 0\.[6-9]/).waitFor({ timeout: SLOW });
  await page.getByText(/^A random forest/).waitFor();
  for (const name of [
    'Told apart',
    'Chances kept',
    'Whom to flag',
    'What it looks at',
    'People now, by chance',
  ])
    await main.getByRole('heading', { name }).waitFor();
  await page.getByText(/^Seed \d+\. The same files/).waitFor();
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
        await page.screenshot({ path: `${pictures}/predict-${theme}-${width}.png` });
      }
  const price = main.getByRole('slider', { name: 'A miss costs' });
  const matrix = main.getByRole('img', { name: 'Whom to flag' });
  const [costs, cells] = [await price.getAttribute('aria-valuetext'), await matrix.textContent()];
  await price.press('End');
  expect([costs, await price.getAttribute('aria-valuetext')]).toEqual(['2 false alarms', '100 false alarms']);
  expect(await matrix.textContent()).not.toBe(cells);
  await price.press('Home');
  const flagged = Number(
    (await main.getByText(/^from a chance of/).innerText()).match(/chance of ([\d.]+)/)?.[1],
  );
  expect(flagged).toBeGreaterThan(0.5);
  await inMain(page, 'Save as segment').click();
  await told(page, 'is a segment now');
  await goTo(page, 'Segments');
  await eventually(() => page.getByText('Likely: churn').first().isVisible()).toBe(true);
  // The threshold that was moved to is that of the segment.
  await page.getByRole('option', { name: /Likely: churn/ }).click();
  await eventually(async () => {
    const rule = await page.locator('p.sentence').innerText();
    return Number(rule.match(/Churn score is at least ([\d.]+\d)/)?.[1]).toFixed(2);
  }).toBe(flagged.toFixed(2));
});
