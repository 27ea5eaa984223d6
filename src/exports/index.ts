export { drawAccuracyPicture } from './accuracy-picture.ts';
export { exportCalendar, exporters } from './exporters.ts';
export { drawForecastPicture } from './forecast-picture.ts';
export { formatSheetXlsx } from './xlsx.ts';
