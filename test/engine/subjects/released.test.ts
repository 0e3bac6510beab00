/** What an erasure says of releases that had counted the person. */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { withFolder } from '../vault/fixture.ts';
import { AS_OF, asOfficer, customerOf, LENS, openShop } from './shop.ts';

it('an erasure lists the releases that had counted the person, and the release ledger forgets them', () =>
  withFolder(async (folder) => {
    const { engine } = await openShop(folder, 400);
    await engine.call('segment.define', {
      lens: LENS,
      name: 'Gold',
      rule: { op: 'in', field: 'profile.plan', values: ['gold'] },
    });
    const release = (name: string, to: string) =>
      engine.call('release.write', {
        lens: LENS,
        export: { name, targets: ['sqlite'] },
        folder: join(folder, to),
      });
    const first = await release('Autumn', 'first');
    expect('folder' in first && first.segments[0]?.id).toBe('gold');
    await asOfficer(engine);
    // Person 4 has the plan, person 5 has not; both were counted among those admitted.
    const { access } = await engine.call('subject.access', { identifier: customerOf(4), asOf: AS_OF });
    expect(access.releases).toEqual(['Autumn']);
    const { certificate } = await engine.call('subject.erase', {
      identifiers: [customerOf(4), customerOf(399)],
    });
    expect(certificate?.releases).toEqual(['Autumn']);
    expect(certificate?.residue.hits).toBe(0);
    const { access: other } = await engine.call('subject.access', { identifier: customerOf(6), asOf: AS_OF });
    expect(other.releases).toEqual(['Autumn']);
    // The same segment again differs from the first release by one person: the erasure must not hide that.
    const outcome = await release('Winter', 'second').then(
      (answer) => JSON.stringify(answer),
      (error: Error) => error.message,
    );
    expect(outcome).toMatch(/“Autumn” differ by fewer than 11/);
    expect((await engine.call('audit.verify', {})).ok).toBe(true);
    engine.close();
  }));
