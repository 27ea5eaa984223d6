declare const brand: unique symbol;

/** Name of an agent, unique on a site; what the ACD and payroll know the person by. */
export type AgentId = string & { readonly [brand]: 'agent' };

/** Identity of a stored document or job. */
export type DocumentId = string & { readonly [brand]: 'document' };
