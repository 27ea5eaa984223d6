export { formatRosterIcs } from './ics.ts';
export { formatRosterXlsx } from './xlsx.ts';
export { formatPayrollCsv } from './payroll-csv.ts';
