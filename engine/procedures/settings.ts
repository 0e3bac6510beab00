/**
 * Settings in the person's own folder for such things, as a small file that only they can read. What cannot be read
 * counts as never chosen, setting by setting; every write replaces the whole file at once.
 */
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { type Settings, settingsSchema } from '../../shared/contract/settings.ts';
import { writeFileAtomic } from '../vault/files.ts';
import type { Handlers } from './handler.ts';

/** Longest file that is read, in characters; the bounds of the settings stay far below it. */
const MOST_TEXT = 1_000_000;

type Environment = Readonly<Record<string, string | undefined>>;

/** A path that counts: the XDG standard ignores relative ones. */
const named = (path: string | undefined): path is string =>
  path !== undefined && /^(\/|[A-Za-z]:[\\/])/.test(path);

/**
 * Where settings are kept: `$XDG_CONFIG_HOME/cloister` (XDG Base Directory 0.8), `~/Library/Application Support/Cloister`
 * on a Mac, `%APPDATA%\Cloister` on Windows.
 */
export const settingsFile = (env: Environment = process.env, platform = process.platform): string => {
  const home = (platform === 'win32' ? env['USERPROFILE'] : env['HOME']) || homedir();
  const { XDG_CONFIG_HOME: xdg, APPDATA: roaming } = env;
  const folder =
    platform === 'win32'
      ? join(named(roaming) ? roaming : join(home, 'AppData', 'Roaming'), 'Cloister')
      : platform === 'darwin'
        ? join(home, 'Library', 'Application Support', 'Cloister')
        : join(named(xdg) ? xdg : join(home, '.config'), 'cloister');
  return join(folder, 'settings.json');
};

/** The value of a JSON text; null when it is none. */
const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    // A file that somebody broke: as if nothing had been chosen.
    if (error instanceof SyntaxError) return null;
    throw error;
  }
};

/** The settings kept in a file; those that are missing or not valid were never chosen. */
export const readSettings = (file: string): Settings => {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // Nothing was kept yet, or the person may not look there: the window works without.
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EACCES' || code === 'EISDIR') return {};
    throw error;
  }
  const value = text.length > MOST_TEXT ? null : parseJson(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  const kept: Record<string, unknown> = {};
  for (const [key, schema] of Object.entries(settingsSchema.entries)) {
    if (!Object.hasOwn(value, key)) continue;
    const parsed = v.safeParse(schema, (value as Record<string, unknown>)[key]);
    if (parsed.success) kept[key] = parsed.output;
  }
  return kept as Settings;
};

export const settingsHandlers: Handlers<'settings.get' | 'settings.set'> = {
  'settings.get': () => readSettings(settingsFile()),
  'settings.set': ({ changed }) => {
    const file = settingsFile();
    const settings = { ...readSettings(file), ...changed };
    writeFileAtomic(file, `${JSON.stringify(settings, null, 2)}\n`);
    return settings;
  },
};
