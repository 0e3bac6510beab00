#!/usr/bin/env node
/**
 * Verifies a record exported by Cloister, without Cloister: this file uses nothing but Node 18 or newer.
 *
 *   node verify-audit.mjs LOG.jsonl [CHECKPOINT.json …]    the log, and that it contains each checkpoint
 *   node verify-audit.mjs OLD.json NEW.json                that the history of NEW begins with that of OLD
 *   node verify-audit.mjs PACKAGE/seal.json                that a package was released by an act on the record
 *
 * Options: --key ID   the name of the signing key, as the officer noted it; another key is then refused.
 * Exit status: 0 everything holds, 1 something does not, 2 usage.
 *
 * What is checked. Every line of the log is an entry as canonical JSON (RFC 8785) with its hash,
 * SHA-256(0x00 ‖ the entry without `hash`), and names the hash of the line before. A checkpoint signs (Ed25519) the
 * Merkle root over entries 1 to `seq` (RFC 6962: leaves as above, nodes SHA-256(0x01 ‖ left ‖ right)).
 * What cannot be: without a checkpoint from outside the machine, that the end was not cut off; and never, that what
 * was done was recorded in the first place.
 */
import { createHash, createPublicKey, verify } from 'node:crypto';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
const leafHash = (text) => sha256(Buffer.from([0]), Buffer.from(text, 'utf8'));
const nodeHash = (left, right) => sha256(Buffer.from([1]), left, right);
const hex = (text) => Buffer.from(text, 'hex');

/** JSON as RFC 8785 spells it: names sorted by UTF-16 unit, numbers as ECMAScript prints them, nothing between. */
const canonical = (value) => {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(',')}}`;
};

const found = [];
const fault = (text) => found.push(text);
const told = (text) => process.stdout.write(`${text}\n`);

/** Holds a checkpoint to its own signature, and to the key that was asked for. */
const checkSignature = (checkpoint, name, wantedKey) => {
  const { v, vaultId, seq, at, head, root, keyId, publicKey, signature } = checkpoint;
  const spki = Buffer.from(String(publicKey), 'base64');
  const id = sha256(spki).toString('hex').slice(0, 16);
  let holds = false;
  try {
    const key = createPublicKey({ key: spki, format: 'der', type: 'spki' });
    const text = `cloister-checkpoint|${canonical({ v, vaultId, seq, at, head, root, keyId })}`;
    holds =
      key.asymmetricKeyType === 'ed25519' &&
      verify(null, Buffer.from(text), key, Buffer.from(String(signature), 'base64'));
  } catch (error) {
    fault(`${name}: its public key cannot be read (${error.message}).`);
  }
  if (!holds) fault(`${name}: its signature does not hold.`);
  if (keyId !== id) fault(`${name}: it names another key than the one it carries.`);
  if (wantedKey !== null && id !== wantedKey)
    fault(`${name}: it was signed with key ${id}, not ${wantedKey}.`);
  told(`checkpoint ${name}: entry ${seq} of vault ${vaultId}, ${at}, key ${id}`);
};

/** The root of the tree whose full subtrees are `nodes`, largest first. */
const rootOf = (nodes) => nodes.reduceRight((right, left) => nodeHash(left, right));

/** The lines of a file, ended by a line feed alone: JSON may hold every other line separator of Unicode. */
async function* linesOf(path) {
  let waiting = '';
  for await (const piece of createReadStream(path, 'utf8')) {
    const parts = (waiting + piece).split('\n');
    waiting = parts.pop();
    yield* parts;
  }
  if (waiting !== '') yield waiting;
}

/** Reads a log line by line and rebuilds chain and tree; answers what stood at the entries asked for. */
const readLog = async (path, wanted) => {
  const seen = new Map();
  const nodes = [];
  const backwards = [];
  let [seq, previous, clock] = [0, '0'.repeat(64), ''];
  for await (const line of linesOf(path)) {
    seq += 1;
    let entry;
    try {
      entry = JSON.parse(line);
    } catch {
      fault(`line ${seq}: it is no JSON.`);
      entry = {};
    }
    const { hash, ...said } = Object(entry);
    if (canonical(entry) !== line) fault(`line ${seq}: it is not spelled as it was written.`);
    if (said.seq !== seq) fault(`line ${seq}: it is entry ${said.seq}; entries are missing or out of order.`);
    if (said.prev !== previous) fault(`entry ${said.seq}: it does not follow the entry before it.`);
    const leaf = leafHash(canonical(said));
    if (leaf.toString('hex') !== hash) fault(`entry ${said.seq}: it was edited.`);
    if (said.at < clock) backwards.push(said.seq);
    clock = said.at;
    previous = String(hash);
    let node = leaf;
    for (let rest = seq - 1; rest % 2 === 1; rest = (rest - 1) / 2) node = nodeHash(nodes.pop(), node);
    nodes.push(node);
    if (wanted.has(seq)) seen.set(seq, { head: previous, root: rootOf(nodes).toString('hex') });
  }
  return {
    entries: seq,
    head: previous,
    root: nodes.length === 0 ? '' : rootOf(nodes).toString('hex'),
    seen,
    backwards,
  };
};

/** Whether `path` leads from the older root to the newer one (RFC 9162 §2.1.4.2). */
const continues = (older, newer, path) => {
  if (older.seq === newer.seq) return path.length === 0 && older.root === newer.root;
  const power = Number.isInteger(Math.log2(older.seq));
  const [first, ...rest] = power ? [hex(older.root), ...path] : path;
  if (first === undefined) return false;
  let [at, last, left, right] = [older.seq - 1, newer.seq - 1, first, first];
  const up = () => ([at, last] = [Math.floor(at / 2), Math.floor(last / 2)]);
  while (at % 2 === 1) up();
  for (const node of rest) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      [left, right] = [nodeHash(node, left), nodeHash(node, right)];
      while (at % 2 === 0 && at !== 0) up();
    } else right = nodeHash(right, node);
    up();
  }
  return last === 0 && left.equals(hex(older.root)) && right.equals(hex(newer.root));
};

/** Whether `path` leads from leaf `index` of `size` to the root (RFC 9162 §2.1.3.2). */
const includes = (leaf, index, size, path, root) => {
  let [at, last, node] = [index, size - 1, leaf];
  for (const sibling of path) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      node = nodeHash(sibling, node);
      while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, Math.floor(last / 2)];
    } else node = nodeHash(node, sibling);
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  return last === 0 && node.toString('hex') === root;
};

const checkContinuation = (older, newer, names) => {
  const { since } = newer;
  if (older.vaultId !== newer.vaultId || older.keyId !== newer.keyId)
    fault(`${names}: they are of two vaults or keys.`);
  else if (since === undefined || since.seq !== older.seq)
    fault(`${names}: the newer one carries no proof for the older. Export it with --since, or give the log.`);
  else if (since.root !== older.root || !continues(older, newer, since.path.map(hex)))
    fault(`${names}: the history was rewritten between them.`);
  else told(`${names}: the newer history begins with the older one.`);
};

/** A seal: the manifest beside it, the entry that released it, the path to a signed root. */
const checkSeal = (path, seal, wantedKey) => {
  checkSignature(seal.checkpoint, path, wantedKey);
  const entry = JSON.parse(seal.entry);
  const { seq, root } = seal.checkpoint;
  if (canonical(entry) !== seal.entry) fault(`${path}: the entry is not spelled as it was written.`);
  if (!includes(leafHash(seal.entry), entry.seq - 1, seq, seal.path.map(hex), root))
    fault(`${path}: entry ${entry.seq} is not in the history that the checkpoint signed.`);
  if (entry.action !== 'export.release' || entry.details?.manifest !== seal.manifest)
    fault(`${path}: the entry does not release this package.`);
  const manifest = join(dirname(path), 'manifest.json');
  if (!existsSync(manifest)) fault(`${path}: there is no manifest.json beside it.`);
  else if (sha256(readFileSync(manifest)).toString('hex') !== seal.manifest)
    fault(`${path}: the manifest beside it is not the one that was released.`);
  told(`seal ${path}: released by entry ${entry.seq}, ${entry.at}`);
};

const main = async (args) => {
  const at = args.indexOf('--key');
  const wantedKey = at < 0 ? null : args.splice(at, 2)[1];
  const logs = args.filter((path) => path.endsWith('.jsonl'));
  const documents = args
    .filter((path) => !path.endsWith('.jsonl'))
    .map((path) => [path, JSON.parse(readFileSync(path, 'utf8'))]);
  if (args.length === 0 || logs.length > 1 || wantedKey === undefined) {
    process.stderr.write(
      'Usage: node verify-audit.mjs LOG.jsonl [CHECKPOINT.json …] | OLD.json NEW.json | PACKAGE/seal.json  [--key ID]\n',
    );
    return 2;
  }
  const checkpoints = [];
  for (const [path, value] of documents) {
    if (Object(value).format === 'cloister-seal') checkSeal(path, value, wantedKey);
    else if (typeof Object(value).root !== 'string') fault(`${path}: it is neither a checkpoint nor a seal.`);
    else checkSignature(value, path, wantedKey);
    const checkpoint = Object(value).checkpoint ?? value;
    if (typeof Object(checkpoint).root === 'string') checkpoints.push([path, checkpoint]);
  }
  if (logs.length === 1) {
    const log = await readLog(logs[0], new Set(checkpoints.map(([, { seq }]) => seq)));
    for (const [path, { seq, root, head }] of checkpoints) {
      const there = log.seen.get(seq);
      if (there === undefined)
        fault(
          `${path}: it knows entry ${seq}, but the log ends at ${log.entries}: it was cut, or is an older copy.`,
        );
      else if (there.root !== root || there.head !== head)
        fault(`${path}: it signed another history up to entry ${seq}.`);
    }
    told(`log ${logs[0]}: ${log.entries} entries, head ${log.head}, root ${log.root}`);
    if (log.backwards.length > 0)
      told(
        `the clock ran backwards at entry ${log.backwards.join(', ')}; the order of acts is the number of the entry`,
      );
    if (checkpoints.length === 0)
      told('no checkpoint was given: that nothing is missing at the end is not shown.');
  } else if (checkpoints.length > 1) {
    const ordered = [...checkpoints].sort((a, b) => a[1].seq - b[1].seq);
    for (let i = 1; i < ordered.length; i++)
      checkContinuation(ordered[i - 1][1], ordered[i][1], `${ordered[i - 1][0]} → ${ordered[i][0]}`);
  }
  for (const text of found) told(`FAILED ${text}`);
  told(found.length === 0 ? 'Everything holds.' : `${found.length} faults.`);
  return found.length === 0 ? 0 : 1;
};

process.exitCode = await main(process.argv.slice(2)).catch((error) => {
  process.stderr.write(`verify-audit: ${error.message}\n`);
  return 1;
});
