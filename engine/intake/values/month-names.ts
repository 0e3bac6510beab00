/**
 * Names of months in the languages of Europe, of weekdays in those that write Latin letters, whole, inflected and
 * short (CLDR 44, `dates/calendars/gregorian`), and the words that stand between the parts of a date. Letters are
 * compared without case and without the marks over them.
 */
import type { Cursor } from './time-parts.ts';

/**
 * English, German, French, Spanish, Italian, Portuguese, Dutch, Nordic, Polish, Czech, Slovak, Finnish, Hungarian, Romanian; and
 * Russian, Ukrainian, Bulgarian, Serbian, Greek, Turkish, Slovene.
 */
const MONTHS: readonly string[] = [
  `january jan januar januara jaenner janner janvier janv enero ene gennaio gen janeiro januari styczen stycznia sty leden ledna led tammikuu tammi ianuarie ian
    январь января янв січень січня січ януари јануар јануара ιανουάριος ιανουαρίου ιαν ocak oca`,
  `february feb februar februara februari fevrier fevr fev febrero febbraio fevereiro luty lutego lut unor unora uno helmikuu helmi februarie febr
    февраль февраля фев февр лютий лютого лют февруари фебруар фебруара φεβρουάριος φεβρουαρίου φεβ şubat şub`,
  `march mar marz maerz mrz mars marzo marco maart mrt marts marzec marca marec brezen brezna bre maaliskuu maalis marcius marc martie
    март марта мар березень березня бер μάρτιος μαρτίου μαρ mart`,
  `april aprila apr avril avr abril abr aprile kwiecien kwietnia kwi duben dubna dub huhtikuu huhti aprilis aprilie
    апрель апреля апр квітень квітня квіт кві април априла απρίλιος απριλίου απρ nisan nis`,
  `may mai mayo maggio mag maio mei maj maja kveten kvetna kve toukokuu touko majus
    май мая травень травня трав тра мај маја μάιος μαΐου μαΐ mayıs mayis`,
  `june jun juni juin junio giugno giu junho czerwiec czerwca cze cerven cervna kesakuu kesa junius juna iunie iun
    июнь июня июн червень червня черв чер юни јун јуна ιούνιος ιουνίου ιουν haziran haz junij junija`,
  `july jul juli juillet juil julio luglio lug julho lipiec lipca lip cervenec cervence heinakuu heina julius jula iulie iul
    июль июля июл липень липня лип юли јул јула ιούλιος ιουλίου ιουλ temmuz tem julij julija`,
  `august aug aout agosto ago augustus augusti sierpien sierpnia sie srpen srpna srp elokuu elo augusztus augusta
    август августа авг серпень серпня серп сер αύγουστος αυγούστου αυγ ağustos ağu avgust avgusta`,
  `september sep sept septembre septiembre setiembre settembre setembro set wrzesien wrzesnia wrz zari syyskuu syys szeptember szept septembrie septembra
    сентябрь сентября сент сен вересень вересня вер септември септембар септембра σεπτέμβριος σεπτεμβρίου σεπ eylül eyl`,
  `october oct oktober okt octobre octubre ottobre ott outubro out pazdziernik pazdziernika paz rijen rijna rij lokakuu loka octombrie oktobra
    октябрь октября окт жовтень жовтня жовт жов октомври октобар октобра οκτώβριος οκτωβρίου οκτ ekim eki`,
  `november nov novembre noviembre novembro listopad listopada listopadu lis marraskuu marras noiembrie noi novembra
    ноябрь ноября нояб ноя листопад листопада лист ноември новембар новембра νοέμβριος νοεμβρίου νοε kasım kas`,
  `december dec dezember dez decembre diciembre dic dicembre dezembro des desember grudzien grudnia gru prosinec prosince pro joulukuu joulu decembrie decembra
    декабрь декабря дек грудень грудня груд гру декември децембар децембра δεκέμβριος δεκεμβρίου δεκ aralık ara`,
];

/** Months whose name means another month in Croatian: November or October, July or June, August or July. */
const ELSEWHERE: ReadonlySet<string> = new Set(['listopad', 'listopada', 'lis', 'lip', 'srp']);
/** Months that only those have who mean by the names above what is said above. */
const POLISH_OR_CZECH: ReadonlySet<string> = new Set(
  `styczen stycznia sty luty lutego lut marzec marca kwiecien kwietnia kwi czerwiec czerwca cze lipiec lipca sierpien
  sierpnia sie wrzesien wrzesnia wrz pazdziernik pazdziernika paz grudzien grudnia gru leden ledna led unor unora
  brezen brezna duben dubna kveten kvetna cerven cervna cervenec cervence srpen srpna zari rijen rijna listopadu
  prosinec prosince`.split(/\s+/),
);

const WEEKDAYS: ReadonlySet<string> = new Set(
  `monday mon tuesday tue tues wednesday wed thursday thu thur thurs friday fri saturday sat sunday sun
  montag mo dienstag di mittwoch mi donnerstag do freitag fr samstag sonnabend sa sonntag so
  lundi lun mardi mar mercredi mer jeudi jeu vendredi ven samedi sam dimanche dim
  lunes martes miercoles mie jueves jue viernes vie sabado sab domingo dom
  lunedi martedi mercoledi giovedi gio venerdi sabato domenica
  segunda seg terca ter quarta qua quinta qui sexta sex feira
  maandag ma dinsdag woensdag wo donderdag vrijdag vr zaterdag za zondag zo
  mandag man mandag tirsdag tir onsdag ons torsdag tor fredag fre lordag lor sondag son mandag tisdag tis torsdag tors lor
  poniedzialek pon wtorek wt sroda sr czwartek czw piatek pt sobota sob niedziela niedz nd
  pondeli pondelok po utery utorok ut streda st ctvrtek stvrtok ct patek piatok pa so nedele nedela ne
  maanantai maanantaina tiistai tiistaina ti keskiviikko keskiviikkona ke torstai torstaina to perjantai perjantaina pe
  lauantai lauantaina la sunnuntai sunnuntaina su
  hetfo kedd szerda csutortok pentek szombat vasarnap luni marti miercuri joi vineri sambata duminica`.split(
    /\s+/,
  ),
);

const decoder = new TextDecoder();
const fold = (text: string): string =>
  text.normalize('NFD').toLowerCase().replace(/\p{M}/gu, '').replaceAll('ł', 'l').replaceAll('ø', 'o');

const MONTH_OF: ReadonlyMap<string, number> = new Map(
  MONTHS.flatMap((names, at) => names.split(/\s+/).map((name): [string, number] => [fold(name), at + 1])),
);

/** Reads the letters at the cursor; the word without case and marks, or the empty text where no letter stands. */
export const wordAt = (cursor: Cursor): string => {
  const { bytes, at: from, end } = cursor;
  let plain = true;
  let text = '';
  for (; cursor.at < end; cursor.at++) {
    const c = bytes[cursor.at];
    if (c >= 0x80) {
      // The blanks that do not break a line are no letters.
      if (c === 0xe2 || (c === 0xc2 && bytes[cursor.at + 1] <= 0xbf)) break;
      plain = false;
    } else if ((c | 32) < 97 || (c | 32) > 122) break;
    else if (plain) text += String.fromCharCode(c | 32);
  }
  return plain ? text : fold(decoder.decode(bytes.subarray(from, cursor.at)));
};

/** The month of a folded word, from 1; 0 where it is none. Finnish months stand in the partitive too: tammikuuta. */
export const monthOf = (word: string): number =>
  MONTH_OF.get(word) ??
  (word.endsWith('kuuta') || word.endsWith('kuun') ? (MONTH_OF.get(word.replace(/(ta|n)$/, '')) ?? 0) : 0);

/** Whether a folded word is the name of a weekday. */
export const isWeekday = (word: string): boolean => WEEKDAYS.has(word);

/**
 * Whether the months of these texts are named without doubt: where a name stands that is another month in Croatian,
 * another name must show that the texts are Polish or Czech.
 */
export const monthsCertain = (texts: readonly string[]): boolean => {
  const words = new Set(texts.flatMap((text) => fold(text).split(/[^a-z]+/)));
  const any = (names: ReadonlySet<string>): boolean => [...names].some((name) => words.has(name));
  return !any(ELSEWHERE) || any(POLISH_OR_CZECH);
};
