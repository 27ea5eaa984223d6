export { readHistoryCsv } from './csv/read-history.ts';
