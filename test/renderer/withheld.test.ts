/** What the gate held back is told once where only the names differ. */
import { expect, test } from 'vitest';
import { exports as words } from '../../renderer/messages/outcome.ts';
import { heldBack } from '../../renderer/screens/withheld.ts';

const beyond = (label: string) => ({
  item: 'Cart left behind',
  reason: `the centiles of ${label}: fewer than 11 people beyond them`,
});

test('reasons that differ only in what they are about are one, with a count and every name', () => {
  const found = heldBack([
    { item: 'Looking, not buying', reason: 'fewer than 100 people' },
    beyond('Recency'),
    { item: 'Cart left behind', reason: '5 of 10 levels of Country: 5 with fewer than 11 people' },
    beyond('Average order'),
    beyond('Tenure'),
  ]);
  expect(found.map(({ item }) => item)).toEqual(['Looking, not buying', 'Cart left behind']);
  expect(found.flatMap(({ reasons }) => reasons.map(words.heldReason))).toEqual([
    'fewer than 100 people',
    'the centiles of Recency, Average order, Tenure (3): fewer than 11 people beyond them',
    '5 of 10 levels of Country: 5 with fewer than 11 people',
  ]);
});

test('nothing is lost: as many reasons as there were, each name in one of them', () => {
  const labels = ['Recency', 'Frequency', 'Monetary'];
  const [{ reasons }] = heldBack(labels.map(beyond));
  expect(reasons.reduce((sum, { count }) => sum + count, 0)).toBe(3);
  for (const label of labels) expect(reasons[0].what).toContain(label);
});
