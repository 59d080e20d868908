// A Worker that serves POST /token for the authenticated user: the app id and the ServerSecret
// come from its bindings ZEGO_APP_ID and ZEGO_SERVER_SECRET.
import { Token04Error, TokenGenerator } from 'token04';

const LIFETIME_SECONDS = 3600;
const MOST_BODY_BYTES = 1024;
const USER_ID_INVALID = 3;
let generator;

/** The user of this request, from your own session; never from the body. */
function authenticated(request, env) {
  // A stand-in for real sessions: bearer values and their users, `value=user,value=user`.
  const sessions = (env.DEMO_SESSION ?? '').split(',').map((session) => session.split('='));
  const [, value] = /^Bearer (\S+)$/.exec(request.headers.get('authorization') ?? '') ?? [];
  return value && new Map(sessions).get(value);
}

function refused(status, error) {
  return Response.json({ error }, { status });
}

export default {
  async fetch(request, env) {
    if (request.method !== 'POST' || new URL(request.url).pathname !== '/token') {
      return refused(404, 'not found');
    }
    const user = authenticated(request, env);
    if (!user) return refused(401, 'unauthorized');
    // The body is never read; a large one is refused.
    if (Number(request.headers.get('content-length')) > MOST_BODY_BYTES) {
      return refused(413, 'request entity too large');
    }
    try {
      generator ??= TokenGenerator.fromEnv({ env });
      const { token, expiresAt, refreshAt } = generator.issue(user, LIFETIME_SECONDS, '');
      const body = { token, expires_at: expiresAt, refresh_at: refreshAt };
      return Response.json(body, { headers: { 'Cache-Control': 'no-store' } });
    } catch (error) {
      if (error instanceof Token04Error && error.code === USER_ID_INVALID) {
        return refused(400, error.message);
      }
      console.error(`${error.name}: ${error.message}`); // no secret, no claim
      return refused(500, 'internal');
    }
  },
};
