/** What was made from a lasso is taken back and done again, also after the program was ended in between. */
import type { Locator } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { type Driver, openWorkbench } from './driver.ts';
import { drawLasso, eventually, goTo, openRecent, openSample, SLOW, saveLasso, told } from './steps.ts';

let driver: Driver | null = null;
afterAll(() => driver?.close());

const WORDS = 'make “Drawn around” of a selection';

test(
  'a segment of a lasso is undone, redone, undone, and redone by the next session',
  async () => {
    driver = await openWorkbench();
    await openSample(driver);
    const { page, folder } = driver;
    await drawLasso(page);
    await saveLasso(page, 'Drawn around');
    await goTo(page, 'Segments');
    const entry = page.getByRole('option', { name: /Drawn around/ });
    await entry.waitFor();
    // Every step back and forth is a version of its own; the people are the same.
    const peopleOf = async (option: Locator): Promise<string> => (await option.innerText()).split('\n')[1];
    const people = await peopleOf(entry);
    await page.getByRole('button', { name: `Undo: ${WORDS}` }).click();
    expect(await told(page, 'Taken back:')).toContain(WORDS);
    await entry.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: `Redo: ${WORDS}` }).click();
    expect(await told(page, 'Done again:')).toContain(WORDS);
    await eventually(() => peopleOf(entry)).toBe(people);
    await page.getByRole('button', { name: `Undo: ${WORDS}` }).click();
    await entry.waitFor({ state: 'detached' });
    const first = driver;
    driver = null;
    await first.close({ keep: true });

    driver = await openWorkbench({ folder });
    const again = driver.page;
    await openRecent(again, 'sample', 'sample sample sample');
    await goTo(again, 'Segments');
    const back = again.getByRole('option', { name: /Drawn around/ });
    expect(await back.count()).toBe(0);
    await again.getByRole('button', { name: `Redo: ${WORDS}` }).click();
    await eventually(() => peopleOf(back)).toBe(people);
    await again.getByRole('button', { name: `Undo: ${WORDS}` }).click();
    await back.waitFor({ state: 'detached' });
  },
  3 * SLOW,
);
