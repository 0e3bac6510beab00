/** How the promises about packages stand: each release the vault wrote is checked, and attacked, again. */
import { createHash } from 'node:crypto';
import type { PromiseAnswer } from '../../shared/contract/audit.ts';
import type { Release } from '../../shared/release.ts';
import { attackDefinitions } from '../exports/attack/attack.ts';
import { policyChecks, type ReadDefinition, readDefinition } from '../exports/checks.ts';
import { definitionText } from '../exports/exports.ts';
import { compareWith } from '../privacy/gate/earlier.ts';
import { comparedWith, earlierReleases } from '../privacy/gate/ledger.ts';
import { POLICY_FLOOR } from '../privacy/gate/policy.ts';
import { peopleBound } from '../privacy/people.ts';
import { listRecords } from '../vault/records.ts';
import type { Vault } from '../vault/vault.ts';

type Standing = Pick<PromiseAnswer, 'state' | 'finding'>;

/** The newest release beside those before it, once more: their difference must be nobody, or enough people. */
const farApart = (vault: Vault): Standing => {
  const bound = peopleBound(vault.reader);
  const [newest, ...before] = earlierReleases(vault.reader, vault.keys, bound);
  const least = POLICY_FLOOR.minCell;
  if (newest === undefined || newest.everyone === null || before.length === 0)
    return {
      state: 'holds',
      finding: 'one release at most counts people without noise: nothing to subtract',
    };
  // Whoever was erased since is missing from both sets, so that what is left says nothing of what they published.
  if ([newest.everyone, ...newest.segments].some(({ erased }) => erased > 0))
    return {
      state: 'holds',
      finding: 'people of the newest release were erased since; it was compared when it left',
    };
  const earlier = compareWith(
    before,
    {
      admitted: newest.everyone.members(),
      people: newest.everyone.people,
      segments: newest.segments.map(({ name, people, members }) => ({ name, people, members: members() })),
    },
    least,
  );
  const near = [earlier.everyone(), ...newest.segments.map((_, i) => earlier.conflict(i))].filter(
    (conflict) => conflict !== null,
  );
  return near.length === 0
    ? {
        state: 'holds',
        finding: `the newest release, set by set, differs from the ${before.length} before it by nobody or at least ${least} people`,
      }
    : {
        state: 'broken',
        finding: `the newest release and ${near[0].with} differ by fewer than ${least} people`,
      };
};

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
    return { P8: open, P9: open, P10: open, P11: open, P12: open, P15: open };
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
    P10: farApart(vault),
    P11: stands(cuts, `every cut point of ${many} is on the coarse grid`),
    P12: stands(failing(isShare), `every share of ${many} is within its bounds`),
    P15: stands(
      unknown.map((name) => `the definition of ${name} is not what the ledger knows`),
      `the definitions of ${many} have the hashes that the ledger knows`,
    ),
  };
};
