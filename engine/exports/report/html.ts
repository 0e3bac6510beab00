/** Prints the report as one HTML file without scripts or outside resources. */
import { createHash } from 'node:crypto';
import { type ColourRole, DARK, LIGHT, ROLES } from '../../../shared/charts/palette.ts';
import { sceneSvg } from '../../../shared/charts/svg.ts';
import { escapeXml, visible } from '../../../shared/charts/words.ts';
import { LOGO } from './logo.ts';
import type { Block, Cell, Page, Report, Row, Table } from './pages.ts';
import { STYLE } from './style.ts';

/** Names come from customers' files: every one is made visible, escaped and kept from turning its neighbours. */
const say = (words: string): string => escapeXml(visible(words));
const name = (words: string): string =>
  `<bdi>${say(words).replace(/\b\d{4}-\d{2}-\d{2}\b/g, '<span class="date">$&</span>')}</bdi>`;

const underlines = ROLES.map(
  (role) => `.u-${role}{border-bottom-color:light-dark(${LIGHT[role]},${DARK[role]})}`,
).join('');
const style = STYLE + underlines;

/** The policy of the page: nothing may load or run, and only this one style sheet may style it. */
const policy = (): string => {
  const hash = createHash('sha256').update(style, 'utf8').digest('base64');
  return `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'none'`;
};

const swatch = (role: ColourRole): string =>
  `<svg class="swatch" width="8" height="8" viewBox="0 0 8 8" aria-hidden="true"><rect width="8" height="8" fill="${LIGHT[role]}" class="f-${role}"/></svg>`;

const cellHtml = (cell: Cell): string =>
  typeof cell === 'string' ? name(cell) : `${name(cell[0])}<br><span class="aside">${name(cell[1])}</span>`;

const tableHtml = (table: Table): string => {
  const whole = table.widths.reduce((sum, part) => sum + part, 0);
  const columns = table.widths.map((part) => `<col class="w-${Math.round((100 * part) / whole)}">`);
  const numeric = (at: number): string => (table.numeric[at] ? ' class="n"' : '');
  const head = table.columns
    .map((column, at) => `<th scope="col"${numeric(at)}>${say(column)}</th>`)
    .join('');
  const rows = table.rows.map((row, index) => {
    const cells = row.map((cell, at) => {
      if (at > 0) return `<td${numeric(at)}>${cellHtml(cell)}</td>`;
      if (table.marks === null) return `<th scope="row"${numeric(at)}>${cellHtml(cell)}</th>`;
      return `<th scope="row" class="m">${swatch(table.marks[index])}${cellHtml(cell)}</th>`;
    });
    return `<tr>${cells.join('')}</tr>`;
  });
  return `<div class="scroll"><table><caption class="hidden">${say(table.caption)}</caption><colgroup>${columns.join('')}</colgroup><thead><tr>${head}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
};

const blockBody = (block: Block): string => {
  switch (block.kind) {
    case 'figure':
      return `${sceneSvg(block.scene)}${block.words === null ? '' : `<p class="prose">${name(block.words)}</p>`}<details${block.open ? ' open' : ''}><summary>${say(block.heading)} as a table</summary>${tableHtml(block.twin)}</details>`;
    case 'table':
      return tableHtml(block.table);
    case 'prose':
      return block.paragraphs.map((words) => `<p class="prose">${name(words)}</p>`).join('');
    case 'facts':
      return `<dl class="facts">${block.facts.map(([key, value]) => `<div><dt>${say(key)}</dt><dd>${say(value)}</dd></div>`).join('')}</dl>`;
  }
};

const blockHtml = (block: Block): string =>
  `<div><h2>${say(block.heading)}</h2><p class="note">${say(block.note)}</p>${blockBody(block)}</div>`;

const rowHtml = (row: Row): string =>
  `<section class="row${row.length > 1 ? ' two' : ''}">${row.map((stack) => `<div class="stack">${stack.map(blockHtml).join('')}</div>`).join('')}</section>`;

const bandHtml = (report: Report, page: Page): string => {
  const brand = `<div class="brand">${sceneSvg(LOGO).replace('role="img"', 'aria-hidden="true"')}<b>${name(report.name)}</b><span>${say(report.subtitle)}</span><span class="end">as of ${say(report.asOf)}</span></div>`;
  if (page.band === null) return `<header class="band">${brand}</header>`;
  const { strip, ruler, caption } = page.band;
  return `<header class="band">${brand}${strip === null ? '' : sceneSvg(strip)}${sceneSvg(ruler)}<p class="meta"><span>${say(caption[0])}</span><span>${say(caption[1])}</span></p></header>`;
};

const pageHtml = (report: Report, page: Page): string => {
  const figures = page.figures.map(([key, value]) => `<div><dt>${say(key)}</dt><dd>${say(value)}</dd></div>`);
  return [
    `<article class="sheet" id="${page.id}" aria-labelledby="${page.id}-title">`,
    bandHtml(report, page),
    `<div class="head"><div><p class="kick">${name(page.kicker)}</p><div class="title"><h1 id="${page.id}-title"${page.colour === null ? '' : ` class="u-${page.colour}"`}>${name(page.title)}</h1></div><p class="lead">${name(page.lead)}</p></div>${figures.length === 0 ? '' : `<dl>${figures.join('')}</dl>`}</div>`,
    ...page.rows.map(rowHtml),
    `<footer class="foot"><span>${say(report.footer[0])}</span><span>${say(report.footer[1])}</span></footer>`,
    '</article>',
  ].join('\n');
};

/**
 * The report as one HTML file that needs nothing else: no script, no external resource, a strict content
 * policy. Each chart has the same figures as a table under it.
 */
export const reportHtml = (report: Report): string =>
  [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy()}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    '<meta name="referrer" content="no-referrer">',
    `<title>${say(report.name)}: ${say(report.subtitle.toLowerCase())}</title>`,
    `<style>${style}</style>`,
    '</head>',
    '<body>',
    `<nav aria-label="Contents"><ol>${report.pages.map((page) => `<li><a href="#${page.id}">${page.kind === 'persona' && page.colour !== null ? swatch(page.colour) : ''}${page.kind === 'cover' ? 'Overview' : name(page.title)}</a></li>`).join('')}</ol></nav>`,
    '<main>',
    ...report.pages.map((page) => pageHtml(report, page)),
    '</main>',
    '</body>',
    '</html>',
    '',
  ].join('\n');
