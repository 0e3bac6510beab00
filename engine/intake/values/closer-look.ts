/**
 * What single texts of a column show that the kernel of `column.ts` leaves to somebody else: personal data, currencies, what
 * spreadsheets did to figures. This is the meaning of those counts; the kernel has it for plain texts only.
 */
import { currencyIn } from './currency.ts';
import { createPersonalData, digitsOf, type PersonalData } from './personal.ts';

/** Whether a place holds no figure, nor a mark that stands among figures but the full stop of "kr.". */
const isSign = (text: string, at: number): boolean => {
  const unit = text.charCodeAt(at);
  return unit === 0x24 || unit === 0x2e || unit > 0x40;
};

export type CloserLook = {
  readonly counts: {
    wordy: number;
    integers: number;
    fractions: number;
    leadingZeros: number;
    pointZero: number;
    shortened: number;
  };
  readonly personal: PersonalData;
  readonly currencies: ReadonlySet<string>;
  /** Looks at a text that came so many times. */
  look(text: string, times: number): void;
};

/** An empty count of one column. */
export const createCloserLook = (): CloserLook => {
  const counts = { wordy: 0, integers: 0, fractions: 0, leadingZeros: 0, pointZero: 0, shortened: 0 };
  const personal = createPersonalData();
  const currencies = new Set<string>();
  return {
    counts,
    personal,
    currencies,
    look: (text, times) => {
      const digits = digitsOf(text);
      let blanks = 0;
      for (let i = text.indexOf(' '); i >= 0 && blanks < 3; i = text.indexOf(' ', i + 1)) blanks++;
      if (blanks >= 3) counts.wordy += times;
      if (digits === text.length) counts.integers += times;
      else if (digits > 0 && (text.includes('.') || text.includes(','))) counts.fractions += times;
      personal.look(text, digits, times);
      const beside = isSign(text, 0) || isSign(text, text.length - 1);
      const currency = beside && digits > 0 && text.length <= 24 ? currencyIn(text) : null;
      if (currency !== null) currencies.add(currency);
      if (digits > 1 && digits === text.length && text[0] === '0') counts.leadingZeros += times;
      if (digits === 0 || text.length > 24) return;
      if (text.includes('+') && /^\d\.\d+E\+\d\d$/i.test(text)) counts.shortened += times;
      if (text.length > 2 && digits === text.length - 1 && text.endsWith('.0')) counts.pointZero += times;
    },
  };
};
