import { expect, it } from 'vitest';
import { ProblemError, problemOf, readProblem } from './problem.ts';

it('reads title, detail, code and places of a problem document', () => {
  const body = JSON.stringify({
    title: 'Not found',
    detail: 'expected a stored roster, got "x"',
    code: 'NOT_FOUND',
    errors: [{ path: 'from', message: 'expected a date' }, 'line 3'],
  });
  expect(readProblem(404, 'Not Found', body)).toEqual({
    title: 'Not found',
    detail: 'expected a stored roster, got "x"',
    code: 'NOT_FOUND',
    errors: ['from: expected a date', 'line 3'],
  });
});

it('falls back on the status where a proxy answers in its own words', () => {
  expect(readProblem(502, 'Bad Gateway', '<html>nginx</html>')).toEqual({
    title: 'Bad Gateway',
    detail: '',
    code: 'HTTP_502',
    errors: [],
  });
  expect(readProblem(500, '', 'null').title).toBe('HTTP 500');
});

it('hands on the problem of a thrown one and wraps any other error', () => {
  const problem = { title: 'Busy', detail: 'later', code: 'BUSY', errors: [] };
  expect(problemOf(new ProblemError(problem))).toBe(problem);
  expect(problemOf(new TypeError('x is not a function'))).toMatchObject({
    code: 'INTERNAL',
    detail: 'x is not a function',
  });
});
