/**
 * Writes data/sample/history.csv.gz, the same bytes each time: `npm run sample` (after a build).
 * Another file may be named as the first argument.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { constants, gzipSync } from 'node:zlib';
import { formatHistoryCsv } from '../dist/src/documents/index.js';
import { makeSampleHistory } from '../dist/src/simulation/index.js';

// The year in which Agner Krarup Erlang was born.
const SEED = 1878;
const OPERATING_SYSTEM_BYTE = 9;
const UNKNOWN = 255;

const target =
  process.argv[2] ?? fileURLToPath(new URL('../data/sample/history.csv.gz', import.meta.url));
const csv = [...formatHistoryCsv(makeSampleHistory(SEED))].join('');
const packed = gzipSync(csv, { level: constants.Z_BEST_COMPRESSION });
packed[OPERATING_SYSTEM_BYTE] = UNKNOWN;
writeFileSync(target, packed);
console.log(`${target}: ${csv.split('\n').length - 2} intervals, ${packed.length} bytes`);
