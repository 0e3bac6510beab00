/**
 * Keyed hashes of short identifiers: the kernel, queue and copying included, against what node:crypto does best
 * (`createHmac` per value, and two one-shot `hash` calls over the padded key, which is the same function), and
 * hash-wasm. CPU seconds per million in one process, the same 200,000 e-mails, medians of five rounds.
 */
import { createHmac, hash } from 'node:crypto';
import { createHMAC, createSHA256 } from 'hash-wasm';
import { createHmacs } from '../engine/privacy/kernels/hmac.ts';

const COUNT = 200_000;
const key = Buffer.alloc(32, 7);
const prefix = Buffer.from('pid/v1\0email\0norm/1\0');
const messages = Array.from({ length: COUNT }, (_, i) => Buffer.from(`person.${i}@example.com`));
const out = new Uint8Array(COUNT * 32);

const median = (work: () => void): number => {
  work();
  const seconds = Array.from({ length: 5 }, () => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1e6;
  });
  return (seconds.sort((a, b) => a - b)[2] / COUNT) * 1e6;
};

const queue = createHmacs()(key, prefix);
const kernel = median(() => {
  messages.forEach((message, i) => {
    queue.add(message, out, i * 32);
  });
  queue.flush();
});
const classic = median(() => {
  for (const message of messages) createHmac('sha256', key).update(prefix).update(message).digest();
});
const pad = (byte: number): Buffer => Buffer.concat([key.map((b) => b ^ byte), Buffer.alloc(32, byte)]);
const inner = Buffer.alloc(256);
const outer = Buffer.alloc(96);
pad(0x36).copy(inner);
prefix.copy(inner, 64);
pad(0x5c).copy(outer);
const oneShot = median(() => {
  for (const message of messages) {
    message.copy(inner, 64 + prefix.length);
    hash('sha256', inner.subarray(0, 64 + prefix.length + message.length), 'buffer').copy(outer, 64);
    hash('sha256', outer, 'buffer');
  }
});
const wasm = await createHMAC(createSHA256(), key);
const library = median(() => {
  for (const message of messages) {
    wasm.init();
    wasm.update(prefix);
    wasm.update(message);
    wasm.digest('binary');
  }
});
const best = Math.min(classic, oneShot);
for (const [peer, seconds] of [
  ['node:crypto, best form', best],
  ['node:crypto createHmac', classic],
  ['hash-wasm', library],
] as const)
  process.stdout.write(
    `${JSON.stringify({ bench: 'HMAC-SHA-256', values: COUNT, secondsPerMillion: Number(kernel.toFixed(3)), peerSeconds: Number(seconds.toFixed(3)), ratio: Number((seconds / kernel).toFixed(1)), peer })}\n`,
  );
