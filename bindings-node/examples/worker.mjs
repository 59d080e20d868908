// A Worker that answers POST /token for the authenticated user: the app id and the ServerSecret
// come from its bindings ZEGO_APP_ID and ZEGO_SERVER_SECRET.
import { Token04Error, TokenGenerator } from 'token04';

const LIFETIME_SECONDS = 3600;
let generator;

/** The user of this request, from your own session; never from the body. */
function authenticated(request, env) {
  // A stand-in for a real session: one bearer value and its user, `value=user`.
  const [value, user] = (env.DEMO_SESSION ?? '').split('=');
  return value && request.headers.get('authorization') === `Bearer ${value}` ? user : undefined;
}

export default {
  async fetch(request, env) {
    if (request.method !== 'POST' || new URL(request.url).pathname !== '/token') {
      return new Response('not found', { status: 404 });
    }
    const user = authenticated(request, env);
    if (!user) return new Response('unauthorized', { status: 401 });
    try {
      generator ??= TokenGenerator.fromEnv({ env });
      const { token, expiresAt, refreshAt } = generator.issue(user, LIFETIME_SECONDS, '');
      const body = { token, expires_at: expiresAt, refresh_at: refreshAt };
      return Response.json(body, { headers: { 'Cache-Control': 'no-store' } });
    } catch (error) {
      if (!(error instanceof Token04Error)) throw error;
      console.error(`${error.name}: ${error.message}`); // no secret, no claim
      return new Response('token service misconfigured', { status: 500 });
    }
  },
};
