// An edge route handler (app/token/route.js of Next.js) that answers POST for the authenticated
// user. ZEGO_APP_ID and ZEGO_SERVER_SECRET are variables of the deployment.
import { TokenGenerator } from 'token04';

export const runtime = 'edge';

const LIFETIME_SECONDS = 3600;
let generator;

/** The user of this request, from your own session; never from the body. */
function authenticated(request) {
  // A stand-in for a real session: one bearer value and its user, `value=user`.
  const [value, user] = (process.env.DEMO_SESSION ?? '').split('=');
  return value && request.headers.get('authorization') === `Bearer ${value}` ? user : undefined;
}

export async function POST(request) {
  const user = authenticated(request);
  if (!user) return new Response('unauthorized', { status: 401 });
  generator ??= TokenGenerator.fromEnv(); // throws a Token04Error that says what is missing
  const { token, expiresAt, refreshAt } = generator.issue(user, LIFETIME_SECONDS, '');
  const body = JSON.stringify({ token, expires_at: expiresAt, refresh_at: refreshAt });
  const headers = { 'Cache-Control': 'no-store', 'Content-Type': 'application/json' };
  return new Response(body, { headers });
}
