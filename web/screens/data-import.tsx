import { useState } from 'preact/hooks';
import { importHistory } from '../api/client.ts';
import { type Problem, problemOf } from '../api/problem.ts';
import { type ImportReport } from '../api/types.ts';
import { formatNumber } from '../i18n/format.ts';
import { messages } from '../i18n/index.ts';
import { TextField } from '../parts/fields.tsx';
import { ProblemBox } from '../parts/states.tsx';
import { refreshLists } from '../state/lists.ts';
import { FindingsTable } from './findings-table.tsx';

type Outcome =
  | { readonly kind: 'idle' }
  | { readonly kind: 'busy' }
  | { readonly kind: 'no-file' }
  | { readonly kind: 'done'; readonly report: ImportReport }
  | { readonly kind: 'failed'; readonly problem: Problem };

/** Brings in a history file and shows what was found in it. */
export function DataImport() {
  const { data: words } = messages.value;
  const [file, setFile] = useState<File | null>(null);
  const [queue, setQueue] = useState('');
  const [zone, setZone] = useState('');
  const [outcome, setOutcome] = useState<Outcome>({ kind: 'idle' });
  const send = async (): Promise<void> => {
    if (file === null) {
      setOutcome({ kind: 'no-file' });
      return;
    }
    setOutcome({ kind: 'busy' });
    try {
      const report = await importHistory(file, { queue, zone });
      setOutcome({ kind: 'done', report });
      await refreshLists();
    } catch (error) {
      setOutcome({ kind: 'failed', problem: problemOf(error) });
    }
  };
  return (
    <section>
      <h2>{words.import}</h2>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <p class="muted">{words.importHint}</p>
        <label class="field">
          <span>{words.file}</span>
          <input
            type="file"
            accept=".csv,.txt,text/csv,text/plain"
            onChange={(event) => {
              setFile(event.currentTarget.files?.[0] ?? null);
            }}
          />
        </label>
        <TextField
          label={words.queueName}
          hint={words.queueHint}
          value={queue}
          onInput={setQueue}
        />
        <TextField label={words.zone} hint={words.zoneHint} value={zone} onInput={setZone} />
        <button type="submit" disabled={outcome.kind === 'busy'}>
          {outcome.kind === 'busy' ? words.importing : words.importNow}
        </button>
      </form>
      <div aria-live="polite">
        {outcome.kind === 'no-file' ? <p>{words.chooseFile}</p> : null}
        {outcome.kind === 'failed' ? (
          <ProblemBox problem={outcome.problem} onRetry={() => void send()} />
        ) : null}
        {outcome.kind === 'done' ? <Report report={outcome.report} /> : null}
      </div>
    </section>
  );
}

function Report({ report }: { readonly report: ImportReport }) {
  const { data: words, locale } = messages.value;
  const number = (value: number): string => formatNumber(value, locale);
  const { rows } = report;
  return (
    <>
      <p>{words.rows(number(rows.read), number(rows.taken), number(rows.leftOut))}</p>
      <ul>
        {report.queues.map(({ queue, added, replaced, unchanged }) => (
          <li key={queue}>
            {words.outcome(queue, number(added), number(replaced), number(unchanged))}
          </li>
        ))}
      </ul>
      <FindingsTable caption={words.findings} findings={report.findings} />
    </>
  );
}
