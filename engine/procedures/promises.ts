/** How each promise stands in this vault now: what can be measured is measured, the rest is held by tests alone. */
import type { CheckAnswer } from '../../shared/contract/answers.ts';
import type { PromiseAnswer } from '../../shared/contract/audit.ts';
import { PROMISES } from '../../shared/promises.ts';
import { verifyAudit } from '../audit/audit.ts';
import { LIFETIME, spentNoise } from '../privacy/gate/budget.ts';
import { fractionText, isAbove } from '../privacy/gate/noise.ts';
import { countPeople } from '../privacy/people.ts';
import type { Vault } from '../vault/vault.ts';

type Standing = Pick<PromiseAnswer, 'state' | 'finding'>;

const TESTED: Standing = {
  state: 'tested',
  finding: 'Nothing to measure in a vault: held by tests and by the command.',
};

const counts = (vault: Vault) => {
  const one = (sql: string): number => vault.reader.prepare(sql).pluck().get() as number;
  return {
    identifiers: one(
      "SELECT count(*) FROM column_definition WHERE role IN ('identifier', 'link') AND type <> 'person'",
    ),
    columns: one("SELECT count(*) FROM column_definition WHERE type <> 'person'"),
    special: one("SELECT count(*) FROM column_definition WHERE class = 'sensitive'"),
    unsigned: one(
      `SELECT count(*) FROM column_definition AS c WHERE class = 'sensitive' AND NOT EXISTS (
         SELECT 1 FROM column_decision AS d WHERE d.kind = c.kind AND d.name = c.name
           AND d.decided_by = 'officer' AND d.special_basis IS NOT NULL)`,
    ),
    pseudonyms: one('SELECT count(*) FROM pseudonym'),
    events: one('SELECT count(*) FROM consent_event'),
    releases: one('SELECT count(*) FROM release_ledger'),
    uncompared: one(
      'SELECT count(*) FROM release_ledger AS r WHERE (SELECT count(*) FROM release_set WHERE release = r.id) = 0',
    ),
    erasures: one('SELECT count(*) FROM erasure'),
    openErasures: one("SELECT count(*) FROM erasure WHERE stage <> 'done'"),
    committed: one('SELECT count(*) FROM audit_entry WHERE body LIKE \'%"subjectCommit":%\''),
    openings: one("SELECT count(*) FROM audit_opening WHERE kind = 'subject'"),
    retention: one('SELECT count(*) FROM retention_rule WHERE days IS NOT NULL'),
    minimization: one("SELECT count(*) FROM record WHERE kind = 'minimization'"),
    noisy: one('SELECT count(*) FROM noise_answer'),
  };
};

const times = (count: number, one: string, other: string): string =>
  `${count === 0 ? 'no' : count} ${count === 1 ? one : other}`;

/**
 * The promises in their order.
 * @param checks what `doctor` found, by which some of them stand
 * @param balanced whether, for every purpose, those admitted and those left out add up to everyone known
 * @param releases how the promises about packages stand, by their ids
 */
export const judgePromises = (
  vault: Vault,
  checks: readonly CheckAnswer[],
  balanced: boolean,
  releases: Readonly<Record<string, Standing>>,
): PromiseAnswer[] => {
  const has = counts(vault);
  const audit = verifyAudit(vault);
  const people = countPeople(vault.reader);
  const stands = (holds: boolean, finding: string): Standing => ({
    state: holds ? 'holds' : 'broken',
    finding,
  });
  /** By checks of the doctor; one that this version does not make counts for nothing. */
  const byDoctor = (...names: string[]): Standing => {
    const made = checks.filter(({ check }) => names.includes(check));
    if (made.length === 0) return TESTED;
    const wrong = made.find(({ passed }) => !passed);
    return stands(
      wrong === undefined,
      (wrong === undefined ? made : [wrong]).map(({ check, detail }) => `${check}: ${detail}`).join('; '),
    );
  };
  const standing: Record<string, Standing> = {
    P1: stands(
      has.identifiers === 0,
      `${times(has.columns, 'column', 'columns')} kept, ${has.identifiers === 0 ? 'none of them' : has.identifiers} an identifier`,
    ),
    P2: byDoctor('cipher'),
    P3: byDoctor('temporary data', 'deleted content', 'statistics'),
    P4: byDoctor('keystore', 'pseudonyms'),
    P5: stands(balanced, 'admitted and left out add up to everyone known, for every purpose'),
    P6: stands(
      true,
      `the ledger has ${times(has.events, 'event', 'events')}; the next export reads it again`,
    ),
    P7: stands(
      has.openErasures === 0,
      has.openErasures > 0
        ? `${times(has.openErasures, 'erasure has', 'erasures have')} not ended`
        : has.erasures === 0
          ? 'nobody was erased'
          : `${times(has.erasures, 'erasure', 'erasures')}, each with its certificate`,
    ),
    P10: stands(
      has.uncompared === 0,
      `${times(has.releases, 'release', 'releases')} in the ledger that the next one is compared with`,
    ),
    P13: stands(
      audit.ok,
      audit.ok
        ? `${times(audit.entries, 'entry', 'entries')}, ${times(audit.checkpoints, 'checkpoint', 'checkpoints')}; keep one outside`
        : audit.faults[0].text,
    ),
    P14: stands(
      has.openings <= has.committed,
      has.committed === 0
        ? 'no entry is about one person'
        : `${times(has.committed, 'entry is', 'entries are')} about one person, the link erased of ${has.committed - has.openings}`,
    ),
    P16: byDoctor('network'),
    P17: stands(
      balanced,
      `${people === 0 ? 'nobody is' : 'all others are'} left out under a reason of their own`,
    ),
    P19:
      has.retention === 0
        ? { state: 'open', finding: 'no retention policy is set' }
        : stands(true, `${times(has.retention, 'retention policy', 'retention policies')} set`),
    P20: stands(
      has.unsigned === 0,
      has.special === 0
        ? 'no sensitive column is kept'
        : `${times(has.special, 'sensitive column', 'sensitive columns')} kept, ${has.unsigned === 0 ? 'signed off by the officer' : `${has.unsigned} without the officer's word`}`,
    ),
    P21: byDoctor('passphrase', 'keychain'),
    P18:
      has.minimization === 0
        ? { state: 'open', finding: 'the columns were not audited yet' }
        : stands(true, 'the columns were audited; the answer is under Kept data'),
    // Reading the account checks the journal beside the keystore; one that was altered is an error.
    P22: stands(
      !isAbove(spentNoise(vault), LIFETIME),
      `${fractionText(spentNoise(vault))} of ${fractionText(LIFETIME)} spent for ${times(has.noisy, 'noisy answer', 'noisy answers')}`,
    ),
  };
  return PROMISES.map(({ id }) => ({ id, ...(releases[id] ?? standing[id] ?? TESTED) }));
};
