export * from './report-kpis.ts';
