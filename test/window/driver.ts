/**
 * A real window: in a headless browser, signed in the way a person's is, through the file with the ticket; or in
 * Electron. Whatever the page complains of (an error on the console, something the content policy refused, a request
 * to anywhere but its own server) is collected, and closing the driver fails on it.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import packed from '@sparticuz/chromium';
import axe from 'axe-core';
import { type Browser, type BrowserContext, chromium, type Page, type Request } from 'playwright-core';
import { BROWSER_LOCKS } from '../../cli/shell/browser.ts';
import { writeOpener } from '../../cli/shell/pages.ts';
import { type Shell, startShell } from '../../cli/shell/server.ts';
import { IN_ELECTRON, openElectron } from './electron-window.ts';
import { describePage } from './explain.ts';
import { drawnWithInter } from './fonts.ts';

export type DriverOptions = {
  width?: number;
  height?: number;
  theme?: 'light' | 'dark';
  /** The vault that the window is told to offer. */
  vault?: string;
  /** The home of an earlier run, which `close` was told to keep. */
  folder?: string;
};

export type Driver = {
  page: Page;
  /** The loopback shell; Electron has none, and asking for it there throws. */
  readonly shell: Shell;
  /** A folder for this run, removed at the end. */
  folder: string;
  /** What the page complained of so far. A test that provokes a complaint takes it out again. */
  problems: string[];
  /**
   * Waits until the engine owes no answer and the page has drawn them: nothing in it changes or moves for so many
   * milliseconds.
   */
  atRest(quiet?: number): Promise<void>;
  /** Ends everything; the folder may be kept for a next run. @throws Error naming every problem that is left */
  close(options?: { keep: boolean }): Promise<void>;
};

/** An environment in which a folder is the person's home, with nothing in it. */
const homeIn = (folder: string): NodeJS.ProcessEnv => ({
  ...process.env,
  HOME: folder,
  USERPROFILE: folder,
  XDG_CONFIG_HOME: join(folder, '.config'),
  APPDATA: join(folder, '.config'),
});

/** Drivers that are open now. */
const opened = new Set<Driver>();
/** Says on standard error what each shows. */
export const tellOpened = async (): Promise<void> => {
  for (const { page, problems } of opened)
    process.stderr.write(`${await describePage(page)}complaints: ${JSON.stringify(problems)}\n`);
};

/** Reports what the content policy refuses; runs in the page before its own scripts. */
const reportViolations = (): void => {
  document.addEventListener('securitypolicyviolation', (event) => {
    const { violatedDirective, blockedURI, sourceFile, lineNumber, sample } = event;
    console.error(
      `policy: ${violatedDirective} refused ${blockedURI} at ${sourceFile}:${lineNumber} ${sample}`,
    );
  });
};

/** Collects what a page complains of; the answer is the questions to the engine that are under way. */
const watch = (
  context: BrowserContext,
  page: Page,
  origin: string,
  problems: string[],
): ReadonlySet<Request> => {
  const asked = new Set<Request>();
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`console: ${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => problems.push(`error: ${error.stack ?? error.message}`));
  page.on('crash', () => problems.push('the page crashed'));
  context.on('requestfinished', (request) => asked.delete(request));
  context.on('requestfailed', (request) => asked.delete(request));
  context.on('request', (request) => {
    const url = new URL(request.url());
    if (url.pathname === '/rpc') asked.add(request);
    // Node gives `app:` no origin of its own, so addresses are compared as they are written.
    if (url.href.startsWith(`${origin}/`) || ['data:', 'blob:', 'file:'].includes(url.protocol)) return;
    problems.push(`request to ${url.href}`);
  });
  return asked;
};

/** Resolves when nothing in the page has changed or moved for so many milliseconds. Runs in the page. */
const stillFor = (quiet: number): Promise<void> =>
  new Promise((resolve) => {
    let since = performance.now();
    const observer = new MutationObserver(() => {
      since = performance.now();
    });
    observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
    const look = (): void => {
      const now = performance.now();
      if (document.getAnimations().some(({ playState }) => playState === 'running')) since = now;
      if (now - since < quiet) {
        requestAnimationFrame(look);
        return;
      }
      observer.disconnect();
      resolve();
    };
    look();
  });

/** Longer in Electron, where questions to the engine are not seen under way. */
const QUIET = IN_ELECTRON ? 1000 : 250;

/** Flags that the packed browser proposes and that would take away the locks this is about. */
const WEAKENING = /web-security|site-isolation|insecure|single-process|IsolateOrigins|ignore-cert|headless/i;
/** Those for a graphics card that is imitated: it costs more than all else, and nothing in the window is drawn by one. */
const IMITATED = /gpu|angle|swiftshader/;

let started: Promise<Browser> | null = null;

/** One browser for all windows of this process, each of which is a profile of its own. It ends with the process. */
const startBrowser = (): Promise<Browser> => {
  started ??= (async () => {
    const fonts = mkdtempSync(join(tmpdir(), 'cloister-fonts-'));
    process.once('exit', () => rmSync(fonts, { recursive: true, force: true }));
    return chromium.launch({
      env: { ...process.env, ...drawnWithInter(fonts) },
      executablePath: await packed.executablePath(),
      // With the locks that the product gives a person's browser.
      args: [
        ...packed.args.filter((flag) => !WEAKENING.test(flag) && !IMITATED.test(flag)),
        ...BROWSER_LOCKS,
        '--no-sandbox',
        '--disable-gpu',
      ],
      headless: true,
    });
  })();
  return started;
};

/** What axe finds wrong on the page as it stands: rule, how grave, where. */
export const accessibility = async (page: Page): Promise<string[]> => {
  // Evaluated through the debugger, so the content policy of the page stays as it is.
  await page.evaluate(`${axe.source}; undefined`);
  const { violations } = (await page.evaluate('axe.run()')) as axe.AxeResults;
  return violations.flatMap(({ id, impact, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} (${impact}) ${target.join(' ')}: ${failureSummary}`),
  );
};

/** Starts the shell and opens the window in it. Close it in any case. */
export const openWorkbench = async (options: DriverOptions = {}): Promise<Driver> => {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'cloister-window-test-'));
  const problems: string[] = [];
  let context: BrowserContext | null = null;
  let shell: Shell | null = null;
  let endElectron: (() => Promise<void>) | null = null;
  const end = async (keep = false): Promise<void> => {
    await endElectron?.();
    await context?.close();
    await shell?.close();
    if (!keep) rmSync(folder, { recursive: true, force: true });
  };
  const asDriver = (page: Page, asked: ReadonlySet<Request>): Driver => {
    const driver: Driver = {
      page,
      get shell() {
        if (shell === null) throw new Error('there is no loopback shell in Electron');
        return shell;
      },
      folder,
      problems,
      atRest: async (quiet = QUIET) => {
        do await page.evaluate(stillFor, quiet);
        while (asked.size > 0);
      },
      close: async (how) => {
        opened.delete(driver);
        await end(how?.keep);
        if (problems.length > 0) throw new Error(`the window complained:\n${problems.join('\n')}`);
      },
    };
    opened.add(driver);
    return driver;
  };
  try {
    if (IN_ELECTRON) {
      const electron = await openElectron(homeIn(folder), folder);
      endElectron = electron.end;
      const asked = watch(electron.application.context(), electron.page, 'app://workbench', problems);
      await electron.page.setViewportSize({ width: options.width ?? 1440, height: options.height ?? 900 });
      await electron.page.emulateMedia({ colorScheme: options.theme ?? 'light', reducedMotion: 'reduce' });
      return asDriver(electron.page, asked);
    }
    shell = await startShell({
      info: { kind: 'browser', reason: 'a test', vault: options.vault ?? null },
      // A test closes the shell itself; a slow machine must not do it in between.
      patience: 60_000,
      // The sample and the file chooser begin in the person's home; settings are kept there too.
      env: homeIn(folder),
    });
    const browser = await startBrowser();
    context = await browser.newContext({
      viewport: { width: options.width ?? 1440, height: options.height ?? 900 },
      colorScheme: options.theme ?? 'light',
      reducedMotion: 'reduce',
      locale: 'en-GB',
    });
    const page = await context.newPage();
    const asked = watch(context, page, shell.origin, problems);
    await page.addInitScript(reportViolations);
    const opener = writeOpener(folder, shell.origin, shell.ticket);
    await page.goto(opener.url);
    await page.waitForURL(`${shell.origin}/app`);
    return asDriver(page, asked);
  } catch (error) {
    await end();
    throw error;
  }
};
