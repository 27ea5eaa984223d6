import { describe, expect, it } from 'vitest';
import { erasePlanText } from './erase-plan-text.ts';

const person = { agent: 'zc-77', names: ['Zora Canary'], pseudonym: 'erased_1' };

describe('a plan without a person', () => {
  it('keeps contract and skills of the entry, and all that is not the person', () => {
    const text = `# Of Zora Canary, zc-77 and zc-777.
name: winter
agents:
  - id: a01
    name: Ana # first
  - id: "zc-77" # since 2019
    name: Zora Canary
    contract: full
    # Learns sales.
    skills: [support]
    leave: [{ from: 2026-02-02, to: 2026-02-06 }]
    wishes:
      - { kind: day-off, date: 2026-02-08 }
costs: { currency: EUR }
`;
    expect(erasePlanText(text, person)).toBe(`# Of erased_1, erased_1 and zc-777.
name: winter
agents:
  - id: a01
    name: Ana # first
  - id: "erased_1"
    name: erased_1
    contract: full
    skills: [ support ]
costs: { currency: EUR }
`);
  });

  it('that was written as JSON stays JSON', () => {
    const entry = { id: 'zc-77', name: 'Zora Canary', contract: 'full', skills: ['x'], leave: [1] };
    const other = { id: 'a01', name: 'Ana', leave: [2] };
    const text = JSON.stringify({ name: 'winter', agents: [entry, other] });
    expect(JSON.parse(erasePlanText(text, person))).toEqual({
      name: 'winter',
      agents: [{ id: 'erased_1', name: 'erased_1', contract: 'full', skills: ['x'] }, other],
    });
  });

  it.each([
    ['no agents', 'name: winter # with Zora Canary\n', 'name: winter # with erased_1\n'],
    ['a number as id', 'agents: [{ id: 77, name: Z }]\n', 'agents: [ { id: 77, name: Z } ]\n'],
    ['what is no plan', 'a: [zc-77\nZora Canary', 'a: [erased_1\nerased_1'],
  ])('with %s is left alone, but for words', (_, text, expected) => {
    expect(erasePlanText(text, person)).toBe(expected);
  });
});
