/**
 * The typeface of the PDF: Inter 4 (The Inter Project Authors, SIL Open Font License 1.1), for Latin, Greek
 * and Cyrillic. The files come from the package `@expo-google-fonts/inter`; what is used of them is embedded.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Weight } from '../../../../shared/charts/scene.ts';
import { CloisterError } from '../../../../shared/errors.ts';

const FILES: Record<Weight, string> = {
  300: '300Light/Inter_300Light.ttf',
  400: '400Regular/Inter_400Regular.ttf',
  600: '600SemiBold/Inter_600SemiBold.ttf',
};

/** Where the font file of a weight lies. */
export const fontPath = (weight: Weight): string =>
  join(
    dirname(createRequire(import.meta.url).resolve('@expo-google-fonts/inter/package.json')),
    FILES[weight],
  );

/**
 * The font file of a weight.
 * @throws CloisterError FAULT where the installation lacks it
 */
export const readFont = (weight: Weight): Uint8Array => {
  const path = fontPath(weight);
  if (!existsSync(path))
    throw new CloisterError(
      'FAULT',
      'The typeface of the report is missing from this installation.',
      'Install Cloister again; the other files of the package do not need it.',
    );
  return readFileSync(path);
};
