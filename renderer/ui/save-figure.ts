/**
 * The one way to save from the window: a text as it is; a figure as its scene as SVG or PNG, its table as CSV. A saved figure is made of a
 * scene or a table and of nothing else: never of the pixels on the screen, which may show every person as a point.
 */
import type { Scene } from '../../shared/charts/scene.ts';
import { sceneSvg } from '../../shared/charts/svg.ts';
import { type FigureTable, tableCsv } from './table-csv.ts';

/** Sharp on paper and on dense screens. */
const PNG_SCALE = 3;

const saveBlob = (blob: Blob, name: string): void => {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser reads the address after the click has returned.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
};

const svgBlob = (scene: Scene): Blob => new Blob([sceneSvg(scene, true)], { type: 'image/svg+xml' });

const saveSvg = (scene: Scene, name: string): void => saveBlob(svgBlob(scene), `${name}.svg`);

/** Saves the scene as an image on white paper. */
const savePng = async (scene: Scene, name: string): Promise<void> => {
  const url = URL.createObjectURL(svgBlob(scene));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = scene.width * PNG_SCALE;
    canvas.height = scene.height * PNG_SCALE;
    const context = canvas.getContext('2d');
    if (context === null) throw new Error('This window cannot draw images.');
    context.fillStyle = '#ffffff';
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    if (blob === null) throw new Error('The image could not be made.');
    saveBlob(blob, `${name}.png`);
  } finally {
    URL.revokeObjectURL(url);
  }
};

/** Saves a text under a name. */
export const saveText = (text: string, type: string, name: string): void =>
  saveBlob(new Blob([text], { type }), name);

const saveCsv = (table: FigureTable, name: string): void =>
  saveText(tableCsv(table), 'text/csv', `${name}.csv`);

export type FigureFile = 'svg' | 'png' | 'csv';

/** A figure that can be saved; `scene` is null while there is none to draw. */
export type SavedFigure = { name: string; scene: Scene | null; table: FigureTable };

/** Saves a figure as a file of this kind, named after it. @throws Error when the image cannot be made */
export const saveFigure = async ({ name, scene, table }: SavedFigure, kind: FigureFile): Promise<void> => {
  if (kind === 'csv') saveCsv(table, name);
  else if (scene === null) throw new Error('This figure has no picture.');
  else if (kind === 'svg') saveSvg(scene, name);
  else await savePng(scene, name);
};
