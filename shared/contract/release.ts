/** Releases on their way out: prepared, waiting for the privacy officer, approved or denied; attacks on packages. */
import * as v from 'valibot';
import { exportSchema, lensSchema } from '../plan.ts';
import type { Release } from '../release.ts';
import type { ReleaseRisk } from '../risk.ts';
import type { ExportAnswer } from './answers.ts';
import { job, mutation, query } from './procedure.ts';
import type { LostSince } from './subjects.ts';

/** How a release differs from the one written before it; figures as printed. */
export type ReleaseDifference = {
  /** Name of the earlier release. */
  earlier: string;
  added: string[];
  removed: string[];
  /** Segments whose rule or printed number of people is another. */
  changed: { name: string; peopleBefore: number; people: number; ruleChanged: boolean }[];
  /** What is withheld now and was not before. */
  newlyWithheld: number;
};

/** A segment that is too near to what was published before, and to what. */
export type HeldSegment = { id: string; name: string; with: string };

/** What stands for a held segment: another rule, with the printed number of people and how many of them are its own. */
export type CoarserSegment = {
  /** Its name now, and the held one's. */
  name: string;
  segment: string;
  /** The sibling it was put together with, or null where its own rule was widened. */
  mergedWith: string | null;
  /** Both rules as sentences. */
  before: string;
  after: string;
  people: number;
  /** Share of its people who are of the held segment, from 0 to 1. */
  precision: number;
};

/** Noise of a release: ε of all its counts, the scale of each, what drawing costs now. Fractions as text. */
export type ReleaseNoise = {
  epsilon: string;
  scale: string;
  price: string;
  /** Whether the counts carry it already; a look at a release draws nothing. */
  drawn: boolean;
};

/** The noise budget of the vault; fractions as text. */
export type NoiseBudget = { spent: string; left: string; lifetime: string };

/** What the gate did with the segments that are too near to earlier releases. */
export type HeldOutcome = {
  held: HeldSegment[];
  /** Whether everyone admitted is too near as well, which no coarser rule mends. */
  everyoneHeld: boolean;
  coarser: CoarserSegment[];
  noise: ReleaseNoise | null;
};

/** A release as the gate clears it, before anything is written. */
export type ReleaseAnswer = HeldOutcome & {
  release: Release;
  raised: string[];
  changedCuts: string[];
  /** SHA-256 of the definition, by which packages name a release. */
  digest: string;
  /** How many files its package lists in the manifest; the manifest and the seal come besides. */
  files: number;
  /** How many earlier releases it was compared with. */
  compared: number;
  difference: ReleaseDifference | null;
  /** Whether an officer must approve it before it is written. */
  needsApproval: boolean;
};

export type RequestState = 'waiting' | 'denied' | 'written';
export type ReleaseRequest = {
  id: number;
  name: string;
  purpose: string;
  asOf: string;
  state: RequestState;
  /** UTC date and time. */
  preparedAt: string;
  decidedAt: string | null;
  /** What the officer said. */
  reason: string | null;
  segments: number;
  withheld: number;
  folder: string;
};
export type RequestAnswer = ReleaseRequest & { answer: ReleaseAnswer };

/** Whether releases wait for an officer, and whether that was said or follows from an officer being appointed. */
export type ApprovalSetting = { needed: boolean; from: 'setting' | 'officer' | 'no-officer' };

/** One attack on one or more packages: what was tried, and what it found. */
export type AttackLine = { attack: string; tried: string; found: string[] };
export type AttackAnswer = {
  packages: string[];
  /** The risk of each package, computed again from its printed sizes. */
  risks: { name: string; risk: ReleaseRisk }[];
  clean: boolean;
  attacks: AttackLine[];
};

const path = v.pipe(v.string(), v.minLength(1), v.maxLength(4096));
const seed = v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)), 42);
const id = v.pipe(v.number(), v.integer(), v.minValue(1));
const reason = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(400));
const what = { lens: lensSchema, export: exportSchema, seed };
const where = { folder: path, replace: v.optional(v.boolean(), false) };

export const releaseProcedures = {
  'release.preview': query(v.strictObject(what)).returns<ReleaseAnswer>(),
  'release.budget': query(v.strictObject({})).returns<NoiseBudget>(),
  /** Writes at once, or, where releases need approval, prepares and refuses with RELEASE_WAITING. */
  'release.write': job(v.strictObject({ ...what, ...where })).returns<ExportAnswer>(),
  /** Puts a release before the officer; nothing is written. */
  'release.prepare': mutation(v.strictObject({ ...what, ...where })).returns<RequestAnswer>(),
  'release.list': query(v.strictObject({})).returns<ReleaseRequest[]>(),
  'release.show': query(v.strictObject({ id })).returns<RequestAnswer>(),
  /** Writes a waiting release to its folder, or to another. */
  'release.approve': job(
    v.strictObject({
      id,
      folder: v.optional(path),
      replace: v.optional(v.boolean()),
      reason: v.optional(reason),
    }),
  )
    .officer()
    .returns<ExportAnswer>(),
  'release.deny': mutation(v.strictObject({ id, reason })).officer().returns<ReleaseRequest>(),
  /** The officer has looked at what a restored backup does not know; releases may leave again. */
  'release.acknowledge': mutation(v.strictObject({ reason })).officer().returns<{ acknowledged: number }>(),
  'release.lost': query(v.strictObject({})).returns<LostSince>(),
  'release.approval': query(v.strictObject({})).returns<ApprovalSetting>(),
  'release.setApproval': mutation(v.strictObject({ needed: v.boolean() }))
    .officer()
    .returns<ApprovalSetting>(),
  /** Reads the packages and nothing else. */
  'package.attack': query(
    v.strictObject({
      folders: v.pipe(v.array(path), v.minLength(1), v.maxLength(50)),
      /** A file of identifiers, one a line, to be tried against everything that looks like a hash. */
      dictionary: v.optional(path),
    }),
  ).returns<AttackAnswer>(),
};
