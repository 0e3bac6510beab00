/**
 * A failed test of the window explains itself: address, dialogs, short messages, jobs, what has the focus and the text
 * of the page go to standard error, for whoever can only read the log of a machine far away.
 */
import type { Page } from 'playwright-core';

/** Longest text of the work area that is printed. */
const MOST = 3000;

/** The page as it stands, in words. Asks the page once, and gives up after a while: it may hang itself. */
export const describePage = async (page: Page): Promise<string> => {
  const look = page.evaluate((most) => {
    const texts = (selector: string): string[] =>
      [...document.querySelectorAll<HTMLElement>(selector)].map((found) =>
        found.innerText.replaceAll(/\s*\n\s*/g, ' | '),
      );
    const active = document.activeElement;
    const off = [...document.querySelectorAll<HTMLElement>('[aria-disabled="true"]')].map(
      (found) => `${found.innerText || found.getAttribute('aria-label')} (${found.title})`,
    );
    return {
      dialogs: texts('[role="dialog"]'),
      menus: texts('[role="menu"]'),
      messages: texts('.toastbox'),
      jobs: texts('.tray .job'),
      status: texts('[role="contentinfo"], footer'),
      focus: active === null ? 'nowhere' : active.outerHTML.slice(0, 200),
      off,
      main: texts('main').join('\n').slice(0, most),
    };
  }, MOST);
  const late = new Promise<string>((resolve) => {
    setTimeout(resolve, 5000, 'the page does not answer').unref();
  });
  const found = await Promise.race([look.catch((error: unknown) => `cannot be asked: ${error}`), late]);
  const told = typeof found === 'string' ? found : JSON.stringify(found, null, 2);
  return `The window at ${page.url()}\n${told}\n`;
};
