import { type Plan } from '../domain/index.ts';

/** Mean pay per hour of the people who may work a queue; 0 without any. */
export function meanPay(plan: Plan, queue: string): number {
  const payOf = new Map(plan.contracts.map((contract) => [contract.name, contract.payPerHour]));
  const pays = plan.agents
    .filter((agent) => agent.skills.includes(queue))
    .map((agent) => payOf.get(agent.contract) ?? 0);
  return pays.length === 0 ? 0 : pays.reduce((sum, pay) => sum + pay, 0) / pays.length;
}
