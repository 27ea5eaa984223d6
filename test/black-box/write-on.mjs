// Starts a server and makes rosters, publications or imports, one after the other; says "ack ..." for each that was
// acknowledged, until it is killed together with its server.
import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

const [, , main, database, what] = process.argv;
const server = spawn(process.execPath, [main, '--database', database, 'serve', '--port', '0'], {
  stdio: ['ignore', 'ignore', 'pipe'],
  env: { ...process.env, AGNER_DEAR_PER_MINUTE: '1000000' },
});
let said = '';
const base = await new Promise((resolve, reject) => {
  server.stderr.setEncoding('utf8').on('data', (text) => {
    said += text;
    const url = /listening on (\S+)/.exec(said)?.[1];
    if (url !== undefined) resolve(`${url}/api/v1`);
  });
  server.on('close', () => reject(new Error(said)));
});
console.log('listening');

const DOERS = {
  rosters: async () => {
    const job = await post('/rosters', { plan: 'small', requirement: 'latest', iterationLimit: 5 });
    for (;;) {
      const { state, resultId, error } = await read(await fetch(`${base}/jobs/${job.id}`));
      if (state === 'succeeded') return resultId;
      if (state !== 'queued' && state !== 'running') throw new Error(JSON.stringify(error));
      await sleep(20);
    }
  },
  publications: async (count) =>
    (await post('/publications', { roster: 'latest', note: `number ${count}` })).id,
  imports: async (count) => {
    const slot = Number(process.env['KIT_ROUND'] ?? 0) * 2000 + count;
    const start = new Date(Date.UTC(2020, 0, 1) + slot * 900_000).toISOString();
    const csv = `interval_start,interval_minutes,queue,offered\n${start},15,ledger,${count}\n`;
    await post('/imports/history?zone=UTC', csv, 'text/csv');
    return `${Date.parse(start) / 1000}=${count}`;
  },
};

for (let count = 1; ; count += 1) console.log(`ack ${await DOERS[what](count)}`);

async function post(path, body, type = 'application/json') {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const headers = { 'content-type': type };
  return read(await fetch(`${base}${path}`, { method: 'POST', headers, body: text }));
}

async function read(response) {
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.status} ${text}`);
  return JSON.parse(text);
}
