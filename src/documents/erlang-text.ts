/** English sentences for what answers of the staffing core tell by code. */
import { type QuestionWarning } from '../use-cases/index.ts';

/** "9.4 % hang up and nothing limits them: ...". */
export function warningText(warning: QuestionWarning): string {
  switch (warning.code) {
    case 'abandonment-unlimited':
      return `${percent(warning.abandonProbability)} hang up, and no target limits that: the more of them leave, the better the rest look`;
    case 'blocking-unlimited':
      return `${percent(warning.blockedProbability)} are turned away, and no target limits that`;
  }
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
