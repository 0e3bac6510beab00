/** The kernel of plain cells against the readers of any cell: what it does not leave to them, it reads as they do. */
import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCells } from '../../../engine/intake/cells/cells.ts';
import type { Batch } from '../../../engine/intake/csv/batch.ts';
import { createScanner } from '../../../engine/intake/csv/scanner.ts';
import type { IdentifierField } from '../../../engine/intake/layout.ts';
import { isAbsent } from '../../../engine/intake/spans.ts';
import { isNobody } from '../../../engine/intake/values/nobody.ts';
import { normaliseValue } from '../../../engine/intake/values/normalise.ts';
import { PLAIN, parseNumberBytes } from '../../../engine/intake/values/numbers.ts';
import { parseTimeBytes } from '../../../engine/intake/values/times.ts';
import { createHmacs } from '../../../engine/privacy/kernels/hmac.ts';

const KEY = new Uint8Array(32).fill(5);

/** Hands out the batches of a file of one column. */
const scan = (values: readonly string[], onBatch: (batch: Batch) => void): void => {
  const scanner = createScanner({ delimiter: ',', quote: '"', width: 2 });
  const quoted = values.map((value) => `"${value.replaceAll('"', '""')}",x\n`);
  scanner.push(Buffer.from(quoted.join('')), onBatch);
  scanner.end(onBatch);
};
/** A cell as readers see it, without blanks and control characters around it. */
const bytesOf = (value: string): Buffer => Buffer.from(value.replace(/^[\0- ]+/, '').replace(/[\0- ]+$/, ''));

/** Values of a kind, and the same bent in ways that files bend them. */
const bent = (value: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 6, arbitrary: value },
    value.map((one) => ` ${one}\t`),
    value.map((one) => one.toUpperCase()),
    fc
      .tuple(
        value,
        fc.nat(),
        fc.constantFrom('', '.', '-', '@', 'é', '"', ' ', '\u0000', '\u007f', '7', 'Z', '--'),
      )
      .map(([one, place, more]) => {
        const at = place % (one.length + 1);
        return one.slice(0, at) + more + one.slice(at + (place % 2));
      }),
    fc.constantFrom('', 'n/a', 'NULL', 'guest', '(not set)', '#N/A', '-', '.', 'none'),
    fc.string({ maxLength: 90 }),
  );
const word = fc.stringMatching(/^[a-z0-9]{1,12}$/);
const email = fc
  .tuple(
    word,
    word,
    word,
    fc.constantFrom('.', '+', '_', '-'),
    fc.constantFrom('org', 'co.uk', 'example.com'),
  )
  .map(([a, b, c, mark, end]) => `${a}${mark}${b}@${c}.${end}`);
const uuid = fc.uuid();
const number = fc
  .tuple(fc.integer({ min: -99_999, max: 999_999 }), fc.constantFrom('', '.5', '.07', ',5', '.'))
  .map(([whole, part]) => `${whole}${part}`);
const time = fc
  .tuple(fc.integer({ min: -1e10, max: 4e9 }), fc.constantFrom('', 'T10:11:12', ' 23:59:59Z', 'T24:00:00'))
  .map(([seconds, clock]) => new Date(seconds * 1000).toISOString().slice(0, 10) + clock);
const column = (value: fc.Arbitrary<string>) => fc.array(bent(value), { minLength: 1, maxLength: 60 });
const RUNS = { numRuns: 60 };

describe('identifiers', () => {
  const cases: [IdentifierField['type'], fc.Arbitrary<string>][] = [
    ['email', email],
    ['customer', fc.oneof(word, uuid, fc.stringMatching(/^\d{6,9}$/))],
    ['device', fc.oneof(word, uuid)],
  ];
  it.each(cases)('of type %s have the pseudonym of their normal form, or are left out', (type, value) => {
    const queue = createHmacs()(KEY, Buffer.from('before'), 16);
    const cells = createCells();
    const read = cells.identifiers({ at: 0, header: '', type, separator: null, prefix: '' });
    fc.assert(
      // Every other column is optional; values come again over the runs, and are remembered.
      fc.property(column(value), fc.boolean(), (values, required) => {
        scan(values, (batch) => {
          cells.begin(batch);
          const out = new Uint8Array(batch.count * 16);
          const present = required ? null : new Uint8Array(batch.count);
          read([queue], [out], present);
          cells.odd().forEach((odd, r) => {
            if (odd === 1) return;
            const written = bytesOf(values[r]);
            const bytes = Buffer.from(out.subarray(16 * r, 16 * r + 16)).toString('hex');
            if (present?.[r] === 0) {
              expect(written.length).toBe(0);
              expect(bytes).toBe('0'.repeat(32));
              return;
            }
            expect(isAbsent({ bytes: written, start: 0, end: written.length })).toBe(false);
            expect(isNobody(written, 0, written.length)).toBe(false);
            const form = normaliseValue(type, written);
            expect(form).not.toBeNull();
            expect(bytes).toBe(
              createHmac('sha256', KEY)
                .update('before')
                .update(form ?? '')
                .digest('hex')
                .slice(0, 32),
            );
          });
        });
      }),
      RUNS,
    );
  });

  it('are the same over batches, whether new, remembered, displaced or too long to remember', () => {
    const queues = ['', 'earlier'].map((prefix) => createHmacs()(KEY, Buffer.from(prefix), 16));
    const cells = createCells();
    const field: IdentifierField = { at: 0, header: '', type: 'customer', separator: null, prefix: '' };
    const [one, two] = [cells.identifiers(field), cells.identifiers(field)];
    for (let batch = 0; batch < 8; batch++) {
      const values = Array.from({ length: 8000 }, (_, i) =>
        i % 5 === 0
          ? `often ${i % 3}`
          : i % 97 === 0
            ? 'long '.repeat(10) + i
            : `c${(batch * 7000 + i) % 90_000}`,
      );
      let before = 0;
      scan(values, (given) => {
        cells.begin(given);
        const outs = [0, 1, 2].map(() => new Uint8Array(given.count * 16));
        one(queues.slice(0, 1), outs.slice(0, 1), null);
        two(queues, outs.slice(1), null);
        expect(cells.odd().every((odd) => odd === 0)).toBe(true);
        expect(Buffer.compare(outs[0], outs[1])).toBe(0);
        for (let r = 0; r < given.count; r += 61)
          for (const [out, prefix] of [
            [outs[0], ''],
            [outs[2], 'earlier'],
          ] as const)
            expect(Buffer.from(out.subarray(16 * r, 16 * r + 16)).toString('hex')).toBe(
              createHmac('sha256', KEY)
                .update(prefix)
                .update(values[before + r])
                .digest('hex')
                .slice(0, 32),
            );
        before += given.count;
      });
    }
  });
});

describe('numbers and times', () => {
  it('are those of the readers of any cell, or are left out', () => {
    const cells = createCells();
    fc.assert(
      fc.property(column(number), column(time), fc.constantFrom('.', ','), (numbers, times, decimal) => {
        scan(numbers, (batch) => {
          cells.begin(batch);
          const out = new Float64Array(batch.count);
          cells.numbers(0, { decimal, group: '', percent: false }, out);
          cells.odd().forEach((odd, r) => {
            if (odd === 1) return;
            const bytes = bytesOf(numbers[r]);
            const read = parseNumberBytes(bytes, 0, bytes.length, { decimal, group: '', percent: false });
            expect(out[r]).toBe(bytes.length === 0 ? Number.NaN : read);
          });
        });
        scan(times, (batch) => {
          cells.begin(batch);
          const out = new Float64Array(batch.count);
          cells.times(0, false, out);
          cells.odd().forEach((odd, r) => {
            if (odd === 1) return;
            const bytes = bytesOf(times[r]);
            expect(out[r]).toBe(
              bytes.length === 0 ? Number.NaN : parseTimeBytes(bytes, 0, bytes.length, 'iso'),
            );
          });
        });
      }),
      RUNS,
    );
  });
});

describe('what is written as most is', () => {
  it('is left to nobody else', () => {
    const cells = createCells();
    const queue = createHmacs()(KEY, undefined, 16);
    const keys = cells.identifiers({ at: 0, header: '', type: 'email', separator: null, prefix: '' });
    scan(['Ann.Lee+news@Example.co.uk', 'a-b@x-y.org', ''], (batch) => {
      cells.begin(batch);
      keys([queue], [new Uint8Array(batch.count * 16)], new Uint8Array(batch.count));
      expect([...cells.odd()]).toEqual([0, 0, 0]);
    });
    scan(['7', '817.77', '-3.5', '0', ''], (batch) => {
      cells.begin(batch);
      cells.numbers(0, PLAIN, new Float64Array(batch.count));
      expect([...cells.odd()]).toEqual([0, 0, 0, 0, 0]);
    });
    scan(['2024-02-29', '2026-01-31T10:11:12Z', '1969-12-31 00:00:00', ''], (batch) => {
      cells.begin(batch);
      cells.times(0, true, new Float64Array(batch.count));
      expect([...cells.odd()]).toEqual([0, 0, 0, 1]);
    });
  });
});

describe('texts', () => {
  it('have the codes that are told of them, asked for once where there is room', () => {
    const cells = createCells();
    const read = cells.texts({ at: 0 });
    const codes = new Map<string, number>();
    let asked = 0;
    for (let batch = 0; batch < 4; batch++) {
      const values = Array.from({ length: 5000 }, (_, i) => {
        const of = (i * 31 + batch) % 3001;
        return of % 50 === 0 ? '' : of % 7 === 0 ? `ä "${of}"` : `${'x'.repeat(of % 45)}${of}`;
      });
      let before = 0;
      scan(values, (given) => {
        cells.begin(given);
        // Every third record was not taken.
        const taken = Int32Array.from({ length: given.count }, (_, r) => r).filter((r) => r % 3 !== 1);
        const found = new Int32Array(taken.length);
        read(taken, found, (r) => {
          const text = values[before + r];
          if (text === '') return -1;
          asked += 1;
          const code = codes.get(text) ?? codes.size;
          codes.set(text, code);
          return code;
        });
        taken.forEach((r, row) => {
          const text = values[before + r];
          expect(found[row]).toBe(text === '' ? -1 : codes.get(text));
        });
        before += given.count;
      });
    }
    expect(asked).toBeLessThan(9000);
  });
});
