import { DataImport } from './data-import.tsx';
import { DataJobs } from './data-jobs.tsx';
import { DataPlans } from './data-plans.tsx';
import { DataQueues } from './data-queues.tsx';
import { DataResults } from './data-results.tsx';
import { DataRun } from './data-run.tsx';

/** What the site holds, how more comes in, and what can be made of it. */
export function DataScreen() {
  return (
    <div class="screen">
      <DataJobs />
      <div class="columns uneven">
        <DataImport />
        <DataRun />
      </div>
      <DataQueues />
      <DataPlans />
      <DataResults />
    </div>
  );
}
