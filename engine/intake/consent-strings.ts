/** Consent strings of a source: kept as they came, each once, and decoded. */
import { createHash } from 'node:crypto';
import { decodeSignal, type SignalAnswer } from '../privacy/consent/signals.ts';
import type { Connection } from '../vault/database.ts';
import type { SignalPlan } from './consent-plan.ts';

const DECODER = 'iabtcf-core 1.5.21, iabgpp-cmpapi 3.2.0';
/** Strings differ from person to person: only so many are worth remembering. */
const MOST_REMEMBERED = 50_000;

/** What a string says, and what it is kept as: its number and hash. */
export type Decoded = { answer: SignalAnswer; id: number; hash: Buffer };

/** A function that keeps and decodes strings of a column. The caller holds the transaction. */
export const openStrings = (db: Connection): ((column: SignalPlan, raw: string) => Decoded) => {
  const keepSignal = db.prepare(
    `INSERT INTO consent_signal(kind, raw, sha256, decoder, decoded) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT(sha256) DO NOTHING`,
  );
  const signalId = db.prepare('SELECT id FROM consent_signal WHERE sha256 = ?').pluck();
  const decoded = new Map<string, Decoded>();
  return ({ kind, signals, vendor, column }, raw) => {
    const key = `${column}\0${raw}`;
    const seen = decoded.get(key);
    if (seen !== undefined) return seen;
    const answer = decodeSignal(kind, raw, { signals, vendor });
    const hash = createHash('sha256').update(`${kind}\0${raw}`).digest();
    keepSignal.run(kind, raw, hash, DECODER, answer.decoded ? 1 : 0);
    const one = { answer, id: signalId.get(hash) as number, hash };
    if (decoded.size > MOST_REMEMBERED) decoded.clear();
    decoded.set(key, one);
    return one;
  };
};
