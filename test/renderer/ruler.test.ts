/** The ruler of the lens, and the words beside it. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { leftOutWords, roundStep, rulerOf } from '../../renderer/frame/ruler.ts';
import { FEW, HIDDEN } from '../../shared/counts.ts';
import { EXCLUSIONS } from '../../shared/vocabulary.ts';

const NORDLICHT = {
  known: 84_210,
  admitted: 61_904,
  leftOut: [
    { reason: 'NO_RECORD', people: 8947 },
    { reason: 'WITHDRAWN', people: 6318 },
    { reason: 'REFUSED', people: 4126 },
    { reason: 'EXPIRED', people: 1962 },
    { reason: 'OBJECTED', people: 731 },
    { reason: 'UNKNOWN', people: 222 },
  ] as const,
};

describe('the ruler', () => {
  test('has a tick per 5,000 and a name per 20,000 for 84,210 people', () => {
    const { ticks } = rulerOf(NORDLICHT);
    expect(ticks[1].at).toBe(5000);
    expect(ticks.filter(({ named }) => named).map(({ at }) => at)).toEqual([0, 20_000, 40_000, 60_000]);
  });
  test('keeps the order of the reasons and turns the hatching at each border', () => {
    const { parts } = rulerOf({ ...NORDLICHT, leftOut: [...NORDLICHT.leftOut].reverse() });
    expect(parts.map(({ reason }) => reason)).toEqual(
      EXCLUSIONS.filter((reason) => NORDLICHT.leftOut.some((one) => one.reason === reason)),
    );
    expect(parts.map(({ turned }) => turned)).toEqual([false, true, false, true, false, true]);
  });
  test('is empty when nobody is known, and has no part for an empty reason', () => {
    expect(rulerOf({ known: 0, admitted: 0, leftOut: [] })).toEqual({ admitted: 0, parts: [], ticks: [] });
    expect(rulerOf({ known: 2, admitted: 2, leftOut: [{ reason: 'REFUSED', people: 0 }] }).parts).toEqual([]);
  });
  test('is to scale: parts touch and end at the last person', () => {
    const counts = fc.array(fc.nat(1_000_000), {
      minLength: EXCLUSIONS.length + 1,
      maxLength: EXCLUSIONS.length + 1,
    });
    fc.assert(
      fc.property(counts, ([admitted, ...out]) => {
        const leftOut = EXCLUSIONS.map((reason, index) => ({ reason, people: out[index] }));
        const known = admitted + out.reduce((sum, people) => sum + people, 0);
        fc.pre(known > 0);
        const ruler = rulerOf({ known, admitted, leftOut });
        let at = ruler.admitted;
        for (const part of ruler.parts) {
          expect(part.x).toBeCloseTo(at, 10);
          at = part.x + part.width;
        }
        expect(at).toBeCloseTo(1, 10);
        expect(ruler.ticks.length).toBeLessThanOrEqual(26);
      }),
    );
  });
  test.each([
    [84_210, 5, 20_000],
    [5000, 5, 1000],
    [3, 5, 1],
    [1_000_000, 5, 200_000],
  ])('%i people in at most %i steps: %i each', (total, most, step) => {
    expect(roundStep(total, most)).toBe(step);
  });
});

describe('the words beside it', () => {
  test('add up to everyone left out', () => {
    const words = leftOutWords(NORDLICHT);
    expect(words.named.map(({ reason }) => reason)).toEqual(['NO_RECORD', 'WITHDRAWN', 'REFUSED']);
    expect(words).toMatchObject({ total: 22_306, other: 2915 });
  });
  test('need no "other" for four reasons', () => {
    const words = leftOutWords({ ...NORDLICHT, leftOut: NORDLICHT.leftOut.slice(0, 4) });
    expect(words.named).toHaveLength(4);
    expect(words.other).toBe(0);
  });
});

describe('reasons that are not told', () => {
  const input = {
    known: 1783,
    admitted: 100,
    leftOut: [
      { reason: 'NO_RECORD', people: HIDDEN },
      { reason: 'REFUSED', people: 83 },
      { reason: 'OBJECTED', people: FEW },
    ] as const,
  };
  test('are counted with everyone left out, and fill the ruler to its end', () => {
    expect(leftOutWords(input)).toMatchObject({ total: 1683, other: 0 });
    const { parts } = rulerOf(input);
    const [hidden] = parts;
    expect([hidden.reason, hidden.people, hidden.width * 1783]).toEqual(['NO_RECORD', HIDDEN, 1600]);
    const last = parts[parts.length - 1];
    expect(last.x + last.width).toBeCloseTo(1, 3);
  });
  test('end at the last person also where a count is what was told before of a few more', () => {
    const { parts } = rulerOf({ known: 354, admitted: 0, leftOut: [{ reason: 'NO_RECORD', people: 364 }] });
    expect(parts.map(({ width }) => width)).toEqual([1]);
  });
  test('leave the total untold where who is admitted is not told, either', () => {
    expect(leftOutWords({ ...input, admitted: FEW }).total).toBe(HIDDEN);
  });
});
