/**
 * The attacks an officer can run on any packages: they read the folders and nothing else, say what they tried and what
 * they found. That nothing was found proves no more than that these attacks fail.
 */
import { counted } from '../../../shared/charts/words.ts';
import type { AttackAnswer, AttackLine } from '../../../shared/contract/release.ts';
import { leavesOf, type Rule } from '../../../shared/rules/rule.ts';
import { isNice } from '../../privacy/gate/cut-points.ts';
import { riskOfSegments } from '../../privacy/gate/segment-risk.ts';
import type { ReadDefinition } from '../checks.ts';
import { attackDifferences } from './differencing.ts';
import { attackIdentifiers } from './identifiers.ts';
import { type AttackedPackage, readPackage } from './read.ts';
import { attackTables } from './tables.ts';

/** Most significant digits a published figure may have before it marks one export among others. */
const MOST_DIGITS = 4;

const digitsOf = (value: number): number =>
  Math.abs(value).toExponential().split('e')[0].replace('.', '').replace(/0+$/, '').length;

/** Figures so exact, and cut points so odd, that they are some person's own. */
const exactFigures = (name: string, { segments, clustering }: ReadDefinition): string[] => {
  const found: string[] = [];
  const look = (where: string, values: readonly (number | null)[]): void => {
    for (const value of values)
      if (value !== null && digitsOf(value) > MOST_DIGITS)
        found.push(`${name}: ${where} is told to ${digitsOf(value)} digits`);
  };
  for (const { id, rule, persona } of segments) {
    for (const { label, segment, lens } of persona.differences) look(`${label} of ${id}`, [segment, lens]);
    for (const { label, segment, lens } of persona.usual)
      look(`the usual ${label} of ${id}`, [...segment, ...lens]);
    for (const leaf of leavesOf(rule as Rule)) {
      const cuts =
        leaf.op === 'between'
          ? [leaf.from, leaf.to]
          : leaf.op === 'compare' || leaf.op === 'count'
            ? [leaf.value]
            : [];
      for (const cut of cuts)
        if (typeof cut === 'number' && !isNice(cut))
          found.push(`${name}: ${id} cuts at ${cut}, off the coarse grid`);
    }
  }
  for (const { segment, values } of clustering?.centroids ?? []) look(`the centre of ${segment}`, values);
  return found;
};

/** What the attacks on tables and cut points find in definitions that are at hand without their packages. */
export const attackDefinitions = async (
  definitions: readonly Pick<AttackedPackage, 'name' | 'definition'>[],
): Promise<{ tables: string[]; hidden: number; cuts: string[] }> => {
  const tables: string[] = [];
  let hidden = 0;
  for (const { name, definition } of definitions) {
    const result = await attackTables(definition);
    hidden += result.cells;
    tables.push(...result.found.map((text) => `${name}: ${text}`));
  }
  return {
    tables,
    hidden,
    cuts: definitions.flatMap(({ name, definition }) => exactFigures(name, definition)),
  };
};

const tableLine = async (packages: readonly AttackedPackage[]): Promise<AttackLine> => {
  const found: string[] = [];
  let tables = 0;
  let cells = 0;
  let narrowest = Number.POSITIVE_INFINITY;
  for (const { name, definition } of packages) {
    const result = await attackTables(definition);
    tables += result.tables;
    cells += result.cells;
    narrowest = Math.min(narrowest, result.narrowest ?? Number.POSITIVE_INFINITY);
    found.push(...result.found.map((text) => `${name}: ${text}`));
  }
  const width = Number.isFinite(narrowest)
    ? `, the narrowest interval at least ${Math.floor(narrowest)} wide`
    : '';
  return {
    attack: 'bounds by linear programming',
    tried: `${tables} tables, ${cells} hidden cells, least and most of each${width}`,
    found,
  };
};

/**
 * Attacks packages.
 * @param folders of the packages
 * @param dictionary identifiers to try against everything that looks like a hash
 * @throws CloisterError INPUT_MISSING, PACKAGE_INVALID
 */
export const attackPackages = async (
  folders: readonly string[],
  dictionary: readonly string[],
): Promise<AttackAnswer> => {
  const packages = folders.map(readPackage);
  const differences = attackDifferences(packages);
  const identifiers = attackIdentifiers(packages, dictionary);
  const attacks: AttackLine[] = [
    {
      attack: 'subtraction inside and across packages',
      tried: `${counted(differences.pairs, 'pair or sum', 'pairs and sums')} of sets whose rules belong together${differences.covered > 0 ? `; ${differences.covered} near ones are excused, because the later package was compared with the earlier one` : ''}`,
      found: differences.found,
    },
    await tableLine(packages),
    {
      attack: 'identifiers and hashes',
      tried: `${packages.reduce((sum, { texts }) => sum + texts.size, 0)} text files, ${identifiers.tokens} values that look like a hash, ${dictionary.length} identifiers of the dictionary, ${identifiers.tried} hashes of them`,
      found: identifiers.found,
    },
    {
      attack: 'exact figures and odd cut points',
      tried: `${packages.reduce((sum, { definition }) => sum + definition.segments.length, 0)} segments`,
      found: packages.flatMap(({ name, definition }) => exactFigures(name, definition)),
    },
  ];
  return {
    packages: packages.map(({ name }) => name),
    risks: packages.map(({ name, definition }) => ({ name, risk: riskOfSegments(definition.segments) })),
    clean: attacks.every(({ found }) => found.length === 0),
    attacks,
  };
};
