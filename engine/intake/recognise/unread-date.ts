/**
 * Columns of dates that no format reads (04/2026, Q1 2026, 2026-03-10 25:00): the header or the form of the values says that they
 * are dates. What a file is follows from that all the same, and how they are written is asked.
 */
import type { Look } from './column-role.ts';

/** Words that also stand over something else than dates; beside them the values must show a year. */
const VAGUE: ReadonlySet<string> = new Set(
  'at created data day heure hora ora tid tijd time ts uhrzeit when zeit'.split(' '),
);

/** Year, month and day, or the other way round, alone or with something behind. */
const WHOLE_DATE = /^(9{4}([-/.])99?\2 ?99?|99?([-/.])99?\3 ?9{4})([ ,a-].*)?$/;
/** A time of day alone, or from one to another. */
const CLOCK = /^99?:99(:99)?([ -]+99?:99(:99)?)?$/;
const YEAR = /(^|[^9])9{4}($|[^9])/;
/** Days as a spreadsheet counts them, month and year, and days of other calendars, in figures that are a number as well. */
const FIGURES = /^(9{5}(\.9+)?|9{6,8}|99?\.9{4})$/;

const digitsIn = (shape: string): number => shape.replace(/[^9]/g, '').length;

/** Whether most of the commonest shapes are of a kind. */
const most = ({ evidence }: Look, test: (shape: string) => boolean): boolean =>
  evidence.shapes.filter(test).length * 2 > evidence.shapes.length;

/** Whether a column holds dates, to go by its header or its values, though no format reads them. */
export const isUnreadDate = (look: Look): boolean => {
  const { evidence, forbidden, identifier } = look;
  if (evidence.time !== null || evidence.boolean !== null || forbidden !== null || identifier !== null)
    return false;
  const isNumber = evidence.number !== null;
  if (!isNumber && most(look, (shape) => WHOLE_DATE.test(shape))) return true;
  const said = look.has('time');
  const other = isNumber
    ? look.has('count', 'amount', 'price', 'total', 'id', 'order-id')
    : look.has('id', 'name', 'free-text', 'phone');
  if (said === undefined || other !== undefined) return false;
  // Some of its values may be words ("soon"): the header speaks for the commonest.
  const [shape = ''] = evidence.shapes;
  if (VAGUE.has(said.word)) return !isNumber && YEAR.test(shape) && digitsIn(shape) > 4;
  return isNumber ? FIGURES.test(shape) : digitsIn(shape) >= 4 && !CLOCK.test(shape);
};

/** Whether its values may be days as a spreadsheet counts them: 36526 is the first of 2000, 54788 that of 2050. */
export const mayCountDays = ({ evidence }: Look): boolean =>
  evidence.time === null &&
  evidence.shapes.length > 0 &&
  evidence.shapes.every((shape) => /^9{5}(\.9+)?$/.test(shape));
