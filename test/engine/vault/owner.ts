/** Opens a vault in a process of its own, says so, and holds it until it is killed. */
import { openVault } from '../../../engine/vault/vault.ts';

const [path, passphrase] = process.argv.slice(2);
const vault = await openVault(path, passphrase);
vault.db.exec('BEGIN IMMEDIATE');
vault.db.prepare("INSERT INTO meta(key, value) VALUES ('half', 'done')").run();
process.stdout.write('open\n');
setInterval(() => vault.db.inTransaction, 1000);
