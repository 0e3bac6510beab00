/** The built window as a map of exact names: what is not in the map does not exist, and no path is ever joined. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import type { Settings } from '../../shared/contract/settings.ts';
import { CloisterError } from '../../shared/errors.ts';

/** The page of the window. */
export const PAGE = '/app';

/** Where the window is built to. */
export const RENDERER = join(import.meta.dirname, '..', '..', 'dist', 'renderer');

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
  '.json': 'application/json; charset=utf-8',
};

export type Asset = { type: string; body: Buffer };

/**
 * Reads every file of the built window. The page itself is `/app`, everything else is called as its file.
 * @throws CloisterError NOT_FOUND when the window has not been built
 */
export const readAssets = (folder: string = RENDERER): ReadonlyMap<string, Asset> => {
  if (!existsSync(join(folder, 'index.html')))
    throw new CloisterError('NOT_FOUND', 'The window has not been built.', 'Run `npm start` once.');
  const assets = new Map<string, Asset>();
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const full = join(entry.parentPath, entry.name);
    const type = TYPES[extname(entry.name)];
    // Source maps and whatever else a build may leave are not part of the window.
    if (type === undefined) continue;
    const name = `/${relative(folder, full).split(sep).join('/')}`;
    assets.set(name === '/index.html' ? PAGE : name, { type, body: readFileSync(full) });
  }
  return assets;
};

const ROOT_TAG = '<html lang="en"';

/** The page with the theme its person chose, so that its first paint is in it. */
export const inTheme = (page: Asset | undefined, theme: Settings['theme']): Asset => {
  if (page === undefined) throw new Error('The built window has no page.');
  if (theme === undefined || theme === 'system') return page;
  const text = page.body.toString('utf8').replace(ROOT_TAG, `${ROOT_TAG} data-theme="${theme}"`);
  return { ...page, body: Buffer.from(text) };
};
