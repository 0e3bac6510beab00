/**
 * Settings of the person at this machine: what a window remembers between two sessions, whatever shell it runs in.
 * Places of vaults, choices and sizes; never anything of a customer.
 */
import * as v from 'valibot';
import { lensSchema } from '../plan.ts';
import { query } from './procedure.ts';

const place = v.pipe(v.string(), v.minLength(1), v.maxLength(4096));
const whole = (most: number) => v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(most));

/** Most vaults that are remembered, and most lenses: one a vault. */
export const MOST_RECENT = 12;
const MOST_COMMANDS = 200;

/**
 * A vault by its name and place: how many people or rows it holds is not for a file outside it. Not strict, so that
 * the counts which an earlier file holds are left behind as it is read, and the list stays.
 */
const recentSchema = v.object({
  name: v.pipe(v.string(), v.maxLength(255)),
  folder: place,
  openedAt: whole(8.64e15),
});

/** What can be remembered, each with its bounds. Everything is optional: what was never chosen is not there. */
export const settingsSchema = v.strictObject({
  theme: v.optional(v.picklist(['system', 'light', 'dark'])),
  /** Minutes without use after which the vault is locked; 0 never. */
  idle: v.optional(whole(24 * 60)),
  /** Of every step of an analysis that draws by chance. */
  seed: v.optional(whole(Number.MAX_SAFE_INTEGER)),
  /** Whether the list of jobs, and the inspector, are shown. */
  tray: v.optional(v.boolean()),
  side: v.optional(v.boolean()),
  /** Size of the browser window, outside, in pixels. */
  window: v.optional(v.strictObject({ width: whole(20_000), height: whole(20_000) })),
  /** Folder in which the last file, vault or folder was chosen. */
  folders: v.optional(
    v.strictObject({ file: v.optional(place), vault: v.optional(place), folder: v.optional(place) }),
  ),
  /** Vaults opened before, newest first. */
  recent: v.optional(v.pipe(v.array(recentSchema), v.maxLength(MOST_RECENT))),
  /** The lens last used with each of these vaults. */
  lenses: v.optional(
    v.pipe(v.array(v.strictObject({ folder: place, lens: lensSchema })), v.maxLength(MOST_RECENT)),
  ),
  /** How often each command was run, for the order of the palette. */
  uses: v.optional(
    v.pipe(
      v.record(v.pipe(v.string(), v.maxLength(64)), whole(1_000_000)),
      v.check((uses) => Object.keys(uses).length <= MOST_COMMANDS, `at most ${MOST_COMMANDS} commands`),
    ),
  ),
});

export type Settings = v.InferOutput<typeof settingsSchema>;
export type RecentVault = v.InferOutput<typeof recentSchema>;

/**
 * Both are questions: keeping a setting touches no vault, is on no record and waits for no job.
 * `settings.set` replaces the settings it names, leaves the others, and answers all.
 */
export const settingsProcedures = {
  'settings.get': query(v.strictObject({})).returns<Settings>(),
  'settings.set': query(v.strictObject({ changed: settingsSchema })).returns<Settings>(),
} as const;
