import * as z from 'zod';
import {
  ownPasswordRequest,
  passwordRequest,
  signInRequest,
  tokenRequest,
  userChangeRequest,
  userPath,
  userRequest,
} from '../../documents/index.ts';
import { AgnerError } from '../../domain/index.ts';
import {
  addToken,
  addUser,
  type Caller,
  changeOwnPassword,
  changeUser,
  hashOf,
  SESSION_SECONDS,
  setPassword,
  sign,
  signIn,
  signOut,
  sitesOf,
} from '../../use-cases/index.ts';
import { defineRoute, type Route } from '../route.ts';
import { objectOf, ref } from '../schemas.ts';
import { idOf, nameOf, pageQuery, pageReply, pageSchema } from './common.ts';

const MAX_BYTES = 16 * 1024;

const DONE = objectOf({ done: { const: true } });

const done = { status: 200, json: { done: true } } as const;

const tokenPath = z.strictObject({
  id: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/, { error: 'expected the id of a token' })
    .meta({ description: 'Id of a token' }),
});

const common = { tag: 'people', pathSchema: null, querySchema: null, dear: false } as const;

const signInRoutes: readonly Route[] = [
  defineRoute({
    ...common,
    method: 'post',
    path: '/sign-in',
    id: 'sign-in',
    summary: 'Starts a session of twelve hours, kept in a cookie',
    body: { kind: 'json', schema: signInRequest, maxBytes: MAX_BYTES },
    answer: { status: 200, schema: ref('Caller'), mediaTypes: [] },
    handle: async ({ body, address }, { world, signInLimit }) => {
      signInLimit.check(body.user, address);
      try {
        const { user, secret } = await signIn(world, { name: body.user, password: body.password });
        signInLimit.succeed(body.user, address);
        return {
          status: 200,
          json: {
            kind: 'user',
            user: user.name,
            role: user.role,
            sites: user.sites,
            agent: user.agent,
          },
          session: { secret, seconds: SESSION_SECONDS },
        };
      } catch (error) {
        if (error instanceof AgnerError && error.code === 'UNAUTHENTICATED') {
          signInLimit.fail(body.user, address);
        }
        throw error;
      }
    },
  }),
  defineRoute({
    ...common,
    method: 'post',
    path: '/sign-out',
    id: 'sign-out',
    summary: 'Ends the session',
    body: { kind: 'none' },
    answer: { status: 200, schema: DONE, mediaTypes: [] },
    handle: async ({ caller }, { world }) => {
      await signOut(world, caller);
      return { ...done, session: null };
    },
  }),
  defineRoute({
    ...common,
    method: 'get',
    path: '/me',
    id: 'get-caller',
    summary: 'Who asks, and what they may do',
    body: { kind: 'none' },
    answer: { status: 200, schema: ref('Caller'), mediaTypes: [] },
    handle: ({ caller }) => Promise.resolve({ status: 200, json: callerDocument(caller) }),
  }),
  defineRoute({
    ...common,
    method: 'post',
    path: '/me/password',
    id: 'change-own-password',
    summary: 'Changes the password of whoever asks and ends all their sessions',
    body: { kind: 'json', schema: ownPasswordRequest, maxBytes: MAX_BYTES },
    answer: { status: 200, schema: DONE, mediaTypes: [] },
    handle: async ({ caller, body }, { world }) => {
      await changeOwnPassword(world, caller, body);
      return { ...done, session: null };
    },
  }),
];

const userRoutes: readonly Route[] = [
  defineRoute({
    ...common,
    method: 'get',
    path: '/users',
    id: 'list-users',
    summary: 'Everybody who may sign in',
    querySchema: pageQuery,
    body: { kind: 'none' },
    answer: { status: 200, schema: pageSchema('users', ref('User')), mediaTypes: [] },
    handle: ({ query }, { world }) =>
      pageReply('users', query, (page) => world.store.listUsers(page), nameOf),
  }),
  defineRoute({
    ...common,
    method: 'post',
    path: '/users',
    id: 'add-user',
    summary: 'Adds somebody who may sign in',
    body: { kind: 'json', schema: userRequest, maxBytes: MAX_BYTES },
    answer: { status: 201, schema: ref('User'), mediaTypes: [] },
    handle: async ({ body }, { world }) => ({ status: 201, json: await addUser(world, body) }),
  }),
  defineRoute({
    ...common,
    method: 'get',
    path: '/users/{user}',
    id: 'get-user',
    summary: 'Somebody who may sign in',
    pathSchema: userPath,
    body: { kind: 'none' },
    answer: { status: 200, schema: ref('User'), mediaTypes: [] },
    tagged: true,
    handle: async ({ path }, { world }) => {
      const login = await world.store.findLogin(path.user);
      if (login === null) {
        throw new AgnerError('NOT_FOUND', `expected a user, got "${path.user}"`);
      }
      return { status: 200, json: login.user, state: hashOf(login.user) };
    },
  }),
  defineRoute({
    ...common,
    method: 'patch',
    path: '/users/{user}',
    id: 'change-user',
    summary: 'Changes role, sites or person of a user, at once for sessions and tokens too',
    pathSchema: userPath,
    body: { kind: 'json', schema: userChangeRequest, maxBytes: MAX_BYTES },
    answer: { status: 200, schema: ref('User'), mediaTypes: [] },
    tagged: true,
    edits: true,
    handle: async ({ path, body, caller, onlyIf }, { world }) => {
      refuseOneself(caller, path.user);
      const user = await changeUser(world, path.user, body, onlyIf);
      return { status: 200, json: user, state: hashOf(user) };
    },
  }),
  defineRoute({
    ...common,
    method: 'post',
    path: '/users/{user}/password',
    id: 'set-password',
    summary: "Sets a user's password and ends the user's sessions",
    pathSchema: userPath,
    body: { kind: 'json', schema: passwordRequest, maxBytes: MAX_BYTES },
    answer: { status: 200, schema: DONE, mediaTypes: [] },
    handle: async ({ path, body }, { world }) => {
      await setPassword(world, path.user, body.password);
      return done;
    },
  }),
  defineRoute({
    ...common,
    method: 'delete',
    path: '/users/{user}',
    id: 'remove-user',
    summary: 'Removes a user with all sessions and tokens',
    pathSchema: userPath,
    body: { kind: 'none' },
    answer: { status: 200, schema: DONE, mediaTypes: [] },
    edits: true,
    handle: async ({ path, caller, onlyIf }, { world }) => {
      refuseOneself(caller, path.user);
      await world.store.removeUser(path.user, sign(world), onlyIf);
      return done;
    },
  }),
];

const tokenRoutes: readonly Route[] = [
  defineRoute({
    ...common,
    method: 'get',
    path: '/tokens',
    id: 'list-tokens',
    summary: 'Keys of programs, without their secrets',
    querySchema: pageQuery,
    body: { kind: 'none' },
    answer: { status: 200, schema: pageSchema('tokens', ref('ApiToken')), mediaTypes: [] },
    handle: ({ query }, { world }) =>
      pageReply('tokens', query, (page) => world.store.listTokens(page), idOf),
  }),
  defineRoute({
    ...common,
    method: 'post',
    path: '/tokens',
    id: 'add-token',
    summary: 'Makes a key for a program; its secret is told this once',
    body: { kind: 'json', schema: tokenRequest, maxBytes: MAX_BYTES },
    answer: {
      status: 201,
      schema: objectOf({ token: ref('ApiToken'), secret: { type: 'string' } }),
      mediaTypes: [],
    },
    handle: async ({ body }, { world }) => ({ status: 201, json: await addToken(world, body) }),
  }),
  defineRoute({
    ...common,
    method: 'delete',
    path: '/tokens/{id}',
    id: 'remove-token',
    summary: 'Revokes a key; it is refused from now on',
    pathSchema: tokenPath,
    body: { kind: 'none' },
    answer: { status: 200, schema: DONE, mediaTypes: [] },
    handle: async ({ path, caller }, { world }) => {
      if (caller.kind === 'user' && caller.by.kind === 'token' && caller.by.id === path.id) {
        throw new AgnerError('CONFLICT', 'expected another token than the one that asks');
      }
      await world.store.removeToken(path.id, sign(world));
      return done;
    },
  }),
];

export const peopleRoutes: readonly Route[] = [...signInRoutes, ...userRoutes, ...tokenRoutes];

/** Who locks himself out by a slip finds nobody to let him in again. */
function refuseOneself(caller: Caller, name: string): void {
  if (caller.kind === 'user' && caller.user.name === name) {
    throw new AgnerError('CONFLICT', 'expected another user than the one who asks');
  }
}

function callerDocument(caller: Caller) {
  return {
    kind: caller.kind,
    user: caller.kind === 'user' ? caller.user.name : null,
    role: caller.role,
    sites: sitesOf(caller),
    agent: caller.kind === 'user' ? caller.user.agent : null,
  };
}
