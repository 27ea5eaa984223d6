/** Lists of what was computed, each with its screen and the forms in which it can be taken away. */
import { type StoredHeader } from '../../src/domain/document.ts';
import {
  resultAddress,
  type ResultKind,
  ROSTER_FORMATS,
  rosterExportAddress,
  rosterPictureAddress,
} from '../api/client.ts';
import { messages } from '../i18n/index.ts';
import { type Column, DataTable } from '../parts/data-table.tsx';
import { Await } from '../parts/states.tsx';
import { forecasts, requirements, rosters } from '../state/lists.ts';
import { type Resource } from '../state/resource.ts';
import { linkTo, type Screen } from '../state/route.ts';

const SCREEN_OF = {
  forecast: 'forecast',
  requirement: 'staffing',
  roster: 'roster',
} as const satisfies Record<ResultKind, Screen>;

export function DataResults() {
  const { data: words } = messages.value;
  return (
    <>
      <Results title={words.forecasts} kind="forecast" list={forecasts} />
      <Results title={words.requirements} kind="requirement" list={requirements} />
      <Results title={words.rosters} kind="roster" list={rosters} />
    </>
  );
}

function Results({
  title,
  kind,
  list,
}: {
  readonly title: string;
  readonly kind: ResultKind;
  readonly list: Resource<readonly StoredHeader[]>;
}) {
  const { data: words } = messages.value;
  const columns: Column<StoredHeader>[] = [
    {
      head: words.name,
      figures: false,
      cell: ({ id, name, version }) => (
        <a
          href={linkTo(SCREEN_OF[kind], { [kind]: id })}
          aria-label={words.openOf(`${name} ${version}`)}
        >
          {name}
        </a>
      ),
    },
    { head: words.version, figures: true, cell: ({ version }) => version },
    {
      head: words.created,
      figures: false,
      cell: ({ createdAt }) => createdAt.slice(0, 16).replace('T', ' '),
    },
    {
      head: words.downloads,
      figures: false,
      cell: (header) => <Downloads kind={kind} header={header} />,
    },
  ];
  return (
    <section>
      <h2>{title}</h2>
      <Await state={list.state.value} onRetry={() => void list.refresh()}>
        {(headers) =>
          headers.length === 0 ? (
            <p>{words.noResults}</p>
          ) : (
            <DataTable caption={title} columns={columns} rows={headers} keyOf={({ id }) => id} />
          )
        }
      </Await>
    </section>
  );
}

function Downloads({ kind, header }: { readonly kind: ResultKind; readonly header: StoredHeader }) {
  const { data: words } = messages.value;
  const name = `${header.name} ${header.version}`;
  const file = `${header.name}-${header.version}`;
  const links =
    kind === 'roster'
      ? [
          ...ROSTER_FORMATS.map((format) => ({
            text: words.formats[format],
            href: rosterExportAddress(header.id, format),
            file: format === 'payroll-planned' ? `${file}-${format}.csv` : `${file}.${format}`,
          })),
          {
            text: words.formats.png,
            href: rosterPictureAddress(header.id),
            file: `${file}.png`,
          },
        ]
      : [{ text: words.formats.json, href: resultAddress(kind, header.id), file: `${file}.json` }];
  return (
    <span class="actions">
      {links.map((link) => (
        <a
          key={link.text}
          href={link.href}
          download={link.file}
          aria-label={words.download(name, link.text)}
        >
          {link.text}
        </a>
      ))}
    </span>
  );
}
