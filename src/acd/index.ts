export { readQueueLog } from './asterisk/read-queue-log.ts';
export { connectAsterisk } from './asterisk/ami/connect.ts';
export { connectFreeswitch } from './freeswitch/esl/connect.ts';
export { readHistoryCsv } from './csv/read-history.ts';
export { openLogFile } from './open-log-file.ts';
