/**
 * Exact discrete Laplace noise (C. Canonne, G. Kamath and T. Steinke, "The discrete Gaussian for differential privacy",
 * NeurIPS 2020, algorithms 1 and 2). Every probability is a fraction of BigInts and every draw comes from the system's
 * cryptographic source: a sampler over floating-point numbers leaks the true value by which results it can reach
 * (I. Mironov, CCS 2012).
 */
import { randomBytes } from 'node:crypto';

/** A non-negative fraction; the denominator is positive. */
export type Fraction = { p: bigint; q: bigint };

const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? a : gcd(b, a % b));

export const fraction = (p: bigint, q: bigint): Fraction => {
  const by = gcd(p, q);
  return by === 0n ? { p: 0n, q: 1n } : { p: p / by, q: q / by };
};
export const plus = (a: Fraction, b: Fraction): Fraction => fraction(a.p * b.q + b.p * a.q, a.q * b.q);
/** a - b where that is not below nothing, else nothing. */
export const minus = (a: Fraction, b: Fraction): Fraction =>
  isAbove(a, b) ? fraction(a.p * b.q - b.p * a.q, a.q * b.q) : fraction(0n, 1n);
export const times = (a: Fraction, by: bigint): Fraction => fraction(a.p * by, a.q);
export const over = (a: Fraction, by: bigint): Fraction => fraction(a.p, a.q * by);
export const isAbove = (a: Fraction, b: Fraction): boolean => a.p * b.q > b.p * a.q;
export const fractionText = ({ p, q }: Fraction): string => `${p}/${q}`;

/** A decimal or a fraction typed by a person ("0.5", "1/3"), exactly; null where it is neither or not positive. */
export const parseFraction = (text: string): Fraction | null => {
  const parts = /^(\d{1,9})(?:\/(\d{1,9})|\.(\d{1,9}))?$/.exec(text.trim());
  if (parts === null) return null;
  const [, whole, denominator, decimals] = parts;
  const found =
    denominator !== undefined
      ? denominator.replace(/^0+$/, '') === ''
        ? null
        : fraction(BigInt(whole), BigInt(denominator))
      : fraction(BigInt(whole + (decimals ?? '')), 10n ** BigInt(decimals?.length ?? 0));
  return found === null || found.p === 0n ? null : found;
};

/** Uniform bytes; tests hand in their own. */
export type Bytes = (count: number) => Uint8Array;
const systemBytes: Bytes = (count) => randomBytes(count);

/** A whole number from 0 to `below` - 1, by rejection. */
const uniform = (below: bigint, bytes: Bytes): bigint => {
  const bits = (below - 1n).toString(2).length;
  const count = Math.ceil(bits / 8);
  for (;;) {
    let value = 0n;
    for (const byte of bytes(count)) value = (value << 8n) | BigInt(byte);
    value >>= BigInt(count * 8 - bits);
    if (value < below) return value;
  }
};

const bernoulli = ({ p, q }: Fraction, bytes: Bytes): boolean => uniform(q, bytes) < p;

/** True with probability exp(-x). */
const bernoulliExp = (x: Fraction, bytes: Bytes): boolean => {
  let rest = x;
  while (rest.p > rest.q) {
    if (!bernoulliExp({ p: 1n, q: 1n }, bytes)) return false;
    rest = { p: rest.p - rest.q, q: rest.q };
  }
  let k = 1n;
  while (bernoulli({ p: rest.p, q: rest.q * k }, bytes)) k += 1n;
  return k % 2n === 1n;
};

/** Geometric: the number x >= 0 with probability proportional to exp(-x s/t). */
const geometric = (s: bigint, t: bigint, bytes: Bytes): bigint => {
  let u: bigint;
  do u = uniform(t, bytes);
  while (!bernoulliExp({ p: u, q: t }, bytes));
  let v = 0n;
  while (bernoulliExp({ p: 1n, q: 1n }, bytes)) v += 1n;
  return (u + t * v) / s;
};

/**
 * One draw of the discrete Laplace distribution with the given scale: the whole number x with probability proportional
 * to exp(-|x| / scale). Noise of scale sensitivity / ε on a count is ε-differentially private.
 */
export const discreteLaplace = (scale: Fraction, bytes: Bytes = systemBytes): bigint => {
  for (;;) {
    const negative = uniform(2n, bytes) === 1n;
    const magnitude = geometric(scale.q, scale.p, bytes);
    if (negative && magnitude === 0n) continue;
    return negative ? -magnitude : magnitude;
  }
};
