/** Who is one person: what the links say, one person explained, links cut and put back. */
import type { IdentityChange } from '../../shared/contract/identity.ts';
import { CloisterError } from '../../shared/errors.ts';
import { now, recordAct } from '../audit/audit.ts';
import { mergedNumbers, personIn } from '../columns/merged.ts';
import { identityOf, identitySummary, listLinks } from '../privacy/identity/overview.ts';
import { settleIdentity } from '../privacy/identity/settle.ts';
import { countPeople } from '../privacy/people.ts';
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
};
