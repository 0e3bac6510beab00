/** The last page: every field in words. */
import { oneIn } from '../../../shared/attribute-risk.ts';
import { counted, percent } from '../../../shared/charts/words.ts';
import { noiseSentence } from '../../../shared/noise.ts';
import type { Release } from '../../../shared/release.ts';
import { RISK_DEFINITIONS } from '../../../shared/risk.ts';
import type { Block, Page } from './pages.ts';

const riskBlock = ({ protection: { risk } }: Release): Block => ({
  kind: 'table',
  heading: 'Risk of the people in the segments',
  note: 'from the printed sizes: whoever shares the definition of a segment shares its risk',
  table: {
    caption: 'Risk',
    columns: ['Measure', 'Figure', 'Definition'],
    numeric: [false, true, false],
    widths: [2.2, 1, 5],
    rows: [
      [
        RISK_DEFINITIONS.prosecutor.label,
        percent(risk.prosecutor.highest),
        RISK_DEFINITIONS.prosecutor.definition,
      ],
      [
        RISK_DEFINITIONS.journalist.label,
        percent(risk.journalist.highest),
        RISK_DEFINITIONS.journalist.definition,
      ],
      [RISK_DEFINITIONS.marketer.label, percent(risk.marketer), RISK_DEFINITIONS.marketer.definition],
      [
        `${RISK_DEFINITIONS.atRisk.label}, above ${percent(risk.threshold)}`,
        percent(risk.prosecutor.atRisk),
        RISK_DEFINITIONS.atRisk.definition,
      ],
      ...risk.population.flatMap(({ fraction, highest, share }, i) => [
        [
          `${RISK_DEFINITIONS.sampled.label}, ${percent(fraction)} of which are the people`,
          oneIn(highest),
          i === 0 ? RISK_DEFINITIONS.sampled.definition : 'The same, for another assumption.',
        ],
        ...(i === risk.population.length - 1
          ? [[RISK_DEFINITIONS.alone.label, percent(share), RISK_DEFINITIONS.alone.definition]]
          : []),
      ]),
    ],
    marks: null,
  },
});

const noiseBlock = ({ noise }: Release): Block[] =>
  noise === null
    ? []
    : [
        {
          kind: 'prose',
          heading: 'Noise',
          note: 'on every number of people of this release',
          paragraphs: [noiseSentence(noise)],
        },
      ];

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
    [[riskBlock(release), ...noiseBlock(release)]],
  ],
});
