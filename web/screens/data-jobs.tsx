import { type Job } from '../api/types.ts';
import { formatNumber, formatShare } from '../i18n/format.ts';
import { messages } from '../i18n/index.ts';
import { ProblemBox } from '../parts/states.tsx';
import { cancel, follow, forget, isUnderWay, jobs, type WatchedJob } from '../state/jobs.ts';
import { linkTo } from '../state/route.ts';

/** Jobs that this page has started, newest first. */
export function DataJobs() {
  const { data: words } = messages.value;
  if (jobs.value.length === 0) return null;
  return (
    <section aria-label={words.jobs}>
      <h2>{words.jobs}</h2>
      {jobs.value.map((watched) => (
        <JobLine key={watched.job.id} watched={watched} />
      ))}
    </section>
  );
}

function JobLine({ watched: { job, problem } }: { readonly watched: WatchedJob }) {
  const { data: words, locale } = messages.value;
  const name = words.job(job.kind);
  const figures = Object.entries(job.progress.figures).flatMap(([figure, value]) =>
    value === null
      ? []
      : [words.figure(figure, typeof value === 'number' ? formatNumber(value, locale, 3) : value)],
  );
  return (
    <div class="job">
      <b>{name}</b>
      <progress aria-label={name} value={job.progress.fraction} max={1} />
      <span role="status">
        {words.states[job.state]}
        {isUnderWay(job)
          ? `, ${words.progress(formatShare(job.progress.fraction, locale, 0))}`
          : ''}
      </span>
      <span class="muted">{[job.progress.step, ...figures].join(', ')}</span>
      {isUnderWay(job) ? (
        <button type="button" onClick={() => void cancel(job.id)}>
          {words.stop}
        </button>
      ) : (
        <>
          <ResultLink job={job} />
          <button
            type="button"
            onClick={() => {
              forget(job.id);
            }}
          >
            {words.dismiss}
          </button>
        </>
      )}
      {job.error === null ? null : (
        <ProblemBox
          problem={{
            title: words.states.failed,
            detail: job.error.message,
            code: job.error.code,
            errors: [],
          }}
          onRetry={null}
        />
      )}
      {problem === null ? null : (
        <ProblemBox problem={problem} onRetry={() => void follow(job.id)} />
      )}
    </div>
  );
}

function ResultLink({ job }: { readonly job: Job }) {
  const { data: words } = messages.value;
  const screen = job.kind === 'roster' ? 'roster' : job.kind === 'forecast' ? 'forecast' : null;
  if (screen === null || job.resultId === null) return null;
  return (
    <a class="button" href={linkTo(screen, { [screen]: job.resultId })}>
      {words.open}
    </a>
  );
}
