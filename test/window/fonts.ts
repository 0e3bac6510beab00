/**
 * The face that tests draw with: Inter, which the report embeds, as the system's own. Pictures are then the same on every
 * machine. People see the face of their platform; the product's list of faces is not touched.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const WEIGHTS = ['300Light', '400Regular', '600SemiBold'];
const GENERIC = ['sans-serif', 'system-ui', 'sans'];
/** Faces that the product would take first where a machine has them. */
const NAMED = ['Segoe UI Variable Text', 'Segoe UI', 'Roboto', 'Cantarell', 'Noto Sans', 'Lato'];

/** The environment for a browser that is to draw with Inter; its configuration is written below `folder`. */
export const drawnWithInter = (folder: string): Record<string, string> => {
  const faces = dirname(createRequire(import.meta.url).resolve('@expo-google-fonts/inter/package.json'));
  const home = join(folder, 'fonts');
  const file = join(home, 'fonts.conf');
  const alias = GENERIC.map(
    (family) => `<match target="pattern"><test name="family" qual="any"><string>${family}</string></test>
      <edit name="family" mode="prepend" binding="strong"><string>Inter</string></edit></match>`,
  );
  const hidden = NAMED.map(
    (family) => `<pattern><patelt name="family"><string>${family}</string></patelt></pattern>`,
  );
  mkdirSync(home, { recursive: true });
  writeFileSync(
    file,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
    <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
    ${WEIGHTS.map((weight) => `<dir>${join(faces, weight)}</dir>`).join('')}
    <selectfont><rejectfont>${hidden.join('')}</rejectfont></selectfont>
    <cachedir>${home}</cachedir>${alias.join('')}</fontconfig>`,
  );
  return { FONTCONFIG_FILE: file };
};
