/** Starts a worker of our own. Where the page asks for trusted script addresses, one policy lets only our assets pass. */

type Policy = { createScriptURL(url: string): unknown };
type Factory = { createPolicy(name: string, rules: { createScriptURL(url: string): string }): Policy };

const ownAsset = (url: string): string => {
  const address = new URL(url, location.href);
  if (address.origin === location.origin && /\.(m?js|ts)$/.test(address.pathname)) return address.href;
  throw new TypeError('Only a script of this window can be a worker.');
};

let policy: Policy | null = null;

const trusted = (url: string): string => {
  const factory = (globalThis as { trustedTypes?: Factory }).trustedTypes;
  if (factory === undefined) return ownAsset(url);
  policy ??= factory.createPolicy('app-worker', { createScriptURL: ownAsset });
  // The constructor takes the trusted address; the types of the DOM know only strings.
  return policy.createScriptURL(url) as string;
};

/** A module worker from the address of one of our scripts. */
export const startWorker = (url: string): Worker => new Worker(trusted(url), { type: 'module' });
