/** Bodies of requests about users and tokens. */
import * as z from 'zod';
import { ROLES } from '../domain/index.ts';
import { USER_NAME } from '../use-cases/index.ts';
import { keyed, nameText } from './text-values.ts';

const userName = z
  .string()
  .regex(USER_NAME, {
    error: 'expected a user name of lower-case letters, digits, ".", "_", "@" or "-"',
  })
  .meta({ description: 'Name of a user', examples: ['ana'] });

const secretText = z.string().min(1).max(1000);

const role = z
  .enum(ROLES)
  .meta({ description: 'What the user may do; each role may do what the ones before it may' });

const sites = z
  .array(nameText)
  .min(1)
  .max(200)
  .nullable()
  .meta({ description: 'Sites whose data are seen; null for all' });

const agent = nameText
  .nullable()
  .meta({ description: 'Id of the person in rosters; null for none' });

/** POST /sign-in */
export const signInRequest = keyed({
  user: z.string().min(1).max(200),
  password: secretText,
}).meta({ title: 'SignInRequest', example: { user: 'ana', password: 'put the password here' } });

/** POST /me/password */
export const ownPasswordRequest = keyed({ present: secretText, next: secretText }).meta({
  title: 'OwnPasswordRequest',
  example: { present: 'put the password here', next: 'put the new one here' },
});

/** POST /users */
export const userRequest = keyed({
  name: userName,
  role,
  sites: sites.default(null),
  agent: agent.default(null),
  password: secretText
    .nullable()
    .default(null)
    .meta({ description: 'null for a user who acts by tokens alone' }),
}).meta({ title: 'UserRequest', example: { name: 'ana', role: 'viewer' } });

/** POST /users/{user} */
export const userChangeRequest = keyed({
  role: role.optional(),
  sites: sites.optional(),
  agent: agent.optional(),
}).meta({ title: 'UserChangeRequest', example: { role: 'scheduler' } });

/** POST /users/{user}/password */
export const passwordRequest = keyed({ password: secretText }).meta({
  title: 'PasswordRequest',
  example: { password: 'put the password here' },
});

/** POST /tokens */
export const tokenRequest = keyed({
  user: userName,
  label: nameText.meta({ description: 'What it is for', examples: ['wallboard'] }),
  role: role.nullable().default(null),
  days: z
    .int()
    .min(1)
    .max(3650)
    .nullable()
    .default(90)
    .meta({ description: 'Days until it ends; null for never' }),
}).meta({ title: 'TokenRequest', example: { user: 'ana', label: 'wallboard' } });

/** The parts of paths. */
export const userPath = z.strictObject({ user: userName });
