import { useState } from 'preact/hooks';
import { checkQueue, historyAddress } from '../api/client.ts';
import { type QueueRecord } from '../api/types.ts';
import { clockOf, formatDate, formatNumber } from '../i18n/format.ts';
import { messages } from '../i18n/index.ts';
import { type Column, DataTable } from '../parts/data-table.tsx';
import { Await } from '../parts/states.tsx';
import { queues } from '../state/lists.ts';
import { useLoaded } from '../state/resource.ts';
import { linkTo } from '../state/route.ts';
import { FindingsTable } from './findings-table.tsx';

export function DataQueues() {
  const words = messages.value;
  const [checked, setChecked] = useState<string | null>(null);
  return (
    <section>
      <h2>{words.data.queues}</h2>
      <Await state={queues.state.value} onRetry={() => void queues.refresh()}>
        {(records) =>
          records.length === 0 ? (
            <p>{words.data.noQueues}</p>
          ) : (
            <QueueTable records={records} onCheck={setChecked} />
          )
        }
      </Await>
      {checked === null ? null : <Check queue={checked} />}
    </section>
  );
}

function QueueTable({
  records,
  onCheck,
}: {
  readonly records: readonly QueueRecord[];
  readonly onCheck: (queue: string) => void;
}) {
  const { data: words, locale } = messages.value;
  const when = (iso: string | null): string =>
    iso === null ? '' : `${formatDate(iso.slice(0, 10), locale, 'full')} ${clockOf(iso)}`;
  const columns: Column<QueueRecord>[] = [
    {
      head: words.name,
      figures: false,
      cell: ({ name }) => <a href={linkTo('forecast', { queue: name })}>{name}</a>,
    },
    { head: words.channel, figures: false, cell: ({ channel }) => words.channels[channel] },
    { head: words.zone, figures: false, cell: ({ zone }) => zone },
    {
      head: words.intervalLength,
      figures: true,
      cell: ({ stepSeconds }) => words.minutes(formatNumber(stepSeconds / 60, locale, 1)),
    },
    { head: words.from, figures: false, cell: ({ firstInterval }) => when(firstInterval) },
    { head: words.until, figures: false, cell: ({ lastInterval }) => when(lastInterval) },
    {
      head: words.intervals,
      figures: true,
      cell: ({ intervals }) => formatNumber(intervals, locale),
    },
    {
      head: words.downloads,
      figures: false,
      cell: ({ name }) => (
        <span class="actions">
          <a
            href={historyAddress(name)}
            download
            aria-label={words.download(name, words.formats.csv)}
          >
            {words.formats.csv}
          </a>
          <button
            type="button"
            class="link"
            aria-label={words.checkOf(name)}
            onClick={() => {
              onCheck(name);
            }}
          >
            {words.check}
          </button>
        </span>
      ),
    },
  ];
  return (
    <DataTable caption={words.queues} columns={columns} rows={records} keyOf={({ name }) => name} />
  );
}

function Check({ queue }: { readonly queue: string }) {
  const { data: words } = messages.value;
  const [state, retry] = useLoaded(queue, () => checkQueue(queue));
  return (
    <div aria-live="polite">
      <Await state={state} onRetry={retry}>
        {(findings) => (
          <>
            <h3>{words.findingsOf(queue)}</h3>
            <FindingsTable caption={words.findingsOf(queue)} findings={findings} />
          </>
        )}
      </Await>
    </div>
  );
}
