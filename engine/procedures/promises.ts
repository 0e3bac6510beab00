/** How each promise stands in this vault now: what can be measured is measured, the rest is held by tests alone. */
import { counted } from '../../shared/charts/words.ts';
import type { CheckAnswer } from '../../shared/contract/answers.ts';
import type { PromiseAnswer } from '../../shared/contract/audit.ts';
import type { MinimizationAnswer } from '../../shared/contract/minimization.ts';
import { FEW, LEAST_CELL } from '../../shared/counts.ts';
import { PROMISES } from '../../shared/promises.ts';
import { now, verifyAudit } from '../audit/audit.ts';
import { LIFETIME, spentNoise } from '../privacy/gate/budget.ts';
import { fractionText, isAbove } from '../privacy/gate/noise.ts';
import { OFFERED_DAYS, previewRetention } from '../privacy/retention.ts';
import { getRecord } from '../vault/records.ts';
import type { Vault } from '../vault/vault.ts';
import { columnInventory } from './column-inventory.ts';

type Standing = Pick<PromiseAnswer, 'state' | 'finding'>;

/** A promise that a vault cannot show: why, and what shows it instead. */
const tested = (why: string, tests: string): Standing => ({
  state: 'tested',
  finding: `${why}; held by ${tests}`,
});

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
    pseudonyms: one('SELECT coalesce(sum(rows), 0) FROM pseudonym_block'),
    erasures: one('SELECT count(*) FROM erasure'),
    openErasures: one("SELECT count(*) FROM erasure WHERE stage <> 'done'"),
    committed: one('SELECT count(*) FROM audit_entry WHERE body LIKE \'%"subjectCommit":%\''),
    openings: one("SELECT count(*) FROM audit_opening WHERE kind = 'subject'"),
    retention: one('SELECT count(*) FROM retention_rule WHERE days IS NOT NULL'),
    noisy: one('SELECT count(*) FROM noise_answer'),
  };
};

/** Whether the newest audit knows every column there is, and how many it would rather not have kept. */
const minimization = (vault: Vault): Standing => {
  const audit = getRecord<MinimizationAnswer>(vault.reader, 'minimization', 'audit')?.body;
  if (audit === undefined) return { state: 'open', finding: 'the columns were not audited yet' };
  const known = new Map(audit.columns.map((one) => [`${one.kind}.${one.name}`, one]));
  const stored = columnInventory(vault.reader, now()).map(({ kind, name }) => `${kind}.${name}`);
  const newer = stored.filter((name) => !known.has(name));
  if (newer.length > 0)
    return { state: 'open', finding: `${newer.join(', ')} came in after the newest audit` };
  const needless = stored.filter((name) => known.get(name)?.recommendation === 'drop');
  return {
    state: needless.length === 0 ? 'holds' : 'open',
    finding:
      needless.length === 0
        ? `${times(stored.length, 'column', 'columns')} audited, none without a use`
        : `${times(stored.length, 'column', 'columns')} audited, of which ${needless.join(', ')} could go`,
  };
};

const times = (count: number, one: string, other: string): string =>
  `${count === 0 ? 'no' : count} ${count === 1 ? one : other}`;

/**
 * The promises in their order.
 * @param checks what `doctor` found, by which some of them stand
 * @param balanced whether, for every purpose, those admitted and those left out add up to everyone known
 * @param measured how the promises about packages and about consent stand, by their ids
 */
export const judgePromises = (
  vault: Vault,
  checks: readonly CheckAnswer[],
  balanced: boolean,
  measured: Readonly<Record<string, Standing>>,
): PromiseAnswer[] => {
  const has = counts(vault);
  const audit = verifyAudit(vault);
  const overdue = previewRetention(vault.reader, now()).reduce((sum, { rows }) => sum + rows, 0);
  const stands = (holds: boolean, finding: string): Standing => ({
    state: holds ? 'holds' : 'broken',
    finding,
  });
  /** By checks of the doctor; one that this version does not make counts for nothing. */
  const byDoctor = (...names: string[]): Standing => {
    const made = checks.filter(({ check }) => names.includes(check));
    if (made.length === 0)
      return { state: 'open', finding: `the checks ${names.join(', ')} of doctor were not made` };
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
    P7: stands(
      has.openErasures === 0,
      has.openErasures > 0
        ? `${times(has.openErasures, 'erasure has', 'erasures have')} not ended`
        : has.erasures === 0
          ? 'nobody was erased'
          : `${times(has.erasures, 'erasure', 'erasures')}, each with its certificate`,
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
    P16: tested(
      'what a process sends does not show in a vault; npm run prove:offline measures it on this machine',
      'test/window/no-network.test.ts, test/build/offline.test.ts',
    ),
    P19:
      has.retention === 0
        ? {
            state: 'open',
            finding: `no rule: everything is kept. The default would be 13 months, set it with cloister retention VAULT set kind orders --days ${OFFERED_DAYS} --reason WHY`,
          }
        : overdue > 0
          ? {
              state: 'open',
              finding: `${counted(overdue < LEAST_CELL ? FEW : overdue, 'row is', 'rows are')} older than agreed until a purge removes them`,
            }
          : stands(
              true,
              `${times(has.retention, 'retention policy', 'retention policies')} set, and nothing is older than they say`,
            ),
    P20: stands(
      has.unsigned === 0,
      has.special === 0
        ? 'no sensitive column is kept'
        : `${times(has.special, 'sensitive column', 'sensitive columns')} kept, ${has.unsigned === 0 ? 'signed off by the officer' : `${has.unsigned} without the officer's word`}`,
    ),
    P21: byDoctor('passphrase', 'keychain'),
    P18: minimization(vault),
    // Reading the account checks the journal beside the keystore; one that was altered is an error.
    P22: stands(
      !isAbove(spentNoise(vault), LIFETIME),
      `${fractionText(spentNoise(vault))} of ${fractionText(LIFETIME)} spent for ${times(has.noisy, 'noisy answer', 'noisy answers')}`,
    ),
  };
  return PROMISES.map(({ id, tests }) => ({
    id,
    ...(measured[id] ?? standing[id] ?? tested('nothing of it shows in a vault', tests)),
  }));
};
