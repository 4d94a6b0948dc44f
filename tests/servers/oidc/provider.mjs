// The provider that tests sign in at: oidc-provider as it comes, with the people of a file.
// That file is read at every sign-in, so a test may change somebody's groups or mail meanwhile.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

// It is installed where this runs, not where this file lies.
const { Provider } = createRequire(join(process.cwd(), 'here.js'))('oidc-provider');
const [port, people, ours] = process.argv.slice(2);
const known = (id) => JSON.parse(readFileSync(people, 'utf8'))[id];

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [
    {
      client_id: 'seriktes',
      client_secret: 'a secret of forty letters for the tests',
      grant_types: ['authorization_code'],
      redirect_uris: [`${ours}/sign-in/university/callback`],
      post_logout_redirect_uris: [`${ours}/sign-in`],
      backchannel_logout_uri: `${ours}/sign-in/university/left`,
      backchannel_logout_session_required: true,
    },
  ],
  claims: {
    openid: ['sub'],
    email: ['email', 'email_verified'],
    profile: ['name'],
    groups: ['groups'],
  },
  scopes: ['openid', 'email', 'profile', 'groups'],
  pkce: { required: () => true },
  features: {
    devInteractions: { enabled: true },
    rpInitiatedLogout: { enabled: true },
    backchannelLogout: { enabled: true },
  },
  // Its own way of asking refuses loopback, where the tracker of the tests is.
  fetch: (address, { dispatcher: _guard, ...options }) => fetch(address, options),
  cookies: { keys: ['of the tests only'] },
  findAccount: (_context, id) =>
    known(id) && { accountId: id, claims: () => ({ sub: id, ...known(id) }) },
  // Nobody is asked whether the tracker may know their name.
  loadExistingGrant: async (context) => {
    const grant = new context.oidc.provider.Grant({
      clientId: context.oidc.client.clientId,
      accountId: context.oidc.session.accountId,
    });
    grant.addOIDCScope('openid email profile groups');
    await grant.save();
    return grant;
  },
});

provider.on('backchannel.error', (_context, error) => console.log(error));
provider.listen(Number(port), '127.0.0.1');
