export { formatRosterIcs } from './ics.ts';
export { formatRosterXlsx } from './xlsx.ts';
