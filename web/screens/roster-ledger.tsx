import { type LedgerCounts, ledgerTotal, type Roster } from '../../src/domain/roster.ts';
import { formatNumber } from '../i18n/format.ts';
import { messages } from '../i18n/index.ts';

/** Who had how many nights, evenings, weekends and wishes, now and with what was carried over. */
export function RosterLedger({ roster }: { readonly roster: Roster }) {
  const { locale, roster: words } = messages.value;
  const { ledger = [], agents } = roster;
  if (ledger.length === 0) return <p class="note">{words.ledger.empty}</p>;
  const nameOf = new Map(agents.map(({ id, name }) => [id, name]));
  const columns = Object.entries(words.ledger.columns) as [keyof LedgerCounts, string][];
  return (
    <div class="scroll fill">
      <table>
        <caption>{words.ledger.caption}</caption>
        <thead>
          <tr>
            <th scope="col">{words.ledger.agent}</th>
            {columns.map(([key, name]) => (
              <th key={key} scope="col" class="figure">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {ledger.map((entry) => {
            const total = ledgerTotal(entry);
            return (
              <tr key={entry.agent}>
                <th scope="row">{nameOf.get(entry.agent) ?? entry.agent}</th>
                {columns.map(([key]) => (
                  <td key={key} class="figure">
                    {formatNumber(entry.period[key], locale)}
                    {entry.carried === null ? '' : ` (${formatNumber(total[key], locale)})`}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
