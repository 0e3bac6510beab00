/**
 * `app://workbench/`: the built page, served from an exact map of its files. The path of a request is looked up,
 * never joined to a folder, so nothing outside the map can be named.
 */
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { SECURITY_HEADERS } from '../../shared/security.ts';
import { isOwnUrl, SCHEME } from './origin.ts';

/** Scheme privileges; registered before the application is ready. */
export const APP_SCHEME = {
  scheme: SCHEME,
  privileges: { standard: true, secure: true, supportFetchAPI: true },
} as const;

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
};

/** Path of a request (`/assets/x.js`) to the file that answers it. */
export type FileMap = ReadonlyMap<string, string>;

/** Maps every servable file below `folder`; a file of an unknown type is not served. */
export const mapFiles = (folder: string): FileMap => {
  const map = new Map<string, string>();
  const walk = (at: string, prefix: string): void => {
    for (const entry of readdirSync(at, { withFileTypes: true })) {
      const full = join(at, entry.name);
      if (entry.isDirectory()) walk(full, `${prefix}${entry.name}/`);
      else if (entry.isFile() && extname(entry.name) in TYPES) map.set(prefix + entry.name, full);
    }
  };
  walk(folder, '/');
  const start = map.get('/index.html');
  if (start !== undefined) map.set('/', start);
  return map;
};

const refuse = (status: number, text: string): Response =>
  new Response(text, {
    status,
    headers: { ...SECURITY_HEADERS, 'Content-Type': 'text/plain; charset=utf-8' },
  });

/** Answers requests of the page from the map: GET only, our host only, exact names only. */
export const createAnswer =
  (files: FileMap) =>
  async (request: Request): Promise<Response> => {
    if (request.method !== 'GET') return refuse(405, 'Only GET is answered.');
    if (!isOwnUrl(request.url)) return refuse(404, 'Not found.');
    const { pathname, search } = new URL(request.url);
    const file = search === '' ? files.get(pathname) : undefined;
    if (file === undefined) return refuse(404, 'Not found.');
    const body = await readFile(file);
    return new Response(new Uint8Array(body), {
      status: 200,
      headers: { ...SECURITY_HEADERS, 'Content-Type': TYPES[extname(file)] },
    });
  };
