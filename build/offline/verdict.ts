/**
 * What a trace of system calls says about the network: every address that a process connected, bound or sent to,
 * sorted into what stays on this machine and what does not. Reads the output of
 * `strace -f -yy -e trace=connect,bind,sendto,sendmsg,sendmmsg,write,writev`, which names the peer of every socket.
 *
 * To connect a datagram socket sends nothing: it asks the kernel which way it would go. Browsers of the Chromium family
 * do that once to learn whether there is IPv6. It is told apart, and only as long as nothing is sent on the socket.
 */

/** Where an address lies. `local`: a Unix socket or the kernel's own netlink. */
export type Place = 'loopback' | 'local' | 'outside';

export type Contact = { call: string; place: Place; address: string; times: number };
export type Verdict = {
  /** Calls that named an address. */
  calls: number;
  contacts: Contact[];
  /** Addresses outside this machine; empty is what is to be shown. */
  outside: Contact[];
  /** Addresses outside that a datagram socket was pointed at, on which nothing was sent. */
  asked: Contact[];
  /** Lines that name an address in a way nobody foresaw; they count against. */
  unread: string[];
};

/** The name under which a datagram socket that is only pointed somewhere stands in the list. */
const ROUTE = 'route';
const CALL = /^(?:\[pid\s+\d+\]\s+|\d+\s+)?(connect|bind|sendto|sendmsg|sendmmsg|write|writev)\(/;
/** The socket a call is on, as strace -yy names it: what it is, and whom it is connected to. */
const SOCKET = /^\d+<(TCP|UDP)(?:v6)?:\[(?:[^>]*->)?([^>]*)\]>/;
const FAMILY = /sa_family=(AF_[A-Z0-9_]+)/g;
const IPV4 = /sin_addr=inet_addr\("([0-9.]+)"\)/;
const IPV6 = /inet_pton\(AF_INET6, "([0-9a-fA-F:.]+)"/;
const PORT = /sin6?_port=htons\((\d+)\)/;

const isLoopback4 = (address: string): boolean => /^127(\.\d{1,3}){3}$/.test(address);
const isLoopback6 = (address: string): boolean =>
  address === '::1' || (/^::ffff:/i.test(address) && isLoopback4(address.slice('::ffff:'.length)));

/** The place and the name of one address, null where it cannot be read. */
const placeOf = (family: string, part: string): { place: Place; address: string } | null => {
  if (family === 'AF_UNIX' || family === 'AF_LOCAL' || family === 'AF_NETLINK')
    return { place: 'local', address: family };
  const port = PORT.exec(part)?.[1] ?? '?';
  if (family === 'AF_INET') {
    const [, address] = IPV4.exec(part) ?? [];
    if (address === undefined) return null;
    return { place: isLoopback4(address) ? 'loopback' : 'outside', address: `${address}:${port}` };
  }
  if (family === 'AF_INET6') {
    const [, address] = IPV6.exec(part) ?? [];
    if (address === undefined) return null;
    return { place: isLoopback6(address) ? 'loopback' : 'outside', address: `[${address}]:${port}` };
  }
  // A connect to no family at all takes a connection back.
  return family === 'AF_UNSPEC' ? { place: 'local', address: family } : null;
};

/** Place of a peer as strace writes it: 127.0.0.1:80 or [::1]:80; null where the socket has none. */
const peerPlace = (peer: string): { place: Place; address: string } | null => {
  const [, six, four] = /^(?:\[([0-9a-fA-F:.]+)\]|([0-9.]+)):\d+$/.exec(peer) ?? [];
  if (six !== undefined) return { place: isLoopback6(six) ? 'loopback' : 'outside', address: peer };
  return four === undefined ? null : { place: isLoopback4(four) ? 'loopback' : 'outside', address: peer };
};

/** Reads a trace. Ports of loopback are left out: they are drawn anew with every run. */
export const readTrace = (lines: Iterable<string>): Verdict => {
  const contacts = new Map<string, Contact>();
  const unread: string[] = [];
  let calls = 0;
  const note = (call: string, place: Place, name: string): void => {
    const address = place === 'loopback' ? name.replace(/:\d+$/, '') : name;
    const key = `${call} ${address}`;
    const contact = contacts.get(key) ?? { call, place, address, times: 0 };
    contact.times += 1;
    contacts.set(key, contact);
  };
  for (const line of lines) {
    const [begin, call] = CALL.exec(line) ?? [];
    if (begin === undefined || call === undefined) continue;
    const [, protocol, peer] = SOCKET.exec(line.slice(begin.length)) ?? [];
    const families = [...line.matchAll(FAMILY)];
    if (families.length === 0) {
      // Sending without an address goes to the peer of the socket; what has no peer is no socket of the network.
      const to = protocol === undefined ? null : peerPlace(peer ?? '');
      if (to !== null) note(call, to.place, to.address);
      else if (call === 'connect' || call === 'bind') unread.push(line);
      continue;
    }
    for (const [index, found] of families.entries()) {
      const part = line.slice(found.index, families[index + 1]?.index);
      const read = placeOf(found[1], part);
      calls += 1;
      if (read === null) {
        unread.push(line);
        continue;
      }
      const asking = call === 'connect' && protocol === 'UDP' && read.place === 'outside';
      note(asking ? ROUTE : call, read.place, read.address);
    }
  }
  const all = [...contacts.values()].sort((a, b) =>
    `${a.place} ${a.call} ${a.address}` < `${b.place} ${b.call} ${b.address}` ? -1 : 1,
  );
  const outside = all.filter(({ place }) => place === 'outside');
  const sentTo = new Set(outside.filter(({ call }) => call !== ROUTE).map(({ address }) => address));
  const asked = outside.filter(({ call, address }) => call === ROUTE && !sentTo.has(address));
  return { calls, contacts: all, outside: outside.filter((one) => !asked.includes(one)), asked, unread };
};

/** The verdict in words, one line each. */
export const verdictLines = ({ calls, contacts, outside, asked, unread }: Verdict): string[] => [
  `${calls} calls named an address:`,
  ...contacts.map(
    ({ call, place, address, times }) =>
      `  ${place.padEnd(8)}  ${call.padEnd(8)}  ${address}  ${times} ${times === 1 ? 'time' : 'times'}`,
  ),
  ...unread.map((line) => `  not understood: ${line}`),
  ...asked.map(
    ({ address, times }) =>
      `The way to ${address} was asked of the kernel ${times} ${times === 1 ? 'time' : 'times'} by a datagram socket, and nothing was sent on it.`,
  ),
  outside.length === 0 && unread.length === 0
    ? 'No connection was opened to, and nothing was sent to, anything but loopback.'
    : `NOT OFFLINE: ${outside.length} addresses outside this machine, ${unread.length} calls not understood.`,
];
