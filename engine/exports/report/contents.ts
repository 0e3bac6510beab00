/** What is in the report, page after page. */
import type { Release } from '../../../shared/release.ts';
import { coverPage } from './cover.ts';
import { definitionsPage } from './definitions.ts';
import type { Report } from './pages.ts';
import { personaPage } from './persona-page.ts';

/** The whole report of a release: a cover, a page per persona, and what the fields mean. */
export const reportOf = (release: Release): Report => ({
  name: release.name,
  subtitle: 'Segments and personas',
  purpose: release.purpose.label,
  asOf: release.asOf,
  footer: [
    'Groups, not any person in them. Check the package: cloister verify',
    `seed ${release.seed} · as of ${release.asOf}`,
  ],
  pages: [
    coverPage(release),
    ...release.segments.map((segment, index) => personaPage(release, segment, index)),
    ...(release.fields.length > 0 ? [definitionsPage(release)] : []),
  ],
});
