import { type Route } from '../route.ts';
import { attendanceRoutes } from './attendance.ts';
import { erlangRoutes } from './erlang.ts';
import { feedRoutes } from './feeds.ts';
import { forecastRoutes } from './forecasts.ts';
import { jobRoutes } from './jobs.ts';
import { liveRoutes } from './live.ts';
import { overrideRoutes } from './overrides.ts';
import { peopleRoutes } from './people.ts';
import { planRoutes } from './plans.ts';
import { publicationRoutes } from './publications.ts';
import { queueRoutes } from './queues.ts';
import { reportRoutes } from './reports.ts';
import { rosterRoutes } from './rosters.ts';
import { serviceRoutes } from './service.ts';
import { timesheetRoutes } from './timesheets.ts';
import { staffDataRoutes } from './staff-data.ts';
import { staffingRoutes } from './staffing.ts';

/** Every operation of the API, in the order in which OpenAPI lists them. */
export const routes: readonly Route[] = [
  ...serviceRoutes,
  ...queueRoutes,
  ...planRoutes,
  ...forecastRoutes,
  ...overrideRoutes,
  ...staffingRoutes,
  ...rosterRoutes,
  ...publicationRoutes,
  ...feedRoutes,
  ...staffDataRoutes,
  ...erlangRoutes,
  ...liveRoutes,
  ...attendanceRoutes,
  ...reportRoutes,
  ...timesheetRoutes,
  ...jobRoutes,
  ...peopleRoutes,
];
