// Installs the packages of package-lock.json unless exactly they are installed already.
// Uses nothing but Node, since nothing else may be there yet.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync } from 'node:fs';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Agner needs Node 20.19 or newer; this is ${process.versions.node}.`);
  process.exit(1);
}

const stamp = 'node_modules/.agner-lock';
const installed =
  existsSync(stamp) && readFileSync(stamp, 'utf8') === readFileSync('package-lock.json', 'utf8');

if (!installed) {
  console.error('Installing packages (once; a minute or two, longer where SQLite is compiled) ...');
  const npm = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (npm.status !== 0) {
    console.error('npm ci failed; see above. Nothing else was started.');
    process.exit(npm.status ?? 1);
  }
  copyFileSync('package-lock.json', stamp);
}
