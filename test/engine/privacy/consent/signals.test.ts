/** TCF and GPP strings against published ones, and any text at all. */
import { GppModel } from '@iabgpp/cmpapi';
import { TCModel, TCString } from '@iabtechlabtcf/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DISCLOSED_VENDORS_FROM, decodeSignal } from '../../../../engine/privacy/consent/signals.ts';
import { DAY } from '../../../../shared/vocabulary.ts';

const ASKED = {
  signals: { personalize: [5, 6], 'marketing.advertising': [2, 'sale', 'gpc'] },
  vendor: null,
} as const;
const stateOf = (answer: ReturnType<typeof decodeSignal>, purpose = 'personalize'): string | undefined =>
  answer.states.find((one) => one.purpose === purpose)?.state;

/** A vector of the IAB's own tests (iabtcf-es, ReportedIssues.test.ts): made 2026-01-13, purposes 1 to 11, vendors listed. */
const PUBLISHED = [
  'CQd924AQd924AASACCENCNFsAP_gAEIAACiQL6QBAAGAAOANmAcAF9IAIADgAA',
  `IL6${'A'.repeat(255)}`,
  'YIAAAAAAAAAA',
].join('.');
/** Its core alone: a string of TCF 2.2, without the vendors that were disclosed. */
const CORE = PUBLISHED.split('.')[0];

describe('TCF strings', () => {
  it('say what the vectors of the IAB say', () => {
    const answer = decodeSignal('tcf', PUBLISHED, ASKED);
    expect([answer.decoded, answer.at, stateOf(answer), stateOf(answer, 'marketing.advertising')]).toEqual([
      true,
      Date.UTC(2026, 0, 13),
      'given',
      'given',
    ]);
    const none = decodeSignal('tcf', 'CPSG_8APSG_8ANwAAAENAwCgAAAAAAAAAAAAAAAAAAAA.IAAA.YAAAAAAAAAAA', ASKED);
    expect([none.decoded, none.at, stateOf(none)]).toEqual([true, Date.UTC(2022, 0, 1), 'refused']);
  });

  it('without the vendors that were disclosed hold when they are older than the rule, and not after', () => {
    expect(stateOf(decodeSignal('tcf', CORE, ASKED))).toBe('given');
    const made = (at: number): string => {
      const model = TCString.decode(CORE);
      model.created = new Date(at);
      model.lastUpdated = new Date(at);
      // The core is encoded alone: 6 bits of version, then two times of 36 bits in tenths of a second.
      const bits = [...Buffer.from(CORE.replaceAll('-', '+').replaceAll('_', '/'), 'base64')]
        .map((byte) => byte.toString(2).padStart(8, '0'))
        .join('');
      const time = (at / 100).toString(2).padStart(36, '0');
      const changed = bits.slice(0, 6) + time + time + bits.slice(78);
      const bytes = changed.match(/.{8}/g)?.map((byte) => Number.parseInt(byte, 2)) ?? [];
      return Buffer.from(bytes).toString('base64url');
    };
    expect(stateOf(decodeSignal('tcf', made(DISCLOSED_VENDORS_FROM - DAY), ASKED))).toBe('given');
    const late = decodeSignal('tcf', made(DISCLOSED_VENDORS_FROM), ASKED);
    expect([late.decoded, stateOf(late)]).toEqual([false, 'unknown']);
  });

  it('of another vendor are no consent', () => {
    const listed = TCString.decode(PUBLISHED).vendorConsents;
    const [vendor] = Array.from({ length: 2000 }, (_, id) => id + 1).filter((id) => listed.has(id));
    expect(stateOf(decodeSignal('tcf', CORE, { ...ASKED, vendor }))).toBe('given');
    expect(stateOf(decodeSignal('tcf', CORE, { ...ASKED, vendor: 65_000 }))).toBe('refused');
    // The list of disclosed vendors of the published vector is empty: the vendor was not shown to the person.
    expect(stateOf(decodeSignal('tcf', PUBLISHED, { ...ASKED, vendor }))).toBe('refused');
  });

  it('of version 1 are not taken', () => {
    expect(decodeSignal('tcf', 'BO2e4qiO2e4qiB9ABADEDS-AAAAxKABgACBiQA', ASKED).decoded).toBe(false);
    expect(new TCModel().version).toBe(2);
  });
});

describe('GPP strings', () => {
  const usnat = (fields: Record<string, unknown>): string => {
    const model = new GppModel();
    for (const [field, value] of Object.entries(fields)) model.setFieldValue('usnat', field, value);
    return model.encode();
  };
  it('opt out where they say so, and say nothing else', () => {
    const out = decodeSignal('gpp', usnat({ SaleOptOut: 1 }), ASKED);
    expect(out.states).toEqual([{ purpose: 'marketing.advertising', state: 'opted_out' }]);
    expect(decodeSignal('gpp', usnat({ SaleOptOut: 2 }), ASKED).states).toEqual([]);
    expect(decodeSignal('gpp', usnat({ Gpc: true }), ASKED).gpc).toBe(true);
  });

  it('say what the vectors of the IAB say', () => {
    // UsNat.test.ts: everything opted out, control on, a known child.
    const all = decodeSignal('gpp', 'DBABLA~CVVVkkkkkpFY.YA', ASKED);
    expect([all.decoded, all.gpc, all.child, stateOf(all, 'marketing.advertising')]).toEqual([
      true,
      true,
      true,
      'opted_out',
    ]);
    const both = decodeSignal(
      'gpp',
      'DBACNYA~CPSG_8APSG_8ANwAAAENAwCgAAAAAAAAAAAAAAAAAAAA.IAAA.YAAAAAAAAAAA~1YNN',
      ASKED,
    );
    expect([both.at, stateOf(both), both.gpc]).toEqual([Date.UTC(2022, 0, 1), 'refused', false]);
    expect(
      stateOf(
        decodeSignal(
          'gpp',
          'DBACNYA~CPSG_8APSG_8ANwAAAENAwCgAAAAAAAAAAAAAAAAAAAA.IAAA.YAAAAAAAAAAA~1YYN',
          ASKED,
        ),
        'marketing.advertising',
      ),
    ).toBe('opted_out');
  });

  it('that fail only when a field is read are not decoded', () => {
    for (const raw of ['C', 'DBABMA~garbage!!', '', 'DBAA'])
      expect(decodeSignal('gpp', raw, ASKED)).toMatchObject({
        decoded: false,
        states: [{ state: 'unknown' }, { state: 'unknown' }],
      });
  });
});

describe('any text at all', () => {
  it('is decoded or is no consent, and never throws', () => {
    const text = fc.oneof(
      fc.string({ maxLength: 60 }),
      fc.stringMatching(/^[A-Za-z0-9_~.-]{0,60}$/),
      fc.nat(CORE.length).map((cut) => CORE.slice(0, cut)),
    );
    fc.assert(
      fc.property(text, fc.constantFrom('tcf' as const, 'gpp' as const), (raw, kind) => {
        const answer = decodeSignal(kind, raw, ASKED);
        if (!answer.decoded) expect(answer.states.map(({ state }) => state)).toEqual(['unknown', 'unknown']);
      }),
      { numRuns: 500 },
    );
  });
});
