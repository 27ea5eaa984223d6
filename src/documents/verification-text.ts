import { type QueueStaffing } from '../domain/requirement.ts';
import { type VerifiedQueue } from '../domain/verification.ts';

type Reason = Extract<VerifiedQueue, { readonly status: 'not-simulated' }>['reason'];

/** Why a queue was not simulated. */
export function notSimulatedText(reason: Reason): string {
  switch (reason) {
    case 'deferred':
      return 'not simulated: its work is due by when it is done, in working hours, and the simulation knows waits for an agent alone';
    case 'uncertain':
      return 'not simulated: it is staffed for volume and absence that may turn out otherwise, and the simulation takes both as forecast';
    case 'stopped':
      return 'not simulated: stopped before it had two runs';
  }
}

/** In what formula and simulation differ by design. */
export function verifiedHowText(staffing: QueueStaffing): string {
  switch (staffing.kind) {
    case 'calls':
      return staffing.method === 'sipp'
        ? 'formula: each interval by itself, as if it lasted; simulation: the day as it goes, and who leaves finishes the contact'
        : 'formula: who leaves hands the contact back to the queue; simulation: who leaves finishes it';
    case 'chat':
      return 'formula: each interval by itself, contacts spread evenly at all times; simulation: the day as it goes, and a contact stays with its agent';
    case 'deferred':
      return notSimulatedText('deferred');
  }
}
