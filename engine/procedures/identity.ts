/** Who is one person: what the links say, one person explained, links cut and put back. */
import type { IdentityChange } from '../../shared/contract/identity.ts';
import { CloisterError } from '../../shared/errors.ts';
import { now, recordAct } from '../audit/audit.ts';
import { mergedNumbers, personIn } from '../columns/merged.ts';
import { searchDuplicates } from '../intake/duplicates/search.ts';
import { openLinks } from '../privacy/identity/links.ts';
import { identityOf, identitySummary, listLinks } from '../privacy/identity/overview.ts';
import { settleIdentity } from '../privacy/identity/settle.ts';
import { countPeople, personBehind } from '../privacy/people.ts';
import type { Vault } from '../vault/vault.ts';
import type { Handlers } from './handler.ts';
import { identifyOne } from './identify.ts';

/** Cuts a link or puts it back, and settles who is one person then. */
const setCut = (vault: Vault, link: number, cut: boolean, reason: string): Promise<IdentityChange> =>
  recordAct(vault, (db) => {
    const ends = db
      .prepare('SELECT low, high FROM identity_link WHERE id = ? AND (cut_at IS NULL) = ?')
      .get(link, cut ? 1 : 0) as { low: number; high: number } | undefined;
    if (ends === undefined)
      throw new CloisterError(
        'NOT_FOUND',
        `There is no link ${link} that ${cut ? 'stands' : 'was cut'}.`,
        'See `cloister identity VAULT list`.',
      );
    db.prepare('UPDATE identity_link SET cut_at = ? WHERE id = ?').run(cut ? now() : null, link);
    const { changed } = settleIdentity(db);
    const merged = mergedNumbers(db);
    const together = personIn(merged, ends.low) === personIn(merged, ends.high);
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
      db.prepare('UPDATE identity_setting SET most = ? WHERE id = 1').run(most);
      const { changed } = settleIdentity(db);
      return {
        result: identitySummary(db),
        act: { action: 'identity.limit', counts: { changed }, details: { most }, note: reason },
      };
    }),
  'identity.duplicates': async ({ file, mapping }, session, run) => {
    const { sha256, records, fields, pairs } = await searchDuplicates(
      session.vault(),
      { file, mapping },
      run,
    );
    return recordAct(session.vault(), () => ({
      result: { sha256, records, fields, pairs: pairs.map((pair, i) => ({ pair: i + 1, ...pair })) },
      act: { action: 'identity.duplicates', counts: { records, pairs: pairs.length }, details: { sha256 } },
    }));
  },
  'identity.confirm': async ({ file, mapping, sha256, pairs, reason }, session, run) => {
    const vault = session.vault();
    const found = await searchDuplicates(vault, { file, mapping }, run);
    if (found.sha256 !== sha256)
      throw new CloisterError(
        'INPUT_VALUE',
        'The file is not the one the pairs were found in.',
        'Look for duplicates again, and confirm what is found then.',
      );
    const wrong = pairs.find((pair) => pair > found.pairs.length);
    if (wrong !== undefined)
      throw new CloisterError(
        'INPUT_VALUE',
        `There is no pair ${wrong}; ${found.pairs.length} were found.`,
        'Give numbers of the list.',
      );
    return recordAct(vault, (db) => {
      const links = openLinks(db, null);
      let unknown = 0;
      for (const pair of new Set(pairs)) {
        const [one, other] = found.pseudonyms[pair - 1].map((value) => personBehind(db, found.type, value));
        if (one == null || other == null) unknown += 1;
        else links.add(one.number, found.type, other.number, found.type);
      }
      links.flush();
      settleIdentity(db);
      const confirmed = new Set(pairs).size;
      return {
        result: { confirmed, linked: links.added, unknown, people: countPeople(db) },
        act: {
          action: 'identity.confirm',
          counts: { confirmed, linked: links.added, unknown },
          details: { sha256 },
          note: reason,
        },
      };
    });
  },
};
