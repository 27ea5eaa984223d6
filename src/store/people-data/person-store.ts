import { AgnerError } from '../../domain/index.ts';
import { hashOf, type PersonStore } from '../../use-cases/index.ts';
import { appendAudit } from '../audit.ts';
import { microseconds } from '../call-log-tables.ts';
import { type Database } from '../database.ts';
import { checkName } from '../names.ts';
import { erasePerson } from './erase-person.ts';
import { readPerson } from './export-person.ts';
import { placeOf } from './person-rows.ts';

/** The part of the store that finds and erases people. */
export function personStore(database: Database): PersonStore {
  return {
    exportPerson: (site, agent, subject, by) =>
      database.write(async (trx) => {
        const place = await placeOf(trx, site, agent);
        const person = place === null ? null : await readPerson(trx, place);
        if (person === null) throw unknownPerson(site, agent);
        await appendAudit(trx, database.kind, by, {
          action: 'person.exported',
          site,
          subject: checkName('the id of the export', subject),
          before: null,
          // Tells whose data were read only to who knows the salt, which goes with the person.
          after: hashOf({ site, agent }),
        });
        return person;
      }),
    async erasePerson(site, agent, pseudonym, erasePlanText, by) {
      const erased = await database.write(async (trx) => {
        const place = await placeOf(trx, site, agent);
        if (place === null) throw unknownPerson(site, agent);
        return erasePerson(trx, database.kind, place, pseudonym, erasePlanText, by);
      });
      await database.settle();
      return erased;
    },
    async forgetBefore(before, by) {
      const forgotten = await database.write(async (trx) => {
        const until = microseconds(Date.parse(before) / 1000);
        const states = await trx('agent_states').where('end_us', '<', until).delete();
        const spans = await trx('agent_spans').where('end_us', '<', until).delete();
        const calls = await trx('queue_calls')
          .where('entered_us', '<', until)
          .whereNotNull('agent')
          .update({ agent: null });
        if (states + spans + calls > 0) {
          await appendAudit(trx, database.kind, by, {
            ...{ action: 'states.forgotten', site: null, subject: before },
            ...{ before: null, after: null },
          });
        }
        return { before, states, spans, calls };
      });
      await database.settle();
      return forgotten;
    },
  };
}

function unknownPerson(site: string, agent: string): AgnerError {
  return new AgnerError(
    'NOT_FOUND',
    `expected the id of a person of site "${site}", got "${agent}"`,
  );
}
