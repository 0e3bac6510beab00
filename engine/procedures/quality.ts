/** The quality of sources: profiles with their history, who is known from elsewhere too, and what would mend them. */
import type { ConsistencyAnswer } from '../../shared/contract/quality.ts';
import { clearCount, LEAST_CELL } from '../../shared/counts.ts';
import { CloisterError } from '../../shared/errors.ts';
import { type Mapping, parseMapping } from '../../shared/mapping.ts';
import { withStep } from '../../shared/mend.ts';
import { KINDS, type Kind } from '../../shared/vocabulary.ts';
import { recordAct } from '../audit/audit.ts';
import { listColumns } from '../columns/columns.ts';
import { markPeople } from '../columns/people.ts';
import { readRejects, writeReport } from '../intake/kept-rejects.ts';
import { agreement } from '../intake/profile/agree.ts';
import { changesOf, readProfiles } from '../intake/profile/kept.ts';
import { peopleBound } from '../privacy/people.ts';
import type { Connection } from '../vault/database.ts';
import { outsideVault } from '../vault/outside.ts';
import type { Handlers } from './handler.ts';
import { savedUnder, saveMapping } from './mappings.ts';

/** Marks of everybody a source, or every source of a kind, tells something of. */
const peopleOf = (db: Connection, kind: Kind, source: number | null, known: number): Uint8Array => {
  if (kind !== 'consents') return markPeople(db, kind, source, known);
  const marks = new Uint8Array(known);
  const people = db
    .prepare(
      `SELECT DISTINCT e.person FROM consent_event e JOIN source s ON s.id = e.source
       WHERE e.person IS NOT NULL AND s.kind = 'consents' AND (? IS NULL OR s.id = ?)`,
    )
    .pluck();
  for (const person of people.iterate(source, source) as Iterable<number>)
    if (person < known) marks[person] = 1;
  return marks;
};

type SourceRow = { name: string; kind: Kind; mapping: string };
/** @throws CloisterError NOT_FOUND */
const sourceOf = (db: Connection, source: number): SourceRow => {
  const found = db.prepare('SELECT name, kind, mapping FROM source WHERE id = ?').get(source) as
    | SourceRow
    | undefined;
  if (found !== undefined) return found;
  throw new CloisterError('NOT_FOUND', `There is no source ${source}.`, 'See `cloister quality VAULT`.');
};

export const qualityHandlers: Handlers<
  | 'quality.history'
  | 'quality.consistency'
  | 'quality.mapping'
  | 'quality.rejects'
  | 'quality.report'
  | 'quality.mend'
> = {
  'quality.history': ({ source }, session) => {
    const all = readProfiles(session.vault().reader);
    const changes = changesOf(all);
    if (source === undefined) return { imports: all, changes };
    const imports = all.filter((point) => point.source === source);
    if (imports.length === 0)
      throw new CloisterError(
        'NOT_FOUND',
        `There is no profile of a source ${source}.`,
        'See `cloister quality VAULT` for the sources that have one.',
      );
    return { imports, changes: changes.filter((change) => change.source === source) };
  },
  'quality.consistency': ({ source }, session): ConsistencyAnswer => {
    const { reader } = session.vault();
    const { kind } = sourceOf(reader, source);
    const known = peopleBound(reader);
    const own = peopleOf(reader, kind, source, known);
    const anywhere = new Uint8Array(known);
    const elsewhere = KINDS.filter((other) => other !== kind).map((other) => {
      const marks = peopleOf(reader, other, null, known);
      let people = 0;
      for (let person = 0; person < known; person++)
        if ((own[person] & marks[person]) === 1) {
          people += 1;
          anywhere[person] = 1;
        }
      return { kind: other, people };
    });
    const count = (marks: Uint8Array): number => marks.reduce((sum, mark) => sum + mark, 0);
    const people = count(own);
    // Whoever is missing elsewhere must not be a few either.
    const told = (some: number, all = people): number => (all - some < LEAST_CELL ? all : clearCount(some));
    return {
      source,
      people: clearCount(people),
      elsewhere: elsewhere.map((one) => ({ ...one, people: told(one.people) })),
      anywhere: told(count(anywhere)),
      // A column that a few people have in both tells of those few.
      columns: agreement(reader, kind, source, known)
        .filter((one) => one.people >= LEAST_CELL)
        .map((one) => ({ ...one, same: told(one.same, one.people) })),
    };
  },
  'quality.mapping': ({ source }, session) => {
    const { reader } = session.vault();
    const { name, mapping } = sourceOf(reader, source);
    return savedUnder(reader, name, parseMapping(JSON.parse(mapping)));
  },
  'quality.rejects': ({ source }, session) => readRejects(session.vault().reader, source),
  'quality.report': ({ source, file }, session) => {
    const vault = session.vault();
    const path = outsideVault(file, vault.keystorePath);
    return recordAct(vault, (db) => {
      const records = writeReport(db, source, path);
      return {
        result: { file: path, records },
        act: { action: 'source.rejects', object: `source ${source}`, counts: { records } },
      };
    });
  },
  'quality.mend': async ({ source, column, step }, session) => {
    const vault = session.vault();
    const { name, kind, mapping } = sourceOf(vault.reader, source);
    const saved = savedUnder(vault.reader, name, parseMapping(JSON.parse(mapping)));
    const held = listColumns(vault.reader, kind);
    const mended: Mapping | null = withStep(saved.mapping, column, step, (attribute) => {
      const found = held.find((one) => one.name === attribute);
      return found === undefined ? null : found.type === 'code';
    });
    if (mended === null)
      throw new CloisterError(
        'MAPPING_INVALID',
        `The mapping ${saved.name} has no column ${column}.`,
        'See `cloister mapping VAULT show` for the columns it has.',
      );
    return saveMapping(vault, saved.name, mended);
  },
};
