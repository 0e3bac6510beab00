/** The quality of sources: profiles with their history, and who is known from elsewhere too. */
import type { ConsistencyAnswer } from '../../shared/contract/quality.ts';
import { clearCount, LEAST_CELL } from '../../shared/counts.ts';
import { CloisterError } from '../../shared/errors.ts';
import { KINDS, type Kind } from '../../shared/vocabulary.ts';
import { markPeople } from '../columns/people.ts';
import { changesOf, readProfiles } from '../intake/profile/kept.ts';
import type { Connection } from '../vault/database.ts';
import type { Handlers } from './handler.ts';

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

export const qualityHandlers: Handlers<'quality.history' | 'quality.consistency'> = {
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
    const kind = reader.prepare('SELECT kind FROM source WHERE id = ?').pluck().get(source) as
      | Kind
      | undefined;
    if (kind === undefined)
      throw new CloisterError('NOT_FOUND', `There is no source ${source}.`, 'See `cloister quality VAULT`.');
    const known = ((reader.prepare('SELECT max(id) FROM person').pluck().get() as number | null) ?? -1) + 1;
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
    const told = (some: number): number => (people - some < LEAST_CELL ? people : clearCount(some));
    return {
      source,
      people: clearCount(people),
      elsewhere: elsewhere.map((one) => ({ ...one, people: told(one.people) })),
      anywhere: told(count(anywhere)),
    };
  },
};
