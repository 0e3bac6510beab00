/** The last page: every field in words. */
import { counted } from '../../../shared/charts/words.ts';
import type { Release } from '../../../shared/release.ts';
import type { Page } from './pages.ts';

/** The last page: what each field of the report means. */
export const definitionsPage = (release: Release): Page => ({
  kind: 'definitions',
  id: 'definitions',
  kicker: 'Definitions',
  title: 'What the words mean',
  colour: 'accent',
  lead: `${counted(release.fields.length, 'field', 'fields')} used by the rules and the personas, as of ${release.asOf}.`,
  figures: [],
  band: null,
  rows: [
    [
      [
        {
          kind: 'table',
          heading: 'Fields',
          note: 'everything strictly before the as-of date counts',
          table: {
            caption: 'Fields',
            columns: ['Field', 'Unit', 'Definition'],
            numeric: [false, false, false],
            widths: [2.2, 1, 5],
            rows: release.fields.map((field) => [
              field.label,
              field.unit === '' ? (field.type === 'level' ? 'level' : 'number') : field.unit,
              field.definition,
            ]),
            marks: null,
          },
        },
      ],
    ],
  ],
});
