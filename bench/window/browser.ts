/** A browser without a screen, and the window in it, signed in as a person is. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import packed from '@sparticuz/chromium';
import { type Browser, chromium, type Page } from 'playwright-core';
import { writeOpener } from '../../cli/shell/pages.ts';
import { type Shell, startShell } from '../../cli/shell/server.ts';
import { WATCH_TASKS } from './page.ts';

/** The flags of the packed browser that would make it another one: everything in one process, no isolation. */
const WEAKENING = /web-security|site-isolation|insecure|single-process|IsolateOrigins|ignore-cert|headless/i;

/** Starts the browser; close it in any case. */
export const launchBrowser = async (): Promise<Browser> =>
  chromium.launch({
    executablePath: await packed.executablePath(),
    args: [...packed.args.filter((flag) => !WEAKENING.test(flag)), '--no-sandbox'],
    headless: true,
  });

export type Opened = { page: Page; shell: Shell; close(): Promise<void> };

/** Opens the window that was built into `renderer` (the product's own unless given), at home in `home`. */
export const openPage = async (browser: Browser, home: string, renderer?: string): Promise<Opened> => {
  mkdirSync(home, { recursive: true });
  const shell = await startShell({
    info: { kind: 'browser', reason: 'a bench', vault: null },
    patience: 600_000,
    env: { ...process.env, HOME: home, USERPROFILE: home },
    ...(renderer === undefined ? {} : { renderer }),
  });
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' });
  const page = await context.newPage();
  page.setDefaultTimeout(120_000);
  await page.addInitScript(WATCH_TASKS);
  const opener = writeOpener(join(home), shell.origin, shell.ticket);
  await page.goto(opener.url);
  await page.waitForURL(`${shell.origin}/app`);
  return {
    page,
    shell,
    close: async () => {
      await context.close();
      await shell.close();
      opener.remove();
    },
  };
};
