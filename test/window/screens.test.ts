/** Every screen of the sample project, light and dark, wide and narrow: nothing cut, nothing to complain of, as it was. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cut, cutHeads } from './cut.ts';
import { accessibility, type Driver, openWorkbench } from './driver.ts';
import { goTo, openSample, SLOW } from './steps.ts';

const KEPT = join(dirname(fileURLToPath(import.meta.url)), '../../docs/screens');
const NOTE = join(KEPT, 'README.md');
const WRITE = process.env['CLOISTER_SCREENS'] === 'write';
const STAGES = ['Sources', 'Consent', 'Features', 'Explore', 'Segments', 'Personas', 'Export', 'Audit'];
const SIZES = [
  [1440, 900],
  [1024, 700],
] as const;
const THEMES = ['light', 'dark'] as const;
/** Channels that differ by more than this count as a different pixel. */
const MUCH = 48;
const MOST_SHARE = 0.03;

let driver: Driver;
/** What drew the pictures: the browser and the fonts the page has; two machines with the same draw the same. */
let drawnBy = '';
beforeAll(async () => {
  driver = await openWorkbench();
  const fonts = await driver.page.evaluate(() => {
    const pen = document.createElement('canvas').getContext('2d');
    const { fontFamily } = getComputedStyle(document.body);
    return [fontFamily, 'monospace'].map((family) => {
      if (pen !== null) pen.font = `16px ${family}`;
      return (pen?.measureText('Hamburgefonstiv 0123456789').width ?? 0).toFixed(3);
    });
  });
  const version = driver.page.context().browser()?.version() ?? 'unknown';
  drawnBy = `Drawn by Chromium ${version}, widths of text ${fonts.join(' and ')}.`;
  mkdirSync(KEPT, { recursive: true });
  if (WRITE)
    writeFileSync(
      NOTE,
      `# Screens\n\nThe welcome and every stage of the sample project, in both themes and two sizes. Written by the tests with\n\`CLOISTER_SCREENS=write\`; compared by them on a machine that draws alike. Places on disk and hours are hidden.\n\n${drawnBy}\n`,
    );
}, 3 * SLOW);
afterAll(() => driver?.close());

/** Texts that show where this run lives, or when: hidden, so that a picture tells nothing of a machine. */
const hideTraces = async (): Promise<void> => {
  await driver.page.evaluate((folder) => {
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node !== null; node = walk.nextNode()) {
      const text = node.textContent ?? '';
      const holder = node.parentElement;
      if (holder === null) continue;
      const personal =
        text.includes(folder) ||
        /\b\d{2}:\d{2}\b|\bdone in\b|\b[0-9a-f]{4} [0-9a-f]{4}\b|[0-9a-f]{32}/.test(text);
      if (personal) holder.style.visibility = 'hidden';
    }
  }, driver.folder);
};

/** Part of the pixels that differ by much; all of them when the size does. */
const difference = (a: PNG, b: PNG): number => {
  if (a.width !== b.width || a.height !== b.height) return 1;
  let differing = 0;
  const much = (at: number): boolean => Math.abs(a.data[at] - b.data[at]) > MUCH;
  for (let at = 0; at < a.data.length; at += 4) if (much(at) || much(at + 1) || much(at + 2)) differing += 1;
  return differing / (a.width * a.height);
};

/** Looks at what is on the screen: nothing cut, no finding of axe, no complaint; then holds it against the kept picture. */
const holdPicture = async (name: string, theme: string, width: number): Promise<void> => {
  const { page, problems } = driver;
  await page.mouse.move(0, 0);
  await driver.atRest();
  expect(await cut(page)).toEqual([]);
  expect(await cutHeads(page)).toEqual([]);
  expect(await accessibility(page)).toEqual([]);
  await hideTraces();
  const drawn = await page.screenshot();
  // What was hidden comes back with a fresh drawing.
  await page.reload();
  await page.getByRole('heading').first().waitFor();
  expect(problems.splice(0)).toEqual([]);

  const path = join(KEPT, `${name}-${theme}-${width}.png`);
  if (WRITE) {
    writeFileSync(path, drawn);
    return;
  }
  const comparable = existsSync(path) && existsSync(NOTE) && readFileSync(NOTE, 'utf8').includes(drawnBy);
  if (!comparable) {
    console.warn(
      `${name}, ${theme}, ${width}: not compared, the kept picture was drawn by another browser or font`,
    );
    return;
  }
  const differs = difference(PNG.sync.read(readFileSync(path)), PNG.sync.read(drawn));
  expect(differs, `${(100 * differs).toFixed(2)} % of ${path} differ`).toBeLessThanOrEqual(MOST_SHARE);
};

const setTheStage = async (width: number, height: number, theme: 'light' | 'dark'): Promise<void> => {
  await driver.page.setViewportSize({ width, height });
  await driver.page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
};

describe('before a vault is open', () => {
  describe.each(SIZES)('at %d by %d', (width, height) => {
    test.each(THEMES)('Welcome, %s', async (theme) => {
      await setTheStage(width, height, theme);
      await holdPicture('welcome', theme, width);
    });
  });
});

describe('in the sample project', () => {
  beforeAll(() => openSample(driver), 3 * SLOW);
  describe.each(SIZES)('at %d by %d', (width, height) => {
    describe.each(THEMES)('in the %s theme', (theme) => {
      beforeAll(() => setTheStage(width, height, theme));
      test.each(STAGES)('%s', async (stage) => {
        await goTo(driver.page, stage);
        await holdPicture(stage.toLowerCase(), theme, width);
      });
    });
  });
});
