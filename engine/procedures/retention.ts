/** Retention as acts: rules, what a purge would remove, the purge, and the record of processing (GDPR Art. 30). */
import { number } from '../../shared/charts/words.ts';
import { columnLabel } from '../../shared/column-name.ts';
import { coversPurpose, DATA_CLASS_WORDS } from '../../shared/column-policy.ts';
import type {
  Controller,
  ProcessingRecord,
  RetentionAnswer,
  RetentionInfo,
} from '../../shared/contract/retention.ts';
import { now, recordAct } from '../audit/audit.ts';
import { processingHtml, processingMarkdown } from '../exports/processing.ts';
import { listPurposes } from '../privacy/consent.ts';
import { POLICY_DEFAULT } from '../privacy/gate/policy.ts';
import { countPeople } from '../privacy/people.ts';
import {
  listRetention,
  previewRetention,
  purgeRetention,
  type RetentionEffect,
  setRetention,
} from '../privacy/retention.ts';
import type { Connection } from '../vault/database.ts';
import { getRecord, putRecord } from '../vault/records.ts';
import { foldLog, type Vault } from '../vault/vault.ts';
import { columnInventory } from './column-inventory.ts';
import { doctor } from './doctor.ts';
import type { Handlers } from './handler.ts';
import { safekeepingChecks } from './safekeeping.ts';

const day = (time: number): string => new Date(time).toISOString().slice(0, 10);

/** A count as the officer may see it: nothing, or at least the least cell. */
const shown = (count: number, people: number): number | null =>
  people > 0 && people < POLICY_DEFAULT.minCell ? null : count;

const labelOf = (db: Connection, { scope, subject }: { scope: string; subject: string }): string => {
  if (scope === 'source')
    return (
      (db.prepare('SELECT name FROM source WHERE id = ?').pluck().get(Number(subject)) as string) ?? subject
    );
  return scope === 'column' ? subject : columnLabel(subject);
};

const infoOf = (db: Connection, { rule, before, rows, people }: RetentionEffect): RetentionInfo => ({
  ...rule,
  label: labelOf(db, rule),
  before: day(before),
  rows: shown(rows, people),
  people: shown(people, people),
});

const overview = (db: Connection, today: number): RetentionAnswer => {
  const rules = previewRetention(db, today).map((effect) => infoOf(db, effect));
  const covered = new Set(rules.filter(({ scope }) => scope === 'kind').map(({ subject }) => subject));
  const held = db
    .prepare("SELECT DISTINCT kind FROM source WHERE kind <> 'consents' ORDER BY kind")
    .pluck()
    .all() as string[];
  return {
    today: day(today),
    minCell: POLICY_DEFAULT.minCell,
    rules,
    withoutRule: held.filter((kind) => !covered.has(kind)),
  };
};

const CONTROLLER = 'controller';

const bases = (db: Connection, purpose: string): string[] =>
  db
    .prepare("SELECT DISTINCT basis FROM consent_event WHERE purpose = ? AND state = 'given' ORDER BY basis")
    .pluck()
    .all(purpose) as string[];

/** People as a record may state them: to the nearest hundred, or "fewer than" the least segment. */
const about = (people: number): string =>
  people < POLICY_DEFAULT.minSegment
    ? `fewer than ${POLICY_DEFAULT.minSegment}`
    : `about ${number(Math.round(people / 100) * 100)}`;

const recipientsOf = (db: Connection): ProcessingRecord['recipients'] => {
  const releases = db
    .prepare("SELECT body FROM record WHERE kind = 'release' AND body <> 'null'")
    .pluck()
    .all() as string[];
  const counts = new Map<string, number>();
  for (const body of releases)
    for (const target of (JSON.parse(body) as { targets?: string[] }).targets ?? [])
      counts.set(target, (counts.get(target) ?? 0) + 1);
  return [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([target, count]) => ({ target, releases: count }));
};

/** The record of processing as the vault stands. */
const recordOf = (vault: Vault, today: number): ProcessingRecord => {
  const { reader } = vault;
  const columns = columnInventory(reader, today);
  const rules = listRetention(reader);
  return {
    controller: getRecord<Controller>(reader, 'setting', CONTROLLER)?.body ?? null,
    vault: vault.name,
    purposes: listPurposes(reader)
      .map(({ id, label }) => ({
        id,
        label,
        columns: columns
          .filter(
            ({ purposes, uses }) => coversPurpose(purposes, id) && uses.some((use) => use.purpose === id),
          )
          .map(({ kind, name }) => `${kind}.${name}`),
        bases: bases(reader, id),
      }))
      .filter(({ columns: used, bases: resting }) => used.length > 0 || resting.length > 0),
    subjects: [
      { category: 'customers and prospects in the imported files', people: about(countPeople(reader)) },
    ],
    data: columns.map(({ kind, name, class: dataClass, purposes, sources, retentionDays }) => ({
      kind,
      column: name,
      class: DATA_CLASS_WORDS[dataClass].label,
      purposes: purposes === null ? 'every purpose' : purposes.length === 0 ? 'none' : purposes.join(', '),
      source: sources.join(', '),
      retention: retentionDays === null ? 'no rule' : `${retentionDays} days`,
    })),
    recipients: recipientsOf(reader),
    retention: rules.map(({ scope, subject, days, reason }) => ({
      subject: labelOf(reader, { scope, subject }),
      days,
      reason,
    })),
    measures: doctor(vault, safekeepingChecks(vault)).map(({ check, passed, detail }) => ({
      measure: check,
      holds: passed,
      detail,
    })),
    transfers:
      'None: everything is processed on this machine, and no part of the program opens a network connection.',
  };
};

export const retentionHandlers: Handlers<
  'retention.list' | 'retention.set' | 'retention.purge' | 'processing.describe' | 'processing.record'
> = {
  'retention.list': (_, session) => overview(session.vault().reader, now()),

  'retention.set': ({ scope, subject, days, reason }, session) =>
    recordAct(session.vault(), (db) => {
      setRetention(db, { scope, subject, days, reason, setAt: now() });
      return {
        result: null,
        act: {
          action: 'retention.set',
          object: `${scope} ${subject}`,
          details: { days: days ?? 'none' },
          note: reason,
        },
      };
    }),

  'retention.purge': async (_, session, run) => {
    const vault = session.vault();
    const today = now();
    run.progress('Purging what is too old', 0, null, 'rules');
    const effects = await recordAct(vault, (db) => {
      const done = purgeRetention(db, today);
      const rows = done.reduce((sum, effect) => sum + effect.rows, 0);
      return {
        result: done,
        act: {
          action: 'retention.purge',
          counts: { rows },
          details: {
            rules: done.map(({ rule, before }) => ({
              subject: rule.subject,
              days: rule.days,
              before: day(before),
            })),
          },
        },
      };
    });
    foldLog(vault.db);
    const rules = effects.map((effect) => infoOf(vault.reader, effect));
    return {
      today: day(today),
      rows: rules.some(({ rows }) => rows === null) ? null : effects.reduce((sum, { rows }) => sum + rows, 0),
      rules,
    };
  },

  'processing.describe': (controller, session) =>
    recordAct(session.vault(), (db) => {
      putRecord(db, 'setting', CONTROLLER, controller, now());
      return { result: null, act: { action: 'processing.describe' } };
    }),

  'processing.record': ({ format }, session) => {
    const record = recordOf(session.vault(), now());
    const text =
      format === 'json'
        ? `${JSON.stringify(record, null, 2)}\n`
        : format === 'html'
          ? processingHtml(record)
          : processingMarkdown(record);
    return { record, text };
  },
};
