/** Who is one person: what the links say, one person explained, links cut and put back. */
import type { ConfirmAnswer, IdentityChange } from '../../shared/contract/identity.ts';
import { CloisterError } from '../../shared/errors.ts';
import type { Mapping } from '../../shared/mapping.ts';
import { now, recordAct } from '../audit/audit.ts';
import { mergedNumbers, personIn } from '../columns/merged.ts';
import {
  type Search,
  type Searched,
  searchConfirmed,
  searchDuplicates,
} from '../intake/duplicates/search.ts';
import { openLinks } from '../privacy/identity/links.ts';
import { identityOf, identitySummary, listLinks } from '../privacy/identity/overview.ts';
import { setLinkLimit, settleIdentity } from '../privacy/identity/settle.ts';
import { countPeople, personBehind } from '../privacy/people.ts';
import { PSEUDONYM_BYTES } from '../privacy/pseudonyms.ts';
import { journalAct, journalAfter, type SaidAct } from '../privacy/subjects/acts-journal.ts';
import { endsOf } from '../privacy/subjects/joined.ts';
import type { Connection } from '../vault/database.ts';
import type { Vault } from '../vault/vault.ts';
import type { Handlers } from './handler.ts';
import { identifyOne } from './identify.ts';
import { placeOf } from './place.ts';
import type { Session } from './session.ts';

/** The ends of a link that stands, or of one that was cut. @throws CloisterError NOT_FOUND */
const linkEnds = (db: Connection, link: number, cut: boolean): [number, number] => {
  const ends = db
    .prepare('SELECT low, high FROM identity_link WHERE id = ? AND (cut_at IS NULL) = ?')
    .raw()
    .get(link, cut ? 0 : 1) as [number, number] | undefined;
  if (ends === undefined)
    throw new CloisterError(
      'NOT_FOUND',
      `There is no link ${link} that ${cut ? 'was cut' : 'stands'}.`,
      'See `cloister identity VAULT list`.',
    );
  return ends;
};

/** Cuts a link or puts it back, settles who is one person then, and keeps it for after a restore. */
const setCut = (vault: Vault, link: number, cut: boolean, reason: string): Promise<IdentityChange> => {
  const act = (keep: (db: Connection, ends: [number, number]) => void): Promise<IdentityChange> =>
    recordAct(vault, (db) => {
      const ends = linkEnds(db, link, !cut);
      keep(db, ends);
      db.prepare('UPDATE identity_link SET cut_at = ? WHERE id = ?').run(cut ? now() : null, link);
      const { changed } = settleIdentity(db);
      const merged = mergedNumbers(db);
      const together = personIn(merged, ends[0]) === personIn(merged, ends[1]);
      return {
        result: { link, people: countPeople(db), together },
        act: {
          action: cut ? 'identity.cut' : 'identity.restore',
          object: `link ${link}`,
          counts: { changed },
          details: { together },
          note: reason,
        },
      };
    });
  if (cut)
    return act((db, ends) => journalAct(vault, db, { kind: 'cut', ends: endsOf(vault, db, [ends])[0] }));
  const [ends] = endsOf(vault, vault.reader, [linkEnds(vault.reader, link, true)]);
  return journalAfter(vault, { kind: 'uncut', ends }, (keep) => act(keep));
};

/** Links the numbers of pairs that somebody confirmed, and keeps them for after a restore. */
const confirmPairs = (
  vault: Vault,
  found: Searched,
  confirmed: number,
  reason: string,
): Promise<ConfirmAnswer> => {
  const [typeOne, typeOther] = found.types;
  const numberOf = (end: number): number | undefined =>
    personBehind(
      vault.reader,
      end % 2 === 0 ? typeOne : typeOther,
      found.pseudonyms.subarray(end * PSEUDONYM_BYTES, (end + 1) * PSEUDONYM_BYTES),
    )?.number;
  const known: [number, number][] = [];
  for (let end = 0; end * PSEUDONYM_BYTES < found.pseudonyms.length; end += 2) {
    const [one, other] = [numberOf(end), numberOf(end + 1)];
    if (one !== undefined && other !== undefined) known.push([one, other]);
  }
  const said: SaidAct = { kind: 'joined', pairs: endsOf(vault, vault.reader, known) };
  return journalAfter(vault, said, (keep) =>
    recordAct(vault, (db) => {
      keep(db);
      const links = openLinks(db, null);
      for (const [one, other] of known) links.add(one, typeOne, other, typeOther);
      const linked = links.flush();
      settleIdentity(db);
      const counts = { confirmed, linked, unknown: confirmed - known.length };
      return {
        result: { ...counts, people: countPeople(db) },
        act: { action: 'identity.confirm', counts, details: { sha256: found.sha256 }, note: reason },
      };
    }),
  );
};

/** What is searched, by the paths of its files. */
type Asked = Files & { other?: Files | undefined; method: Search['method'] };
type Files = { file: string; also?: string[] | undefined; mapping?: Mapping | undefined };

/** A search with the bytes of its files where they were handed in. */
const handedIn = (session: Session, { other, ...one }: Asked): Search => ({
  ...one,
  ...placeOf(session, one.file, one.also),
  ...(other === undefined ? {} : { other: { ...other, ...placeOf(session, other.file, other.also) } }),
});

export const identityHandlers: Handlers<
  | 'identity.summary'
  | 'identity.list'
  | 'identity.explain'
  | 'identity.cut'
  | 'identity.restore'
  | 'identity.limit'
  | 'identity.duplicates'
  | 'identity.confirm'
> = {
  'identity.summary': (_, session) => identitySummary(session.vault().reader),
  'identity.list': ({ before = null, most }, session) => listLinks(session.vault().reader, before, most),
  'identity.explain': ({ identifier, type }, session) => {
    const vault = session.vault();
    const { person, known } = identifyOne(vault, type, identifier);
    return recordAct(vault, (db) => ({
      result: identityOf(db, person),
      act: { action: 'identity.explain', subject: known },
    }));
  },
  'identity.cut': ({ link, reason }, session) => setCut(session.vault(), link, true, reason),
  'identity.restore': ({ link, reason }, session) => setCut(session.vault(), link, false, reason),
  'identity.limit': ({ most, reason }, session) =>
    recordAct(session.vault(), (db) => {
      const { changed } = setLinkLimit(db, most);
      journalAct(session.vault(), db, { kind: 'link-limit', most });
      return {
        result: identitySummary(db),
        act: { action: 'identity.limit', counts: { changed }, details: { most }, note: reason },
      };
    }),
  'identity.duplicates': async (search, session, run) => {
    const found = await searchDuplicates(session.vault(), handedIn(session, search), run);
    const { sha256, records, fields, compared, passedOver, pairs, more } = found;
    const { method } = search;
    return recordAct(session.vault(), () => ({
      result: { sha256, method, records, fields, compared, passedOver, pairs, more },
      act: {
        action: 'identity.duplicates',
        counts: { records, pairs: pairs.count + more },
        details: { sha256, method },
      },
    }));
  },
  'identity.confirm': async ({ sha256, pairs, reason, ...search }, session, run) => {
    const vault = session.vault();
    const confirmed = [...new Set(pairs)];
    const found = await searchConfirmed(vault, handedIn(session, search), confirmed, run);
    if (found.sha256 !== sha256)
      throw new CloisterError(
        'INPUT_VALUE',
        'What is searched is not what the pairs were found in.',
        'Look for duplicates again, and confirm what is found then.',
      );
    const wrong = confirmed.find((pair) => pair > found.told);
    if (wrong !== undefined)
      throw new CloisterError(
        'INPUT_VALUE',
        `There is no pair ${wrong}; ${found.told} were found.`,
        'Give numbers of the list.',
      );
    return confirmPairs(vault, found, confirmed.length, reason);
  },
};
