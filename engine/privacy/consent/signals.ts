/**
 * Consent strings of browsers and apps: TCF 2 (IAB Europe, policy versions 2.2 and 2.3) and GPP (IAB Tech Lab).
 * A string is decoded whole, inside one try, before anything of it is used; one that cannot be decoded, or that
 * breaks a rule, is no consent. Nothing is looked up: no vendor list is ever asked for.
 */
import { createRequire } from 'node:module';
import type { GppModel } from '@iabgpp/cmpapi';
import type { TCString } from '@iabtechlabtcf/core';

const require = createRequire(import.meta.url);
type Codecs = { TCString: typeof TCString; GppModel: typeof GppModel };
let loaded: Codecs | null = null;
/** The codecs, loaded for the first string: 260 files that every command would read at its start, and few sources need. */
const codecs = (): Codecs => {
  loaded ??= { ...require('@iabtechlabtcf/core'), ...require('@iabgpp/cmpapi') } as Codecs;
  return loaded;
};

export type SignalKind = 'tcf' | 'gpp';

/** What a mapping wants to know of a string: TCF purposes by number, opt-outs by their name. */
export type SignalQuestion = {
  /** Purpose of ours -> numbers of the TCF purposes that must all be consented to, or names of opt-outs. */
  signals: Record<string, readonly (number | string)[]>;
  /** Our number on the Global Vendor List; without one, vendors are not looked at. */
  vendor: number | null;
};

export type SignalState = 'given' | 'refused' | 'opted_out' | 'unknown';

/** What a string says. `states` lists only the purposes it says something about. */
export type SignalAnswer = {
  decoded: boolean;
  why: string | null;
  /** When it was last updated, UTC epoch milliseconds; null where it does not say. */
  at: number | null;
  states: { purpose: string; state: SignalState }[];
  /** The string says that the person is known to be a child. */
  child: boolean;
  /** Global Privacy Control was on. */
  gpc: boolean;
};

/** From this day a TCF string must list the vendors that were disclosed (TCF 2.3). */
export const DISCLOSED_VENDORS_FROM = Date.UTC(2026, 2, 1);
/** Numbers of TCF purposes. */
const TCF_PURPOSES = 24;
const LONGEST = 8192;
/** Number of the section of GPP that is a TCF string. */
const TCF_SECTION = 2;

type Tcf = {
  created: number;
  updated: number;
  consents: Set<number>;
  vendor: (id: number) => boolean;
  disclosed: ((id: number) => boolean) | null;
};

/** Segments after the first that list disclosed vendors begin with the three bits of their type, 001. */
const hasDisclosedVendors = (raw: string): boolean =>
  raw
    .split('.')
    .slice(1)
    .some((segment) => /^[I-P]/.test(segment));

/** Every field that is used is read here, so that a late failure is a failure of the decoding. */
const readTcf = (raw: string): Tcf => {
  const model = codecs().TCString.decode(raw);
  if (Number(model.version) !== 2) throw new Error(`version ${model.version}`);
  const consents = new Set<number>();
  for (let purpose = 1; purpose <= TCF_PURPOSES; purpose++)
    if (model.purposeConsents.has(purpose)) consents.add(purpose);
  const { created, lastUpdated, vendorConsents, vendorsDisclosed } = model;
  if (Number.isNaN(created.getTime()) || Number.isNaN(lastUpdated.getTime())) throw new Error('no date');
  return {
    created: created.getTime(),
    updated: lastUpdated.getTime(),
    consents,
    vendor: (id) => vendorConsents.has(id),
    disclosed: hasDisclosedVendors(raw) ? (id) => vendorsDisclosed.has(id) : null,
  };
};

const refusedAnswer = (why: string, { signals }: SignalQuestion): SignalAnswer => ({
  decoded: false,
  why,
  at: null,
  states: Object.keys(signals).map((purpose) => ({ purpose, state: 'unknown' })),
  child: false,
  gpc: false,
});

const numbersOf = (wanted: readonly (number | string)[]): number[] =>
  wanted.filter((one): one is number => typeof one === 'number');
const namesOf = (wanted: readonly (number | string)[]): string[] =>
  wanted.filter((one): one is string => typeof one === 'string');

const statesOfTcf = (tcf: Tcf, { signals, vendor }: SignalQuestion): SignalAnswer['states'] =>
  Object.entries(signals).flatMap(([purpose, wanted]): SignalAnswer['states'] => {
    const numbers = numbersOf(wanted);
    if (numbers.length === 0) return [];
    const agreed =
      numbers.every((number) => tcf.consents.has(number)) &&
      (vendor === null || (tcf.vendor(vendor) && (tcf.disclosed === null || tcf.disclosed(vendor))));
    return [{ purpose, state: agreed ? 'given' : 'refused' }];
  });

/** A string made after the day from which disclosed vendors must be listed, without them, is not valid. */
const breaksRule = (tcf: Tcf): boolean => tcf.disclosed === null && tcf.created >= DISCLOSED_VENDORS_FROM;
const RULE = 'it was made after 2026-02-28 and does not list the vendors that were disclosed';

/** Sections of the United States say 1 where somebody opted out; the older string says Y. */
const optOutsOf = (section: Record<string, unknown>): Set<string> => {
  const out = new Set<string>();
  if (section['SaleOptOut'] === 1 || section['OptOutSale'] === 'Y') out.add('sale');
  if (section['SharingOptOut'] === 1) out.add('sharing');
  if (section['TargetedAdvertisingOptOut'] === 1) out.add('targeted_advertising');
  if (section['Gpc'] === true) out.add('gpc');
  return out;
};

const isChild = (section: Record<string, unknown>): boolean => {
  const value = section['KnownChildSensitiveDataConsents'];
  return (Array.isArray(value) ? value : [value]).some((one) => one === 1 || one === 2);
};

const decodeTcf = (raw: string, question: SignalQuestion): SignalAnswer => {
  const tcf = readTcf(raw);
  if (breaksRule(tcf)) return refusedAnswer(RULE, question);
  return {
    decoded: true,
    why: null,
    at: tcf.updated,
    states: statesOfTcf(tcf, question),
    child: false,
    gpc: false,
  };
};

const decodeGpp = (raw: string, question: SignalQuestion): SignalAnswer => {
  // The codec is lazy: making plain data of it decodes every section, or throws.
  const model = new (codecs().GppModel)(raw);
  const sections = model.toObject() as Record<string, Record<string, unknown>>;
  if (Object.keys(sections).length === 0) throw new Error('no section');
  let at: number | null = null;
  let states: SignalAnswer['states'] = [];
  if (sections['tcfeuv2'] !== undefined) {
    const tcf = readTcf(raw.split('~')[1 + model.getSectionIds().indexOf(TCF_SECTION)] ?? '');
    if (breaksRule(tcf)) return refusedAnswer(RULE, question);
    at = tcf.updated;
    states = statesOfTcf(tcf, question);
  }
  const outs = new Set<string>();
  let child = false;
  for (const [name, section] of Object.entries(sections)) {
    if (!name.startsWith('us')) continue;
    for (const out of optOutsOf(section)) outs.add(out);
    child ||= isChild(section);
  }
  for (const [purpose, wanted] of Object.entries(question.signals))
    if (namesOf(wanted).some((name) => outs.has(name))) {
      states = states.filter((state) => state.purpose !== purpose);
      states.push({ purpose, state: 'opted_out' });
    }
  return { decoded: true, why: null, at, states, child, gpc: outs.has('gpc') };
};

/**
 * Decodes a consent string whole. It never throws: what cannot be decoded is `unknown` for every purpose asked.
 * Sources: IAB Europe, TCF technical specifications 2.2 and 2.3; IAB Tech Lab, Global Privacy Platform.
 */
export const decodeSignal = (kind: SignalKind, raw: string, question: SignalQuestion): SignalAnswer => {
  if (raw.length > LONGEST) return refusedAnswer('it is too long', question);
  // Not inside the try: a codec that cannot be loaded is our fault, and says nothing of the string.
  codecs();
  try {
    return kind === 'tcf' ? decodeTcf(raw, question) : decodeGpp(raw, question);
  } catch {
    // Whatever the codec throws means the same: nothing can be read from it. Its message may repeat the string.
    return refusedAnswer('it cannot be decoded', question);
  }
};
