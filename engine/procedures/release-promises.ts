/** How the promises about packages stand: each release the vault wrote is checked, and attacked, again. */
import { createHash } from 'node:crypto';
import type { PromiseAnswer } from '../../shared/contract/audit.ts';
import type { Release } from '../../shared/release.ts';
import { attackDefinitions } from '../exports/attack/attack.ts';
import { policyChecks, type ReadDefinition, readDefinition } from '../exports/checks.ts';
import { definitionText } from '../exports/exports.ts';
import { comparedWith } from '../privacy/gate/ledger.ts';
import { listRecords } from '../vault/records.ts';
import type { Vault } from '../vault/vault.ts';

type Standing = Pick<PromiseAnswer, 'state' | 'finding'>;

/** @returns the standing of each promise about packages, by its id */
export const judgeReleases = async (vault: Vault): Promise<Record<string, Standing>> => {
  const written = listRecords<{ release: Release }>(vault.reader, 'release').map(({ body }) => ({
    name: body.release.name,
    text: definitionText(body.release),
  }));
  if (written.length === 0) {
    const open: Standing = {
      state: 'open',
      finding: 'nothing was released yet; the command checks any package',
    };
    return { P8: open, P9: open, P11: open, P12: open, P15: open };
  }
  const definitions: { name: string; definition: ReadDefinition }[] = [];
  const unreadable: string[] = [];
  const unknown: string[] = [];
  for (const { name, text } of written) {
    const { definition } = readDefinition(text);
    if (definition === null) unreadable.push(name);
    else definitions.push({ name, definition });
    if (comparedWith(vault.reader, createHash('sha256').update(text).digest()) === null) unknown.push(name);
  }
  const many = `${written.length === 1 ? 'the newest package' : `the newest ${written.length} packages`}`;
  const stands = (wrong: readonly string[], right: string): Standing =>
    wrong.length === 0
      ? { state: 'holds', finding: right }
      : { state: 'broken', finding: wrong.slice(0, 3).join('; ') };
  const failing = (pick: (check: string) => boolean): string[] =>
    definitions.flatMap(({ name, definition }) =>
      policyChecks(definition)
        .filter(({ check, passed }) => !passed && pick(check))
        .map(({ check, detail }) => `${name}: ${check}: ${detail}`),
    );
  const { tables, cuts, hidden } = await attackDefinitions(definitions);
  const isShare = (check: string): boolean => check.includes('share');
  return {
    P8: stands(
      [...unreadable.map((name) => `${name} cannot be read`), ...failing((check) => !isShare(check))],
      `every count of ${many} checked against its policy`,
    ),
    P9: stands(tables, `${many} attacked by linear programming: ${hidden} hidden cells, none computed`),
    P11: stands(cuts, `every cut point of ${many} is on the coarse grid`),
    P12: stands(failing(isShare), `every share of ${many} is within its bounds`),
    P15: stands(
      unknown.map((name) => `the definition of ${name} is not what the ledger knows`),
      `the definitions of ${many} have the hashes that the ledger knows`,
    ),
  };
};
