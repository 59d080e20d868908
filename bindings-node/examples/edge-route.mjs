// An edge route handler (app/token/route.js of Next.js) that serves POST for the authenticated
// user. ZEGO_APP_ID and ZEGO_SERVER_SECRET are environment variables of the deployment.
import { Token04Error, TokenGenerator } from 'token04';

export const runtime = 'edge';

const LIFETIME_SECONDS = 3600;
const MOST_BODY_BYTES = 1024;
const USER_ID_INVALID = 3;
let generator;

/** The user of this request, from your own session; never from the body. */
function authenticated(request) {
  // A stand-in for real sessions: bearer values and their users, `value=user,value=user`.
  const sessions = (process.env.DEMO_SESSION ?? '').split(',').map((session) => session.split('='));
  const [, value] = /^Bearer (\S+)$/.exec(request.headers.get('authorization') ?? '') ?? [];
  return value && new Map(sessions).get(value);
}

function respond(status, body, more) {
  const headers = { 'Content-Type': 'application/json', ...more };
  return new Response(JSON.stringify(body), { status, headers });
}

export async function POST(request) {
  const user = authenticated(request);
  if (!user) return respond(401, { error: 'unauthorized' });
  // The body is never read; a large one is refused.
  if (Number(request.headers.get('content-length')) > MOST_BODY_BYTES) {
    return respond(413, { error: 'request entity too large' });
  }
  try {
    generator ??= TokenGenerator.fromEnv(); // throws a Token04Error that names what is missing
    const { token, expiresAt, refreshAt } = generator.issue(user, LIFETIME_SECONDS, '');
    const body = { token, expires_at: expiresAt, refresh_at: refreshAt };
    return respond(200, body, { 'Cache-Control': 'no-store' });
  } catch (error) {
    if (error instanceof Token04Error && error.code === USER_ID_INVALID) {
      return respond(400, { error: error.message });
    }
    console.error(`${error.name}: ${error.message}`); // no secret, no claim
    return respond(500, { error: 'internal' });
  }
}
