/** Which named system a file comes from, told by its headers alone, with the evidence. */
import type { Kind } from '../../../../shared/vocabulary.ts';
import { EVENTS } from './events.ts';
import { HUBSPOT } from './hubspot.ts';
import { MAILING } from './mailing.ts';
import { PAYMENTS } from './payments.ts';
import { SALESFORCE } from './salesforce.ts';
import { SHOPIFY } from './shopify.ts';
import type { Rule, System } from './system.ts';

export const SYSTEMS: readonly System[] = [
  ...HUBSPOT,
  ...SALESFORCE,
  ...SHOPIFY,
  ...PAYMENTS,
  ...MAILING,
  ...EVENTS,
];

export type Match = {
  system: System;
  /** Headers that it was known by, as they stand in the file. */
  because: string[];
  /** From 0 to 1: 0.8 for all required headers, the rest for the share of the headers that its table knows. */
  confidence: number;
  /** Another system whose headers fit nearly as well, or null. */
  rival: string | null;
};

/** Points of an optional header, where a required one is worth 1. */
const OPTIONAL = 0.1;
/** Two systems whose points are nearer than this are to be asked about. */
const NEAR = 0.2;

/** A header as tables write it: lower case, NFC, without byte order mark and double blanks. */
export const plainHeader = (header: string): string =>
  header
    .replace(/^\uFEFF/, '')
    .normalize('NFC')
    .trim()
    .replace(/\s+/g, ' ')
    .toLowerCase();

/** Whether a header of a table (`x` or `x.*`) stands for a header of the file. */
const standsFor = (known: string, header: string): boolean =>
  known.endsWith('.*') ? header.startsWith(known.slice(0, -1)) : header === known;

/** The rule of a column: the header itself, else the longest `x.*` it lies in. */
export const ruleOf = ({ columns }: System, header: string): Rule | undefined => {
  const plain = plainHeader(header);
  if (Object.hasOwn(columns, plain)) return columns[plain];
  const [within] = Object.keys(columns)
    .filter((known) => known.endsWith('.*') && standsFor(known, plain))
    .sort((a, b) => b.length - a.length);
  return within === undefined ? undefined : columns[within];
};

/** The system among some whose required headers are all there and of whose other headers most are. */
const bestOf = (systems: readonly System[], headers: readonly string[]): Match | null => {
  const plain = headers.map(plainHeader);
  const find = (known: string): string | undefined =>
    headers[plain.findIndex((header) => standsFor(known, header))];
  const found = systems
    .flatMap((system) => {
      const { required, oneOf = [], forbidden = [] } = system;
      const needed = [
        ...required.map(find),
        ...oneOf.map((group) => group.map(find).find((header) => header !== undefined)),
      ];
      if (needed.some((header) => header === undefined)) return [];
      if (forbidden.some((header) => find(header) !== undefined)) return [];
      const known = headers.filter((header) => ruleOf(system, header) !== undefined).length;
      const points = needed.length + OPTIONAL * (known - needed.length);
      return [{ system, because: needed as string[], known, points }];
    })
    .sort((a, b) => b.points - a.points);
  const [best, second] = found;
  if (best === undefined) return null;
  return {
    system: best.system,
    because: best.because,
    confidence: Math.round((0.8 + (0.2 * best.known) / headers.length) * 100) / 100,
    rival: second !== undefined && best.points - second.points < NEAR ? second.system.name : null,
  };
};

/**
 * The system whose required headers are all there and of whose other headers most are; null where there is none.
 * @param headers as they stand in the file
 * @param kind what the file holds, where a person said it
 */
export const matchSystem = (headers: readonly string[], kind?: Kind): Match | null => {
  const beside = SYSTEMS.filter((system) => system.beside === true && system.kind === kind);
  const usual = SYSTEMS.filter((system) => system.beside !== true);
  return bestOf(beside, headers) ?? bestOf(usual, headers);
};
