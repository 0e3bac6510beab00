/** The report as HTML and as PDF: harmless, accessible, complete, and the same bytes every time. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { reportOf } from '../../../../engine/exports/report/contents.ts';
import { reportHtml } from '../../../../engine/exports/report/html.ts';
import { layOut } from '../../../../engine/exports/report/layout.ts';
import { reportPdf } from '../../../../engine/exports/report/pdf.ts';
import { writeReport } from '../../../../engine/exports/report/report.ts';
import { extentOf } from '../../../../shared/charts/scene.ts';
import type { Cleared, Release } from '../../../../shared/release.ts';
import { clearedRelease, HOSTILE, rawRelease } from './fixture.ts';

const contentOf = async (release: Cleared<Release>): Promise<{ html: string; pdf: Buffer }> => {
  const [html, pdf] = await writeReport(release);
  expect([html.path, pdf.path]).toEqual(['report.html', 'report.pdf']);
  return { html: html.content as string, pdf: Buffer.from(pdf.content as Uint8Array) };
};

const files = await contentOf(clearedRelease());
const VOID = new Set(['meta', 'col', 'rect', 'path', 'br']);

/** Reads HTML strictly: every tag closed in order, every attribute quoted. Returns the tags and the words. */
const parse = (
  html: string,
): { tags: { name: string; attributes: Map<string, string> }[]; words: string } => {
  const body = html.replace(/^<!doctype html>\n/, '').replace(/<style>[^<]*<\/style>/, '');
  const stack: string[] = [];
  const tags: { name: string; attributes: Map<string, string> }[] = [];
  let words = '';
  let at = 0;
  while (at < body.length) {
    if (body[at] !== '<') {
      const end = body.indexOf('<', at);
      const run = body.slice(at, end < 0 ? undefined : end);
      expect(run).not.toContain('>');
      expect(run).not.toMatch(/&(?!(amp|lt|gt|quot|#39);)/);
      words += run;
      at += run.length;
      continue;
    }
    const match = /^<(\/?)([a-z0-9]+)((?:\s+[a-zA-Z-]+(?:="[^"<>]*")?)*)\s*(\/?)>/.exec(
      body.slice(at, at + 5000),
    );
    expect(match, body.slice(at, at + 80)).not.toBeNull();
    const [whole, closing, name, raw, self] = match!;
    at += whole.length;
    if (closing === '/') expect(stack.pop()).toBe(name);
    else {
      const attributes = new Map(
        [...raw.matchAll(/([a-zA-Z-]+)(?:="([^"]*)")?/g)].map((part) => [part[1], part[2] ?? '']),
      );
      tags.push({ name, attributes });
      if (self !== '/' && !VOID.has(name)) stack.push(name);
    }
  }
  expect(stack).toEqual([]);
  return { tags, words };
};

describe('report.html', () => {
  const { tags, words } = parse(files.html);

  it('carries no hostile string as markup, and loses none', () => {
    for (const hostile of HOSTILE) expect(files.html).not.toContain(hostile);
    expect(tags.some((tag) => tag.name === 'script' || tag.name === 'img')).toBe(false);
    expect(words).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &amp; the Seasonal Big Baskets');
    expect(words).toContain('Щедрые покупатели / 東京の顧客');
    expect(files.html).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
  });

  it('loads nothing and styles nothing inline', () => {
    expect(files.html).not.toMatch(/https?:|\/\/[a-z]|url\(|@import/i);
    for (const { attributes } of tags)
      for (const attribute of attributes.keys()) expect(attribute).not.toMatch(/^(style|src|on.*)$/);
  });

  it('allows exactly its own style sheet', () => {
    const style = /<style>([^<]*)<\/style>/.exec(files.html)![1];
    const hash = createHash('sha256').update(style).digest('base64');
    const meta = tags.find((tag) => tag.attributes.get('http-equiv') === 'Content-Security-Policy');
    const policy = meta!.attributes.get('content')!;
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain(`style-src 'sha256-${hash}'`);
    expect(policy).not.toMatch(/unsafe|\*/);
  });

  it('has unique ids, one heading per page and a table under every chart', () => {
    const ids = tags.flatMap(({ attributes }) => attributes.get('id') ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    expect(tags.filter((tag) => tag.name === 'h1')).toHaveLength(7);
    const figures = reportOf(rawRelease())
      .pages.flatMap((page) => page.rows.flat(2))
      .filter((block) => block.kind === 'figure');
    expect(tags.filter((tag) => tag.name === 'details')).toHaveLength(figures.length);
    for (const figure of figures) expect(figure.twin.rows.length).toBeGreaterThan(0);
    expect(tags.find((tag) => tag.name === 'html')!.attributes.get('lang')).toBe('en');
    for (const tag of tags.filter((one) => one.name === 'svg'))
      expect(tag.attributes.has('role') || tag.attributes.get('aria-hidden') === 'true').toBe(true);
  });

  it('keeps the full text of what a chart shortens', () => {
    expect(words).toContain('A label that goes on and on, far beyond what any chart can hold in its column');
  });

  it('says what was withheld and why', () => {
    for (const { reason } of rawRelease().withheld) expect(words).toContain(reason);
    expect(words).toContain('withheld by the gate');
  });
});

describe('report.pdf', () => {
  const raw = files.pdf.toString('latin1');
  const sheets = layOut(reportOf(rawRelease()));

  it('is a PDF with the pages that were laid out', () => {
    expect(raw.startsWith('%PDF-1.7')).toBe(true);
    expect(raw.trimEnd().endsWith('%%EOF')).toBe(true);
    expect(raw.match(/\/Type \/Page\n/g)).toHaveLength(sheets.length);
    expect(raw).toContain(`/Count ${sheets.length}`);
    expect(sheets.length).toBeGreaterThanOrEqual(7);
  });

  it('names its language and its date, and nothing of the machine', () => {
    expect(raw).toContain('/Lang (en)');
    expect(raw).toContain('D:20261031000000Z');
    expect(raw).toContain('/Marked true');
    expect(raw).not.toMatch(/PDFKit|\/Author|node_modules|\/home\/|\/root\//);
  });

  it('numbers every sheet', () => {
    sheets.forEach((sheet, index) => {
      const last = sheet.groups.at(-1)!.marks.at(-1)!;
      expect(last.kind === 'text' && last.text).toContain(`page ${index + 1} of ${sheets.length}`);
    });
  });

  it('keeps every text on the sheet and clear of the others', () => {
    for (const sheet of sheets) {
      const marks = sheet.groups.flatMap((group) => group.marks);
      const texts = marks.flatMap((mark) => (mark.kind === 'text' && mark.text !== '' ? [mark] : []));
      texts.forEach((a, i) => {
        const [left, right] = extentOf(a);
        expect(left).toBeGreaterThanOrEqual(47);
        expect(right, a.text).toBeLessThanOrEqual(747);
        expect(a.y).toBeLessThanOrEqual(1100);
        for (const b of texts.slice(i + 1)) {
          const [from, to] = extentOf(b);
          const apart =
            left >= to - 1 ||
            from >= right - 1 ||
            a.y - a.size * 0.76 >= b.y + b.size * 0.24 - 2 ||
            b.y - b.size * 0.76 >= a.y + a.size * 0.24 - 2;
          expect(apart, `"${a.text}" and "${b.text}" do not touch`).toBe(true);
        }
      });
    }
  });
});

describe('writeReport', () => {
  it('gives the same bytes twice', async () => {
    const again = await contentOf(clearedRelease());
    expect(again.html).toBe(files.html);
    expect(again.pdf.equals(files.pdf)).toBe(true);
  });

  it('refuses a release that did not pass the gate', async () => {
    await expect(writeReport(rawRelease() as Cleared<Release>)).rejects.toMatchObject({
      code: 'PRIVACY_REFUSED',
    });
  });

  it('holds with nothing to report, and with far too much', async () => {
    const empty = reportOf({
      ...rawRelease(),
      segments: [],
      clustering: null,
      fields: [],
      withheld: [],
      population: { known: 0, admitted: 0, leftOut: [] },
    });
    expect(parse(reportHtml(empty)).words).toContain('Nothing was withheld');
    expect((await reportPdf(empty)).length).toBeGreaterThan(1000);
    const base = rawRelease();
    const large = reportOf({
      ...base,
      segments: Array.from({ length: 24 }, (_, at) => ({
        ...base.segments[at % 5],
        id: `x${at}`,
        text: base.segments[0].text.repeat(1 + at * 3),
      })),
      withheld: Array.from({ length: 120 }, (_, at) => ({
        item: `Segment ${at}`,
        reason: 'x'.repeat(at * 4),
      })),
    });
    parse(reportHtml(large));
    const sheets = layOut(large);
    for (const sheet of sheets)
      for (const mark of sheet.groups.flatMap((group) => group.marks))
        if (mark.kind === 'text') expect(mark.y).toBeLessThanOrEqual(1100);
    expect((await reportPdf(large)).length).toBeGreaterThan(100_000);
  });
});
