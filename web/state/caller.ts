/** Who looks at the page, and what they may do. */
import { loadCaller, onSignedOut } from '../api/client.ts';
import { resource } from './resource.ts';

export const caller = resource(loadCaller);

// A session that ends while the page is open leads to signing in again.
onSignedOut(() => {
  void caller.refresh();
});
