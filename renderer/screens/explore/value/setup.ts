/** How customer value is to be modelled, as it is typed in, and as the engine takes it. */
import type { Input } from '../../../../shared/contract/contract.ts';
import type { ValueChoice } from '../../../../shared/value.ts';

export type Typed = {
  model: ValueChoice['model'];
  unit: ValueChoice['unit'];
  months: string;
  discount: string;
  /** Days kept back; empty for a third of the time seen. */
  holdout: string;
};

export const usual = (): Typed => ({
  model: 'mbg-nbd',
  unit: 'week',
  months: '12',
  discount: '1',
  holdout: '',
});

/** A kept choice as it would be typed in. */
export const typedOf = ({ model, unit, months, discount, holdout }: ValueChoice): Typed => ({
  model,
  unit,
  months: String(months),
  discount: String(Number((100 * discount).toPrecision(12))),
  holdout: holdout === undefined ? '' : String(holdout),
});

const between = (text: string, least: number, most: number, whole: boolean): boolean =>
  text.trim() !== '' &&
  Number(text) >= least &&
  Number(text) <= most &&
  (!whole || Number.isInteger(Number(text)));

/** Fields that cannot be read; none of them is guessed. */
export const wrongFields = (typed: Typed): (keyof Typed)[] => {
  const wrong: (keyof Typed)[] = [];
  if (!between(typed.months, 1, 120, true)) wrong.push('months');
  if (!between(typed.discount, 0, 100, false)) wrong.push('discount');
  if (typed.holdout.trim() !== '' && !between(typed.holdout, 1, 36_500, true)) wrong.push('holdout');
  return wrong;
};

/** The typed choice for the engine. */
export const askedOf = (typed: Typed): NonNullable<Input<'value.fit'>['value']> => ({
  model: typed.model,
  unit: typed.unit,
  months: Number(typed.months),
  discount: Number(typed.discount) / 100,
  ...(typed.holdout.trim() === '' ? {} : { holdout: Number(typed.holdout) }),
});
