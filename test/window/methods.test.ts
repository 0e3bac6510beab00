/** The methods on Explore: chosen, fitted, cut with the keys, read as text, held against another clustering. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accessibility, type Driver, openWorkbench } from './driver.ts';
import { eventually, goTo, inMain, openSample, SLOW, told } from './steps.ts';

let driver: Driver;
beforeAll(async () => {
  driver = await openWorkbench();
  await openSample(driver);
}, 3 * SLOW);
afterAll(() => driver?.close());

const choose = async (method: string): Promise<void> => {
  const { page } = driver;
  await page.getByRole('main').getByLabel('Method', { exact: true }).selectOption(method);
  await inMain(page, 'Find again').click();
};
const model = () => driver.page.getByRole('complementary').getByText(/, version \d/);

describe('methods', () => {
  test('a fit waits for the catalogue, which may come late', async () => {
    const { page } = driver;
    await goTo(page, 'Features');
    let late = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      late = resolve;
    });
    await page.route('**/rpc', async (route) => {
      if (route.request().postData()?.includes('features.compute')) await held;
      await route.continue();
    });
    await goTo(page, 'Explore');
    const again = inMain(page, 'Find again');
    await again.waitFor();
    expect(await again.getAttribute('aria-disabled')).toBe('true');
    late();
    await eventually(() => again.getAttribute('aria-disabled')).not.toBe('true');
    await page.unroute('**/rpc');
  });

  test(
    'Ward: its tree is cut with the arrow keys, and the cut is fitted',
    async () => {
      const { page } = driver;
      await goTo(page, 'Explore');
      await choose('ward');
      await eventually(() => model().innerText()).toMatch(/^Ward, k = \d+, version 2/);
      const slider = page.getByLabel('Number of clusters at the cut');
      await slider.scrollIntoViewIfNeeded();
      const tree = page.locator('figure', { hasText: 'Tree of clusters' });
      await eventually(() => tree.locator('svg.chart text', { hasText: 'Cluster 1' }).count()).toBe(1);
      await tree.getByRole('button', { name: 'Show as a table' }).click();
      expect(await tree.locator('tbody tr').count()).toBeGreaterThan(2);
      await tree.getByRole('button', { name: 'Show as a chart' }).click();
      const pictures = process.env['CLOISTER_LOOK'];
      if (pictures !== undefined) await page.screenshot({ path: `${pictures}/ward.png` });
      const now = Number(await slider.inputValue());
      await slider.focus();
      await page.keyboard.press('ArrowRight');
      await inMain(page, `Cut into ${now + 1}`).click();
      await eventually(() => model().innerText()).toMatch(new RegExp(`^Ward, k = ${now + 1}, version 3`));
      expect(await page.getByText(/nearest, which is not how the tree was built/).count()).toBe(1);
      // A level above the cut becomes segments around the clusters.
      await tree.getByRole('button', { name: '2 groups' }).click();
      await tree.locator('svg.chart text', { hasText: /^A$/ }).waitFor();
      await tree.getByRole('button', { name: 'Make segments on 2 levels' }).click();
      await told(page, / of them holds? others\./);
      const listed = page.getByRole('listbox', { name: 'Segments' }).getByRole('option');
      await listed
        .filter({ hasText: /, inside / })
        .first()
        .waitFor();
      const depths = await listed.evaluateAll((options) =>
        options.map(({ className }) => className.includes('inside')),
      );
      expect([depths[0], depths[1]]).toEqual([false, true]);
      await goTo(page, 'Explore');
    },
    2 * SLOW,
  );

  test(
    'a mixture shows criteria and soft membership, a density its distances',
    async () => {
      const { page } = driver;
      await choose('mixture');
      await model()
        .filter({ hasText: /^Gaussian mixture/ })
        .waitFor({ timeout: SLOW });
      await page.locator('figure', { hasText: 'Information criteria' }).waitFor();
      await page.getByText(/with a probability below 80 %/).waitFor();
      await choose('hdbscan');
      await model()
        .filter({ hasText: /^HDBSCAN/ })
        .waitFor({ timeout: SLOW });
      await page.locator('figure', { hasText: 'Distance to the nearest people' }).waitFor();
    },
    2 * SLOW,
  );

  test(
    'a clustering is kept under a name, shown again later, and tells newcomers apart',
    async () => {
      const { page } = driver;
      await page.getByRole('main').getByLabel('Keep it as').fill('first try');
      await inMain(page, 'Keep').click();
      await page.getByText('Kept beside it: first try.').waitFor();
      await choose('single');
      await eventually(() => model().innerText()).toMatch(/^Single linkage/);
      const select = page.getByLabel('Compare with', { exact: true });
      await select.scrollIntoViewIfNeeded();
      await select.selectOption({
        label: (await select.locator('option', { hasText: 'first try' }).innerText()).trim(),
      });
      await inMain(page, 'Make it the current one').click();
      await eventually(() => model().innerText()).toMatch(/^HDBSCAN/);
      await page.getByLabel('as of').fill('2026-07-20');
      await page.getByLabel('as of').press('Enter');
      await page
        .getByText(/people were not there at the fit; each got the cluster of the nearest dense place/)
        .waitFor({ timeout: SLOW });
      await page.getByLabel('as of').fill('2026-07-01');
      await page.getByLabel('as of').press('Enter');
    },
    2 * SLOW,
  );

  test(
    'an older version is compared; nothing is out of reach of a screen reader',
    async () => {
      const { page } = driver;
      const select = page.getByLabel('Compare with', { exact: true });
      await select.scrollIntoViewIfNeeded();
      await select.selectOption({ label: 'version 1' });
      await page.getByText(/^ARI /).waitFor();
      expect(await accessibility(page)).toEqual([]);
      expect(driver.problems).toEqual([]);
    },
    SLOW,
  );
});
