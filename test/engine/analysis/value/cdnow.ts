/** The CDNOW sample as purchase histories, read from the data that is shared between projects. */
import { existsSync, readFileSync } from 'node:fs';

const place = (name: string): URL => new URL(`../../../../../shared/data/cdnow/${name}`, import.meta.url);
export const hasCdnow = existsSync(place('CDNOW_sample.txt'));

const dayNumber = (text: string): number =>
  Date.UTC(Number(text.slice(0, 4)), Number(text.slice(4, 6)) - 1, Number(text.slice(6, 8))) / 86_400_000;

export type CdnowPerson = { frequency: number; recency: number; age: number; mean: number; later: number };

/** Everyone up to 1997-09-30 in weeks of exactly seven days, and their purchase days after it. */
export const cdnow = (): CdnowPerson[] => {
  const end = dayNumber('19970930');
  const people = new Map<string, Map<number, number>>();
  for (const line of readFileSync(place('CDNOW_sample.txt'), 'latin1').trim().split(/\r?\n/)) {
    const [id, , date, , amount] = line.trim().split(/\s+/);
    const days = people.get(id) ?? new Map<number, number>();
    people.set(id, days);
    const day = dayNumber(date);
    days.set(day, (days.get(day) ?? 0) + Number(amount));
  }
  return [...people.values()].map((days) => {
    const before = [...days.keys()].filter((day) => day <= end).sort((a, b) => a - b);
    const repeats = before.slice(1);
    const sum = repeats.reduce((total, day) => total + (days.get(day) ?? 0), 0);
    return {
      frequency: repeats.length,
      recency: ((before.at(-1) ?? 0) - before[0]) / 7,
      age: (end - before[0]) / 7,
      mean: repeats.length > 0 ? sum / repeats.length : Number.NaN,
      later: days.size - before.length,
    };
  });
};

/** Rows of a CSV of numbers without its header. */
export const rowsOf = (name: string): number[][] =>
  readFileSync(place(name), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',').map(Number));
