export { findHolidays } from './find-holidays.ts';
