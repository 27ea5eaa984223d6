import { type Finding } from '../../src/domain/finding.ts';
import { formatNumber } from '../i18n/format.ts';
import { messages } from '../i18n/index.ts';
import { type Column, DataTable } from '../parts/data-table.tsx';

/** Beyond these the eye is lost and the page slow; the count of the rest is told. */
const SHOWN = 200;

/** What the data doctor saw, the worst first. */
export function FindingsTable({
  caption,
  findings,
}: {
  readonly caption: string;
  readonly findings: readonly Finding[];
}) {
  const { data: words, locale } = messages.value;
  if (findings.length === 0) return <p>{words.noFindings}</p>;
  const rank = { refused: 0, warning: 1, info: 2 };
  const rows = [...findings]
    .sort((a, b) => rank[a.severity] - rank[b.severity])
    .slice(0, SHOWN)
    .map((finding, index) => ({ finding, index }));
  const columns: Column<(typeof rows)[number]>[] = [
    {
      head: words.severity,
      figures: false,
      cell: ({ finding }) => words.severities[finding.severity],
    },
    { head: words.what, figures: false, cell: ({ finding }) => whatText(finding) },
    { head: words.where, figures: false, cell: ({ finding }) => placeText(finding) },
    { head: words.action, figures: false, cell: ({ finding }) => words.actions[finding.action] },
  ];
  return (
    <>
      <DataTable
        caption={caption}
        columns={columns}
        rows={rows}
        keyOf={({ index }) => String(index)}
      />
      {findings.length > SHOWN ? (
        <p class="muted">{words.moreFindings(formatNumber(findings.length - SHOWN, locale))}</p>
      ) : null}
    </>
  );
}

function whatText({ code, details }: Finding): string {
  const { data: words } = messages.value;
  const given = Object.entries(details).map(([name, value]) => `${name} ${value}`);
  const what = words.finding[code];
  return given.length === 0 ? what : `${what} (${given.join(', ')})`;
}

function placeText({ queue, line, column, interval }: Finding): string {
  const { data: words, locale } = messages.value;
  return [
    queue,
    line === null ? null : words.line(formatNumber(line, locale)),
    column === null ? null : words.column(column),
    interval,
  ]
    .filter((part) => part !== null)
    .join(', ');
}
