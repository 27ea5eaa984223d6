export { formatRosterIcs } from './ics.ts';
