/** The record of processing activities (GDPR Art. 30(1)) as a page to read: Markdown and HTML. */
import type { ProcessingRecord } from '../../shared/contract/retention.ts';

type Section = { title: string; text?: string; head?: string[]; rows?: string[][] };

const sectionsOf = (record: ProcessingRecord): Section[] => {
  const { controller } = record;
  return [
    {
      title: 'Controller',
      ...(controller === null
        ? { text: 'Not described yet: `cloister audit VAULT controller` says it.' }
        : {
            head: ['', ''],
            rows: [
              ['Controller', controller.name],
              ['Contact', controller.contact],
              ['Data protection officer', controller.officer || 'none named'],
            ],
          }),
    },
    {
      title: 'Purposes',
      head: ['Purpose', 'Lawful basis', 'Columns in use'],
      rows: record.purposes.map(({ label, id, bases, columns }) => [
        `${label} (${id})`,
        bases.join(', ') || 'none recorded',
        columns.join(', ') || 'none',
      ]),
    },
    {
      title: 'Categories of data subjects',
      head: ['Category', 'People'],
      rows: record.subjects.map(({ category, people }) => [category, people]),
    },
    {
      title: 'Categories of personal data',
      head: ['Column', 'Class', 'Allowed for', 'Source', 'Kept for'],
      rows: record.data.map((one) => [
        `${one.kind}.${one.column}`,
        one.class,
        one.purposes,
        one.source,
        one.retention,
      ]),
    },
    {
      title: 'Recipients',
      ...(record.recipients.length === 0
        ? { text: 'None: nothing has been released.' }
        : {
            text: 'Only definitions and figures that passed the release gate were written for these; no records of people.',
            head: ['Target', 'Releases'],
            rows: record.recipients.map(({ target, releases }) => [target, String(releases)]),
          }),
    },
    { title: 'Transfers to third countries', text: record.transfers },
    {
      title: 'Time limits for erasure',
      ...(record.retention.length === 0
        ? { text: controller?.retentionNote || 'No rule of retention is set.' }
        : {
            ...(controller?.retentionNote ? { text: controller.retentionNote } : {}),
            head: ['What', 'Days', 'Why'],
            rows: record.retention.map(({ subject, days, reason }) => [subject, String(days), reason]),
          }),
    },
    {
      title: 'Technical and organisational measures',
      head: ['Measure', 'State', 'Detail'],
      rows: record.measures.map(({ measure, holds, detail }) => [
        measure,
        holds ? 'holds' : 'DOES NOT HOLD',
        detail,
      ]),
    },
  ];
};

const TITLE = 'Record of processing activities';

const cell = (text: string): string => text.replaceAll('|', '\\|').replace(/\s+/g, ' ');

/** The record as Markdown (CommonMark with tables). */
export const processingMarkdown = (record: ProcessingRecord): string =>
  [
    `# ${TITLE}`,
    `GDPR Art. 30(1). Vault “${record.vault}”.`,
    ...sectionsOf(record).flatMap(({ title, text, head, rows }) => [
      `## ${title}`,
      ...(text === undefined ? [] : [text]),
      ...(head === undefined || rows === undefined
        ? []
        : [
            [
              `| ${head.map(cell).join(' | ')} |`,
              `|${head.map(() => '---').join('|')}|`,
              ...rows.map((row) => `| ${row.map(cell).join(' | ')} |`),
            ].join('\n'),
          ]),
    ]),
  ]
    .join('\n\n')
    .concat('\n');

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign]);

const STYLE = `body{font:14px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1a1d21}
table{border-collapse:collapse;width:100%}td,th{border:1px solid #c9ced4;padding:4px 8px;text-align:left;vertical-align:top}
th{background:#f1f3f5}h2{margin-top:2rem;font-size:1.05rem}`;

/** The record as one HTML page without scripts or outside resources. */
export const processingHtml = (record: ProcessingRecord): string => {
  const body = sectionsOf(record)
    .map(({ title, text, head, rows }) => {
      const table =
        head === undefined || rows === undefined
          ? ''
          : `<table><thead><tr>${head.map((one) => `<th>${escaped(one)}</th>`).join('')}</tr></thead><tbody>${rows
              .map((row) => `<tr>${row.map((one) => `<td>${escaped(one)}</td>`).join('')}</tr>`)
              .join('')}</tbody></table>`;
      return `<h2>${escaped(title)}</h2>${text === undefined ? '' : `<p>${escaped(text)}</p>`}${table}`;
    })
    .join('\n');
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${TITLE}</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<style>${STYLE}</style></head>
<body><h1>${TITLE}</h1><p>GDPR Art. 30(1). Vault “${escaped(record.vault)}”.</p>
${body}
</body></html>
`;
};
