import { expect, it } from 'vitest';
import { pseudonymise, pseudonymiseText } from './pseudonymise.ts';

const person = { agent: 'day', names: ['Ana (N.) Novak'], pseudonym: 'erased_1' };

it('replaces ids of people alone, wherever documents hold them', () => {
  const document = {
    name: 'day',
    agents: [
      {
        id: 'day',
        name: 'Ana (N.) Novak',
        contract: 'c',
        skills: ['day'],
        leave: [1],
        noNights: true,
      },
      { id: 'day2', name: 'Other', leave: [2] },
    ],
    shifts: [{ agent: 'day', pattern: 'day' }],
    notes: [{ code: 'x', details: { agent: 'day', agents: ['day', 'b'] } }],
  };
  expect(pseudonymise(document, person)).toEqual({
    name: 'day',
    agents: [
      { id: 'erased_1', name: 'erased_1', contract: 'c', skills: ['day'], leave: [] },
      { id: 'day2', name: 'Other', leave: [2] },
    ],
    shifts: [{ agent: 'erased_1', pattern: 'day' }],
    notes: [{ code: 'x', details: { agent: 'erased_1', agents: ['erased_1', 'b'] } }],
  });
});

it.each([
  ['Ana (N.) Novak, day; days', 'erased_1, erased_1; days'],
  ['today', 'today'],
  ['čday day', 'čday erased_1'],
])('%s', (text, expected) => {
  expect(pseudonymiseText(text, person)).toBe(expected);
});

it('takes a number for a number', () => {
  expect(pseudonymiseText('10 of 10', { ...person, agent: '10', names: [] })).toBe('10 of 10');
});
