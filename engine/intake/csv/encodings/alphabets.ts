/**
 * Letters beyond ASCII of the languages that each encoding of one byte was made for, commonest first. Of the Latin scripts
 * those are the letters with marks; of the others the whole alphabet. The order is roughly that of running text.
 */
import type { Encoding } from '../../../../shared/encodings.ts';

export type Language = { name: string; letters: string };

const WESTERN: readonly Language[] = [
  { name: 'French', letters: 'éèàçêôîâûëïùœæ' },
  { name: 'German', letters: 'üäöß' },
  { name: 'Spanish', letters: 'óíáéñúü' },
  { name: 'Portuguese', letters: 'ãçéáíóêõâàôú' },
  { name: 'Italian', letters: 'àèùìòé' },
  { name: 'Scandinavian', letters: 'åäöøæé' },
  { name: 'Icelandic', letters: 'áíðúóéöþýæ' },
];
const CENTRAL: readonly Language[] = [
  { name: 'Polish', letters: 'łąęóśżćńź' },
  { name: 'Czech', letters: 'íáéěýžřšůčúťňďó' },
  { name: 'Slovak', letters: 'áíéčýžšúťľôóňäďĺŕ' },
  { name: 'Hungarian', letters: 'áéóöíőüúű' },
  { name: 'Croatian', letters: 'čšžćđ' },
  { name: 'Romanian', letters: 'ăîşţâ' },
  { name: 'German', letters: 'üäöß' },
];
const TURKISH: readonly Language[] = [{ name: 'Turkish', letters: 'ıüişğöçâî' }];
const BALTIC: readonly Language[] = [
  { name: 'Lithuanian', letters: 'ėšųžąčįęū' },
  { name: 'Latvian', letters: 'āīšēņļūžčķģ' },
  { name: 'Estonian', letters: 'äõüöšž' },
];
const CYRILLIC: readonly Language[] = [
  { name: 'Russian', letters: 'оаеинтрслвкмдпуяыьгзбчйхжшюцщэфъё' },
  { name: 'Ukrainian', letters: 'оаниівертслкудмпязьгбчхйжюшцїєщфґ' },
  { name: 'Bulgarian', letters: 'аиоетнрсвлкдпмъзгяубчщжцхшйфюь' },
];
const GREEK: readonly Language[] = [{ name: 'Greek', letters: 'αοιετσνηυρπκμλςίόωάγδέήθχφύβώξζψϊϋΐ' }];

/** What each is mostly met in. */
export const LANGUAGES: Partial<Record<Encoding, readonly Language[]>> = {
  'windows-1252': WESTERN,
  'iso-8859-15': WESTERN,
  macintosh: WESTERN,
  'windows-1250': CENTRAL,
  'iso-8859-2': CENTRAL,
  'windows-1254': TURKISH,
  'windows-1257': BALTIC,
  'windows-1251': CYRILLIC,
  'koi8-r': CYRILLIC.slice(0, 1),
  'windows-1253': GREEK,
};

/** Signs beyond ASCII that text of any language may hold. */
export const TYPOGRAPHIC = new Set('\u00a0\u00ad“”‘’„‚–—…«»€£°§№®™©·•¿¡ªº');
