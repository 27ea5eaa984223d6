/** Buttons that start work: a forecast, a requirement, a roster. */
import { type ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { makeRequirement, startForecast, startRoster } from '../api/client.ts';
import { type Problem, problemOf } from '../api/problem.ts';
import { messages } from '../i18n/index.ts';
import { NumberField } from '../parts/fields.tsx';
import { type Option, Picker, pickOf, resultOptions } from '../parts/pickers.tsx';
import { ProblemBox } from '../parts/states.tsx';
import { runJob } from '../state/jobs.ts';
import { forecasts, plans, queues, requirements } from '../state/lists.ts';
import { type Resource } from '../state/resource.ts';

const LONGEST_HORIZON_DAYS = 400;
const LONGEST_SEARCH_SECONDS = 600;

export function DataRun() {
  const { data: words } = messages.value;
  return (
    <section>
      <h2>{words.run}</h2>
      <RunForecast />
      <RunStaffing />
      <RunRoster />
    </section>
  );
}

function valueOf<T>(resource: Resource<readonly T[]>): readonly T[] {
  const state = resource.state.value;
  return state.kind === 'ready' ? state.value : [];
}

/** Names of plans, each once, as options. */
function planOptions(): readonly Option[] {
  const names = [...new Set(valueOf(plans).map(({ name }) => name))];
  return names.map((name) => ({ value: name, text: name }));
}

/** A form of one line; what the server says against it stands below. */
function RunForm({
  title,
  button,
  needs,
  onRun,
  children,
}: {
  readonly title: string;
  readonly button: string;
  /** What is missing before it can run; `null` if nothing is. */
  readonly needs: string | null;
  readonly onRun: () => Promise<void>;
  readonly children: ComponentChildren;
}) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const run = async (): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      await onRun();
    } catch (error) {
      setProblem(problemOf(error));
    }
    setBusy(false);
  };
  return (
    <form
      aria-label={title}
      onSubmit={(event) => {
        event.preventDefault();
        void run();
      }}
    >
      {needs === null ? (
        <>
          {children}
          <button type="submit" disabled={busy}>
            {button}
          </button>
        </>
      ) : (
        <p class="muted">
          {title}: {needs}
        </p>
      )}
      {problem === null ? null : <ProblemBox problem={problem} onRetry={null} />}
    </form>
  );
}

function RunForecast() {
  const { data: words } = messages.value;
  const options = [{ value: '', text: words.noPlan }, ...planOptions()];
  const [chosen, setChosen] = useState<string | null>(null);
  const [days, setDays] = useState('28');
  // Once there is a plan it is the better choice: it knows opening hours and special days.
  const plan = pickOf(options, chosen ?? options.at(1)?.value) ?? '';
  const hasHistory = valueOf(queues).some((queue) => queue.intervals > 0);
  return (
    <RunForm
      title={words.runForecast}
      button={words.start.forecast}
      needs={hasHistory ? null : words.needs.history}
      onRun={() =>
        runJob(() => startForecast({ plan: plan === '' ? null : plan, days: Number(days) }))
      }
    >
      <Picker label={words.plan} value={plan} options={options} onPick={setChosen} />
      <NumberField
        label={words.horizon}
        value={days}
        min={1}
        max={LONGEST_HORIZON_DAYS}
        onInput={setDays}
      />
    </RunForm>
  );
}

function RunStaffing() {
  const { data: words } = messages.value;
  const options = resultOptions(valueOf(forecasts));
  const [chosen, setChosen] = useState('');
  const [planChosen, setPlanChosen] = useState('');
  const [isMade, setMade] = useState(false);
  const forecast = pickOf(options, chosen);
  const plan = pickOf(planOptions(), planChosen);
  return (
    <RunForm
      title={words.runStaffing}
      button={words.start.staff}
      needs={forecast === null || plan === null ? words.needs.forecastAndPlan : null}
      onRun={async () => {
        setMade(false);
        await makeRequirement({ forecast: forecast ?? '', plan: plan ?? '' });
        await requirements.refresh();
        setMade(true);
      }}
    >
      <Picker label={words.forecast} value={forecast ?? ''} options={options} onPick={setChosen} />
      <Picker
        label={words.plan}
        value={plan ?? ''}
        options={planOptions()}
        onPick={setPlanChosen}
      />
      <span role="status">{isMade ? words.made : ''}</span>
    </RunForm>
  );
}

function RunRoster() {
  const { data: words } = messages.value;
  const options = resultOptions(valueOf(requirements));
  const [chosen, setChosen] = useState('');
  const [planChosen, setPlanChosen] = useState('');
  const [limit, setLimit] = useState('60');
  const [seed, setSeed] = useState('1');
  const requirement = pickOf(options, chosen);
  const plan = pickOf(planOptions(), planChosen);
  return (
    <RunForm
      title={words.runRoster}
      button={words.start.roster}
      needs={requirement === null || plan === null ? words.needs.requirementAndPlan : null}
      onRun={() =>
        runJob(() =>
          startRoster({
            requirement: requirement ?? '',
            plan: plan ?? '',
            timeLimitSeconds: Number(limit),
            seed: Number(seed),
          }),
        )
      }
    >
      <Picker
        label={words.requirement}
        value={requirement ?? ''}
        options={options}
        onPick={setChosen}
      />
      <Picker
        label={words.plan}
        value={plan ?? ''}
        options={planOptions()}
        onPick={setPlanChosen}
      />
      <NumberField
        label={words.timeLimit}
        value={limit}
        min={1}
        max={LONGEST_SEARCH_SECONDS}
        onInput={setLimit}
      />
      <NumberField label={words.seed} value={seed} min={0} max={2 ** 31 - 1} onInput={setSeed} />
    </RunForm>
  );
}
