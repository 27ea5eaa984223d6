import { useState } from 'preact/hooks';
import { planAddress, savePlan } from '../api/client.ts';
import { type Problem, problemOf } from '../api/problem.ts';
import { type PlanRecord } from '../api/types.ts';
import { messages } from '../i18n/index.ts';
import { type Column, DataTable } from '../parts/data-table.tsx';
import { Await, ProblemBox } from '../parts/states.tsx';
import { plans } from '../state/lists.ts';

export function DataPlans() {
  const { data: words } = messages.value;
  return (
    <section>
      <h2>{words.plans}</h2>
      <Await state={plans.state.value} onRetry={() => void plans.refresh()}>
        {(records) =>
          records.length === 0 ? <p>{words.noPlans}</p> : <PlanTable records={records} />
        }
      </Await>
      <AddPlan />
    </section>
  );
}

function PlanTable({ records }: { readonly records: readonly PlanRecord[] }) {
  const { data: words } = messages.value;
  const columns: Column<PlanRecord>[] = [
    { head: words.name, figures: false, cell: ({ name }) => name },
    { head: words.version, figures: true, cell: ({ version }) => version },
    {
      head: words.created,
      figures: false,
      cell: ({ createdAt }) => createdAt.slice(0, 16).replace('T', ' '),
    },
    {
      head: words.downloads,
      figures: false,
      cell: ({ name, version }) => (
        <a
          href={planAddress(name, version)}
          download={`${name}-${version}.json`}
          aria-label={words.download(`${name} ${version}`, words.formats.json)}
        >
          {words.formats.json}
        </a>
      ),
    },
  ];
  return (
    <DataTable caption={words.plans} columns={columns} rows={records} keyOf={({ id }) => id} />
  );
}

function AddPlan() {
  const { data: words } = messages.value;
  const [file, setFile] = useState<File | null>(null);
  const [said, setSaid] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  const send = async (): Promise<void> => {
    setProblem(null);
    if (file === null) {
      setSaid(words.chooseFile);
      return;
    }
    setSaid('');
    try {
      const isJson = file.name.endsWith('.json');
      const record = await savePlan(file, isJson ? 'application/json' : 'application/yaml');
      setSaid(words.saved(record.name, record.version));
      await plans.refresh();
    } catch (error) {
      setProblem(problemOf(error));
    }
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <label class="field">
        <span>{words.planFile}</span>
        <input
          type="file"
          accept=".yaml,.yml,.json"
          onChange={(event) => {
            setFile(event.currentTarget.files?.[0] ?? null);
          }}
        />
      </label>
      <button type="submit">{words.savePlan}</button>
      <span role="status">{said}</span>
      {problem === null ? null : <ProblemBox problem={problem} onRetry={null} />}
    </form>
  );
}
