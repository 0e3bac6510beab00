/**
 * A scene as an SVG element. Colours and type are given twice: as attributes, so that the element stands on
 * its own, and as classes, so that a page's style sheet can turn them dark. No style attribute, no id, no
 * script: it passes the strictest content policy and may be repeated on one page.
 */
import { DARK, LIGHT, ROLES } from './palette.ts';
import { hatchStrokes, type Mark, type Scene } from './scene.ts';
import { escapeXml } from './words.ts';

const paint = (attribute: 'fill' | 'stroke', role: keyof typeof LIGHT | null): string =>
  role === null ? ` ${attribute}="none"` : ` ${attribute}="${LIGHT[role]}"`;

const classes = (fill: string | null, stroke: string | null): string => {
  const names = [fill === null ? '' : `f-${fill}`, stroke === null ? '' : `s-${stroke}`].filter(
    (name) => name,
  );
  return names.length === 0 ? '' : ` class="${names.join(' ')}"`;
};

const markSvg = (mark: Mark): string => {
  switch (mark.kind) {
    case 'rect':
      return `<rect x="${mark.x}" y="${mark.y}" width="${mark.width}" height="${mark.height}"${paint('fill', mark.fill)}${classes(mark.fill, null)}/>`;
    case 'line':
      return `<path d="M${mark.x1} ${mark.y1}L${mark.x2} ${mark.y2}" fill="none"${paint('stroke', mark.stroke)} stroke-width="${mark.width}"${classes(null, mark.stroke)}/>`;
    case 'path': {
      const points = mark.points.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${x} ${y}`).join('');
      const width = mark.stroke === null ? '' : ` stroke-width="${mark.width}"`;
      return `<path d="${points}${mark.closed ? 'Z' : ''}"${paint('fill', mark.fill)}${paint('stroke', mark.stroke)}${width}${classes(mark.fill, mark.stroke)}/>`;
    }
    case 'hatch': {
      const strokes = hatchStrokes(mark)
        .map(([x1, y1, x2, y2]) => `M${x1} ${y1}L${x2} ${y2}`)
        .join('');
      return `<path d="${strokes}" fill="none"${paint('stroke', mark.stroke)}${classes(null, mark.stroke)}/>`;
    }
    case 'text': {
      if (mark.text === '') return '';
      const anchor = mark.anchor === 'start' ? '' : ` text-anchor="${mark.anchor}"`;
      const weight = mark.weight === 400 ? '' : ` font-weight="${mark.weight}"`;
      return `<text x="${mark.x}" y="${mark.y}" font-size="${mark.size}"${weight}${anchor}${paint('fill', mark.fill)}${classes(mark.fill, null)}>${escapeXml(mark.text)}</text>`;
    }
  }
};

/** What a file of its own is drawn with: Inter, by whose widths texts are laid, else what looks most like it. */
const FACES = "Inter, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";

/**
 * The scene as one `<svg role="img">` with its title; every text is escaped. A file of its own (`standalone`) names what a
 * page around it would bring: the namespace, the typeface, white paper.
 */
export const sceneSvg = (scene: Scene, standalone = false): string =>
  `<svg${standalone ? ` xmlns="http://www.w3.org/2000/svg" font-family="${FACES}"` : ''} class="chart" role="img" width="${scene.width}" height="${scene.height}" viewBox="0 0 ${scene.width} ${scene.height}"><title>${escapeXml(scene.title)}</title>${standalone ? `<rect width="${scene.width}" height="${scene.height}" fill="${LIGHT.surface}"/>` : ''}${scene.marks.map(markSvg).join('')}</svg>`;

/** Style rules that give every class of the charts its colour in both themes. */
export const chartStyle = (): string =>
  ROLES.map((role) => {
    const value = LIGHT[role] === DARK[role] ? LIGHT[role] : `light-dark(${LIGHT[role]},${DARK[role]})`;
    return `.f-${role}{fill:${value}}.s-${role}{stroke:${value}}`;
  }).join('\n');
