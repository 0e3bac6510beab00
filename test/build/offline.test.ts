/** The reading of a trace: what is loopback, what is not, and what cannot be told. */
import { describe, expect, it } from 'vitest';
import { readTrace, verdictLines } from '../../build/offline/verdict.ts';

const LOOPBACK = [
  '22768 bind(22, {sa_family=AF_INET, sin_port=htons(0), sin_addr=inet_addr("127.0.0.1")}, 16) = 0',
  '22934 connect(14, {sa_family=AF_INET, sin_port=htons(35999), sin_addr=inet_addr("127.0.0.1")}, 16) = -1 EINPROGRESS (Operation now in progress)',
  '[pid  9] connect(14, {sa_family=AF_INET6, sin6_port=htons(80), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "::1", &sin6_addr), sin6_scope_id=0}, 28 <unfinished ...>',
  '7 connect(3, {sa_family=AF_INET6, sin6_port=htons(80), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "::ffff:127.0.0.1", &sin6_addr), sin6_scope_id=0}, 28) = 0',
];
const LOCAL = [
  '7 connect(3, {sa_family=AF_UNIX, sun_path="/run/nscd/socket"}, 110) = -1 ENOENT (No such file or directory)',
  '7 bind(9, {sa_family=AF_NETLINK, nl_pid=0, nl_groups=00000000}, 12) = 0',
  '7 sendto(9, [{nlmsg_len=20, nlmsg_type=RTM_GETADDR}], 20, 0, {sa_family=AF_NETLINK, nl_pid=0, nl_groups=00000000}, 12) = 20',
  '7 sendmsg(5, {msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base="x", iov_len=1}], msg_iovlen=1}, 0) = 1',
  '7 sendto(4, "GET / HTTP/1.1", 14, MSG_NOSIGNAL, NULL, 0) = 14',
  '7 connect(3, {sa_family=AF_UNSPEC, sa_data="\\0\\0"}, 16) = 0',
];
const OUTSIDE: [string, string][] = [
  [
    '1 connect(3, {sa_family=AF_INET, sin_port=htons(443), sin_addr=inet_addr("93.184.216.34")}, 16) = -1 EINPROGRESS',
    '93.184.216.34:443',
  ],
  [
    '22934 connect(14, {sa_family=AF_INET6, sin6_port=htons(443), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "2001:4860:4860::8888", &sin6_addr), sin6_scope_id=0}, 28) = 0',
    '[2001:4860:4860::8888]:443',
  ],
  [
    '1 sendto(3, "..", 2, 0, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("10.0.0.1")}, 16) = 2',
    '10.0.0.1:53',
  ],
  [
    '1 sendmsg(3, {msg_name={sa_family=AF_INET, sin_port=htons(5353), sin_addr=inet_addr("224.0.0.251")}, msg_namelen=16}, 0) = 2',
    '224.0.0.251:5353',
  ],
  [
    '1 bind(3, {sa_family=AF_INET, sin_port=htons(8080), sin_addr=inet_addr("0.0.0.0")}, 16) = 0',
    '0.0.0.0:8080',
  ],
  ['1 connect(3, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("127.0.0.1.evil")}, 16) = 0', ''],
  [
    '1 connect(3, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("1270.0.0.1")}, 16) = 0',
    '1270.0.0.1:80',
  ],
];

describe('the verdict on a trace', () => {
  it('is clean where only loopback and the machine itself were spoken to', () => {
    const verdict = readTrace([...LOOPBACK, ...LOCAL, '', '22 +++ exited with 0 +++']);
    expect(verdict).toMatchObject({ outside: [], unread: [], calls: 8 });
    expect(verdict.contacts.filter(({ place }) => place === 'loopback')).toEqual([
      { call: 'bind', place: 'loopback', address: '127.0.0.1', times: 1 },
      { call: 'connect', place: 'loopback', address: '127.0.0.1', times: 1 },
      { call: 'connect', place: 'loopback', address: '[::1]', times: 1 },
      { call: 'connect', place: 'loopback', address: '[::ffff:127.0.0.1]', times: 1 },
    ]);
    expect(verdictLines(verdict).at(-1)).toBe(
      'No connection was opened to, and nothing was sent to, anything but loopback.',
    );
  });

  it.each(OUTSIDE)('finds what is outside: %s', (line, address) => {
    const verdict = readTrace([...LOOPBACK, line]);
    expect([...verdict.outside.map((contact) => contact.address), ...verdict.unread.map(() => '')]).toEqual([
      address,
    ]);
    expect(verdictLines(verdict).at(-1)).toMatch(/^NOT OFFLINE/);
  });

  describe('with the sockets named', () => {
    const asked =
      '9 connect(17<UDPv6:[662298]>, {sa_family=AF_INET6, sin6_port=htons(443), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "2001:4860:4860::8888", &sin6_addr), sin6_scope_id=0}, 28 <unfinished ...>';
    const peer = (kind: string, from: string, to: string): string => `<${kind}:[${from}->${to}]>`;

    it('tells a datagram socket that is only pointed somewhere from one that sends', () => {
      const verdict = readTrace([...LOOPBACK, asked]);
      expect(verdict).toMatchObject({
        outside: [],
        asked: [{ address: '[2001:4860:4860::8888]:443', times: 1 }],
      });
      expect(verdictLines(verdict).at(-2)).toContain('nothing was sent on it');
      for (const call of ['sendto', 'sendmsg', 'write', 'writev', 'sendmmsg']) {
        const socket = peer('UDPv6', '[2001:db8::1]:5', '[2001:4860:4860::8888]:443');
        const sent = readTrace([asked, `9 ${call}(17${socket}, ""..., 20) = 20`]);
        expect(sent.outside.map(({ call: one }) => one).sort()).toEqual(['route', call].sort());
        expect(sent.asked).toEqual([]);
      }
    });

    it('does not let a stream off, nor a socket whose kind is not named', () => {
      const streams = [asked.replace('UDPv6', 'TCPv6'), asked.replace('<UDPv6:[662298]>', '')];
      for (const line of streams) expect(readTrace([line]).outside).toHaveLength(1);
    });

    it('follows what is written to a peer, and leaves files and pipes alone', () => {
      const verdict = readTrace([
        `9 write(3</data/a>, ""..., 20) = 20`,
        `9 write(4<pipe:[55]>, ""..., 20) = 20`,
        `9 write(5<UNIX-STREAM:[77->78]>, ""..., 20) = 20`,
        `9 sendto(6${peer('TCP', '127.0.0.1:5', '127.0.0.1:6')}, ""..., 631, MSG_NOSIGNAL, NULL, 0) = 631`,
        `9 write(7${peer('TCP', '10.0.0.2:5', '93.184.216.34:443')}, ""..., 20) = 20`,
      ]);
      expect(verdict.contacts.map(({ call, address }) => `${call} ${address}`)).toEqual([
        'sendto 127.0.0.1',
        'write 93.184.216.34:443',
      ]);
      expect(verdict.outside).toHaveLength(1);
    });
  });

  it('counts against what it cannot read', () => {
    for (const line of [
      '1 connect(3, 0x7ffc, 16) = -1 EFAULT (Bad address)',
      '1 connect(3, {sa_family=AF_INET, sin_port=htons(80), sin_addr=0x1}, 16) = 0',
      '1 connect(3, {sa_family=AF_BLUETOOTH, sa_data="x"}, 16) = 0',
    ])
      expect(readTrace([line])).toMatchObject({ outside: [], unread: [line] });
  });

  it('tells several addresses of one call apart', () => {
    const line = `1 sendmmsg(3, [{msg_hdr={msg_name={sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("127.0.0.1")}}}, {msg_hdr={msg_name={sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("8.8.8.8")}}}], 2, 0) = 2`;
    expect(readTrace([line])).toMatchObject({ calls: 2, outside: [{ address: '8.8.8.8:53' }] });
  });
});
