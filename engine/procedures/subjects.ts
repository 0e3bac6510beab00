/** Requests of data subjects: what is held on one person, objection, erasure. */
import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { AccessAnswer, ErasureAnswer, SubjectAccess } from '../../shared/contract/subjects.ts';
import { CloisterError } from '../../shared/errors.ts';
import { dateTime } from '../../shared/plan.ts';
import { EXCLUSIONS, type IdentifierType } from '../../shared/vocabulary.ts';
import { recordAct } from '../audit/audit.ts';
import { numbersOf } from '../columns/merged.ts';
import { subjectPage } from '../exports/report/subject-page.ts';
import { computeFeatures } from '../features/features.ts';
import type { FeatureTable } from '../features/table.ts';
import type { Run } from '../jobs/job.ts';
import { allPurposes } from '../privacy/consent.ts';
import { openLens } from '../privacy/lens.ts';
import { journalAct, journalAfter, marksOut } from '../privacy/subjects/acts-journal.ts';
import { beginErasure, listErasures, proceed } from '../privacy/subjects/erase.ts';
import { holdingsOf } from '../privacy/subjects/holdings.ts';
import {
  liftObjection,
  peopleBoundWith,
  recordObjection,
  sharedObjections,
} from '../privacy/subjects/objection.ts';
import { readmit } from '../privacy/subjects/readmit.ts';
import { marksOf, openSuppression, pseudonymsOfPeople } from '../privacy/subjects/tombstones.ts';
import { createEvaluator } from '../segments/membership.ts';
import { segmentText } from '../segments/segment.ts';
import { makeFolder, writeFileAtomic } from '../vault/files.ts';
import { outsideVault } from '../vault/outside.ts';
import type { Vault } from '../vault/vault.ts';
import type { Handlers } from './handler.ts';
import { identify, identifyOne } from './identify.ts';
import { keptFeatures } from './kept-features.ts';
import { listSegments } from './segments.ts';
import type { Session } from './session.ts';

const featuresOf = (purpose: string, table: FeatureTable): SubjectAccess['features'] =>
  table.columns.flatMap((column) => {
    const value =
      column.type === 'level'
        ? column.codes[0] < 0
          ? null
          : column.levels[column.codes[0]]
        : Number.isNaN(column.values[0])
          ? null
          : String(column.values[0]);
    if (value === null) return [];
    const unit = column.type === 'number' ? column.unit : '';
    return [{ purpose, feature: column.label, value, unit, definition: column.definition }];
  });

/** What is computed about a person for every purpose that admits them. */
const derived = (
  session: Session,
  vault: Vault,
  person: number,
  asOf: string,
): Pick<SubjectAccess, 'purposes' | 'features' | 'segments'> => {
  const answer: Pick<SubjectAccess, 'purposes' | 'features' | 'segments'> = {
    purposes: [],
    features: [],
    segments: [],
  };
  const segments = listSegments(session);
  for (const { id, label } of allPurposes(vault.reader)) {
    const lens = openLens(vault.reader, id, dateTime(asOf), person);
    const reason = EXCLUSIONS.find((why) => lens.leftOut.some((one) => one.reason === why && one.people > 0));
    answer.purposes.push({ purpose: id, label, admitted: lens.people === 1, reason: reason ?? '' });
    if (lens.people === 0) continue;
    const table = computeFeatures(lens, keptFeatures(vault.reader));
    answer.features.push(...featuresOf(id, table));
    const evaluator = createEvaluator(table);
    const fields = new Set(table.columns.map((column) => column.id));
    for (const { segment } of segments) {
      if (!fieldsOf(segment.rule).every((field) => fields.has(field))) continue;
      if (evaluator.count(segment.rule) === 0) continue;
      answer.segments.push({
        id: segment.id,
        name: segment.name,
        rule: segmentText(table, segment.rule),
        purpose: id,
      });
    }
  }
  return answer;
};

type RuleShape = { field?: string; of?: RuleShape | RuleShape[] | string };
/** The fields a rule asks for; a person without any value of one has no such column. */
const fieldsOf = (rule: RuleShape): string[] => {
  const parts = typeof rule.of === 'object' ? (Array.isArray(rule.of) ? rule.of : [rule.of]) : [];
  return [...(rule.field === undefined ? [] : [rule.field]), ...parts.flatMap(fieldsOf)];
};

/** The page and the data for the person, in a folder of their own that only its owner can read. */
const writeAccess = (access: SubjectAccess, folder: string): AccessAnswer['files'] => {
  const target = outsideVault(folder);
  makeFolder(target, 0o700);
  const files = [
    { name: 'personal-data.json', content: `${JSON.stringify(access, null, 2)}\n` },
    { name: 'personal-data.html', content: subjectPage(access) },
  ];
  return files.map(({ name, content }) => {
    const path = join(target, name);
    const bytes = Buffer.from(content, 'utf8');
    writeFileAtomic(path, bytes);
    return { path, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
  });
};

/** Where a certificate goes; looked at before anybody is erased, because afterwards it is too late to choose. */
const placeForCertificate = (path: string, vault: Vault): string => {
  const file = outsideVault(path, vault.keystorePath);
  if (!existsSync(file)) return file;
  throw new CloisterError(
    'FOLDER_NOT_WRITABLE',
    `There is a file at ${file} already. Nobody was erased.`,
    'Choose another name for the certificate.',
  );
};

const eraseAll = async (
  vault: Vault,
  input: { identifiers: string[]; type: 'customer' | 'email' | 'phone' | 'device'; reference: string },
  run: Run,
): Promise<Omit<ErasureAnswer, 'file'>> => {
  const found = identify(vault, input.type, input.identifiers);
  const suppressed = openSuppression(vault.reader, vault.keys);
  const people = [...new Set(found.flatMap(({ person }) => (person === null ? [] : [person])))].sort(
    (a, b) => a - b,
  );
  const erasedBefore = found.filter(
    ({ person, pseudonyms }) =>
      person === null && pseudonyms.some((value) => suppressed?.(input.type, value, 0) === true),
  ).length;
  const known = found.filter(({ person }) => person !== null).length;
  const answer = {
    asked: found.length,
    found: known,
    erasedBefore,
    unknown: found.length - known - erasedBefore,
  };
  if (people.length === 0) return { ...answer, certificate: null };
  const id = randomUUID();
  const whom = { people: people.length, numbers: numbersOf(vault.reader, people) };
  await beginErasure(vault, id, whom, { reference: input.reference, replayed: false });
  const certificate = await proceed(vault, id, (step, done) => run.progress(step, done, 4, 'steps'));
  return { ...answer, certificate };
};

/** Why there is nothing to lift. @param shared as `sharedObjections` says */
const noObjection = (shared: readonly IdentifierType[]): CloisterError =>
  shared.length === 0
    ? new CloisterError(
        'NOT_FOUND',
        'There is no objection of this person.',
        'See what is held with `cloister subject VAULT access`.',
      )
    : new CloisterError(
        'NOT_FOUND',
        `The objection that binds this person was not made under this identifier but under one that they share with others (${shared.join(', ')}), and binds everybody linked with it.`,
        'Lift it under that identifier once it was taken back there. Where it is not theirs, cut the link: Identity in Sources, or `cloister identity VAULT cut`.',
      );

export const subjectHandlers: Handlers<
  | 'subject.access'
  | 'subject.object'
  | 'subject.erase'
  | 'subject.lift'
  | 'subject.readmit'
  | 'subject.erasures'
> = {
  'subject.access': async ({ identifier, type, asOf, folder }, session) => {
    const vault = session.vault();
    const { person } = identifyOne(vault, type, identifier);
    const pseudonyms = pseudonymsOfPeople(vault.reader, new Set([person]));
    const access: SubjectAccess = {
      v: 1,
      vault: vault.name,
      asOf,
      ...holdingsOf(vault, person, pseudonyms),
      ...derived(session, vault, person, asOf),
    };
    return recordAct(vault, () => {
      const files = folder === undefined ? [] : writeAccess(access, folder);
      return {
        result: { access, files },
        act: {
          action: 'subject.access',
          details: { asOf, written: files.length > 0 },
          subject: pseudonyms[0].value,
        },
      };
    });
  },

  'subject.object': async ({ identifier, type, at, reference }, session) => {
    const vault = session.vault();
    const { person } = identifyOne(vault, type, identifier);
    const pseudonyms = pseudonymsOfPeople(vault.reader, new Set([person]));
    return recordAct(vault, (db) => {
      const occurredAt = dateTime(at);
      const purposes = recordObjection(db, vault.keys, person, pseudonyms, {
        occurredAt,
        reason: reference === '' ? null : reference,
      });
      journalAct(vault, db, {
        kind: 'objected',
        marks: marksOut(marksOf(vault.keys, pseudonyms)),
        occurredAt,
      });
      return {
        result: { purposes, events: purposes.length },
        act: { action: 'subject.object', details: { at, reference }, subject: pseudonyms[0].value },
      };
    });
  },

  'subject.erase': async ({ identifiers, type, reference, certificate: path }, session, run) => {
    const vault = session.vault();
    const file = path === undefined ? null : placeForCertificate(path, vault);
    const answer = await eraseAll(vault, { identifiers, type, reference }, run);
    if (file === null || answer.certificate === null) return { ...answer, file: null };
    try {
      writeFileAtomic(file, `${JSON.stringify(answer.certificate, null, 2)}\n`);
    } catch (cause) {
      throw new CloisterError(
        'FOLDER_NOT_WRITABLE',
        `The erasure is done and on the record, but its certificate could not be written to ${file}.`,
        'Every certificate is kept in the vault: see `cloister subject VAULT erasures`.',
        { cause },
      );
    }
    return { ...answer, file };
  },

  'subject.lift': async ({ identifier, type, reason }, session) => {
    const vault = session.vault();
    const { person } = identifyOne(vault, type, identifier);
    const pseudonyms = pseudonymsOfPeople(vault.reader, new Set([person]));
    const said = { kind: 'lifted', marks: marksOut(marksOf(vault.keys, pseudonyms)) } as const;
    return journalAfter(vault, said, (keep) =>
      recordAct(vault, (db) => {
        const events = liftObjection(db, person);
        const shared = sharedObjections(db, person);
        if (events === 0) throw noObjection(shared);
        keep(db);
        return {
          result: { events, others: peopleBoundWith(db, person), shared },
          act: { action: 'subject.lift', subject: pseudonyms[0].value, note: reason },
        };
      }),
    );
  },

  'subject.readmit': async ({ identifiers, type, reason }, session) => {
    const vault = session.vault();
    const epochs = [vault.keys.epoch, ...vault.keys.earlier.map(({ epoch }) => epoch).reverse()];
    const marks = identify(vault, type, identifiers).flatMap(({ pseudonyms }) =>
      marksOf(
        vault.keys,
        pseudonyms.map((value, i) => ({ type, epoch: epochs[i], value })),
      ),
    );
    const readmitted = await readmit(vault, marks, reason);
    return { asked: identifiers.length, readmitted };
  },

  'subject.erasures': (_, session) => listErasures(session.vault().reader),
};
