/**
 * exports: the only room that writes what comes from customer data outside the vault. It receives a release that
 * the gate cleared, and nothing else: `exportDefinitions` makes the files of every chosen target in memory,
 * `stagePackage` puts them into place with README, manifest and seal, `verifyPackage` lets anyone check the folder.
 * The reports are made in `report/`. The same cleared release gives the same bytes.
 */
import { CloisterError } from '../../shared/errors.ts';
import type { Cleared, ExportFile, Release } from '../../shared/release.ts';
import { requireCleared } from '../privacy/gate/seal.ts';
import { writeBraze } from './braze.ts';
import { writeDefinition } from './definition.ts';
import { writeHubspot } from './hubspot.ts';
import { byPath, type NotExpressed } from './manifest.ts';
import { writeOverview } from './overview.ts';
import { pathProblem } from './paths.ts';
import type { WarehouseNames } from './sql/names.ts';
import { DIALECTS, writeSql } from './sql/sql.ts';
import { TARGETS, type Target, type TargetExport, type TargetFields } from './targets.ts';

export { definitionText } from './definition.ts';
export { manifestText, SEAL_PATH, sha256 } from './manifest.ts';
export { assemblePackage, checkDestination, stagePackage } from './package.ts';
export { sealText } from './seal.ts';
export { DEFAULT_NAMES, type WarehouseNames } from './sql/names.ts';
export { TARGETS, type Target, type TargetExport, type TargetFields } from './targets.ts';
export { verifyPackage } from './verify.ts';

export type ExportOptions = {
  /** Default: all of them. */
  targets?: readonly Target[];
  /** Names of the warehouse's tables and columns; default `DEFAULT_NAMES`. */
  warehouse?: WarehouseNames;
  /** Properties of each CRM that differ from the defaults. */
  fields?: Partial<Record<'hubspot' | 'braze', TargetFields>>;
};

export type DefinitionExport = {
  /** The definition, its schema, the overview and the files of every target, sorted by path. */
  files: ExportFile[];
  targets: TargetExport[];
  /** What no file says, because its target cannot. */
  notExpressed: NotExpressed[];
};

const writeTarget = (release: Cleared<Release>, target: Target, options: ExportOptions): TargetExport => {
  switch (target) {
    case 'hubspot':
      return writeHubspot(release, options.fields?.hubspot);
    case 'braze':
      return writeBraze(release, options.fields?.braze);
    case 'sqlite':
    case 'postgresql':
      return writeSql(release, DIALECTS[target], options.warehouse);
  }
};

/** The target of a word a person typed. @throws CloisterError USAGE */
export const parseTarget = (word: string): Target => {
  const found = TARGETS.find((target) => target === word);
  if (found === undefined)
    throw new CloisterError('USAGE', `There is no target “${word}”.`, `Choose from ${TARGETS.join(', ')}.`);
  return found;
};

const checkIds = (release: Release): void => {
  const seen = new Set<string>();
  for (const { id } of release.segments) {
    const problem = id.includes('/') ? 'it holds a slash' : pathProblem(id);
    if (problem !== null || id.includes('.') || seen.has(id.toLowerCase()))
      throw new CloisterError(
        'RULE_INVALID',
        `The segment id ${JSON.stringify(id)} cannot name a file: ${problem ?? (id.includes('.') ? 'it holds a dot' : 'it is taken')}.`,
        'Give the segment another id of letters, digits, hyphens and underscores.',
      );
    seen.add(id.toLowerCase());
  }
};

/**
 * The definition files of a release: `segments.json`, `segments.schema.json`, `segments.csv`, and per target the
 * files of every segment it can say.
 * @throws CloisterError PRIVACY_REFUSED when the release was not cleared; RULE_INVALID when a segment id cannot
 * name a file; MAPPING_INVALID when a warehouse name or a property cannot be used
 */
export const exportDefinitions = (
  release: Cleared<Release>,
  options: ExportOptions = {},
): DefinitionExport => {
  requireCleared(release);
  checkIds(release);
  const wanted = TARGETS.filter((target) => (options.targets ?? TARGETS).includes(target));
  const targets = wanted.map((target) => writeTarget(release, target, options));
  const segments = targets.flatMap((one) =>
    one.segments.map((segment) => ({ target: one.target, ...segment })),
  );
  return {
    files: [
      ...writeDefinition(release),
      ...writeOverview(release),
      ...segments.flatMap(({ files }) => files),
    ].sort(byPath),
    targets,
    notExpressed: segments.flatMap(({ target, segment, withheld }) =>
      withheld === null ? [] : [{ target, segment, reason: withheld }],
    ),
  };
};
