/** Who may use the server: whoever hands in the ticket, once, and from then on whoever carries the cookie. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const secret = (): string => randomBytes(32).toString('base64url');

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Equal in a time that tells nothing: both sides are hashed, so that even the length stays unknown. */
export const sameSecret = (given: string, expected: string): boolean =>
  timingSafeEqual(digest(given), digest(expected));

export type Session = {
  /** The secret that is worth one cookie. */
  readonly ticket: string;
  /** The Set-Cookie header in exchange for the ticket; null for a wrong or used one. */
  redeem(ticket: string): string | null;
  /** Whether a Cookie header carries the secret of this session. */
  admits(cookieHeader: string | undefined): boolean;
};

/** The value of a cookie; null where it is missing or given twice. */
const readCookie = (header: string, name: string): string | null => {
  const values = header
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part.startsWith(`${name}=`))
    .map((part) => part.slice(name.length + 1));
  return values.length === 1 ? values[0] : null;
};

/** A session with secrets of its own. Cookies know no ports, so the name carries it. */
export const createSession = (port: number): Session => {
  const name = `cloister-${port}`;
  const ticket = secret();
  const key = secret();
  let used = false;
  return {
    ticket,
    redeem: (given) => {
      if (!sameSecret(given, ticket) || used) return null;
      used = true;
      return `${name}=${key}; HttpOnly; SameSite=Strict; Path=/`;
    },
    admits: (header) => {
      const value = header === undefined ? null : readCookie(header, name);
      return value !== null && sameSecret(value, key);
    },
  };
};
