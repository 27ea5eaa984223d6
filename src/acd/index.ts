export { readQueueLog } from './asterisk/read-queue-log.ts';
export { readHistoryCsv } from './csv/read-history.ts';
export { openLogFile } from './open-log-file.ts';
