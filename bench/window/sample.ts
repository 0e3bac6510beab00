/** How long the sample project takes, told by the page itself: from the press of its button to its clusters on the screen. */
import type { Browser } from 'playwright-core';
import { type Opened, openPage } from './browser.ts';

/** Notes when the button is pressed, and the first frame after which the clusters are told. */
const WATCH = `
  addEventListener('click', () => { globalThis.pressed ??= performance.now(); }, { capture: true });
  globalThis.clustersShown = new Promise((done) => {
    const look = () => {
      if (!/clusters of/.test(document.querySelector('main')?.innerText ?? '')) return;
      watching.disconnect();
      requestAnimationFrame(() => setTimeout(() => done(performance.now() - globalThis.pressed)));
    };
    const watching = new MutationObserver(look);
    watching.observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  undefined`;

/** Opens the sample project in a window, where there is none yet. Milliseconds from the press to the painted clusters. */
export const openSample = async ({ page }: Opened): Promise<number> => {
  const button = page.getByRole('button', { name: 'Open the sample project' });
  await button.waitFor();
  await page.evaluate(WATCH);
  await button.click();
  return page.evaluate<number>('globalThis.clustersShown');
};

/** The same in a new window of a person who never opened it: the project is copied, its key derived, all computed. */
export const measureSample = async (browser: Browser, home: string): Promise<number> => {
  const opened = await openPage(browser, home);
  try {
    return await openSample(opened);
  } finally {
    await opened.close();
  }
};
