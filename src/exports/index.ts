export { exporters } from './exporters.ts';
export { drawForecastPicture, type ForecastPictureInput } from './forecast-picture.ts';
export { formatRosterIcs } from './ics.ts';
export { formatPayrollCsv } from './payroll-csv.ts';
export { drawRosterPicture, type RosterPictureInput } from './roster-picture.ts';
export { formatRosterXlsx } from './xlsx.ts';
