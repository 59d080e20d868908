// A Cloudflare Worker: mints for the user of any OIDC provider, such as Cloudflare Access.
// Variables: ISSUER, AUDIENCE, JWKS_URL, ZEGO_APP_ID; secret: ZEGO_SERVER_SECRET (wrangler secret put).
// Cloudflare Access: ISSUER is https://TEAM.cloudflareaccess.com, JWKS_URL is ISSUER/cdn-cgi/access/certs.
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { RoomPrivileges, Token04Error, TokenGenerator } from 'token04';

const LIFETIME_SECONDS = 3600;
const MOST_BODY_BYTES = 1024;

/** The rooms of this user: your rule. Everything else is refused. */
function mayEnter(user, room) {
  return room === 'lobby' || room === `user-${user}`;
}

let settings;

export default {
  fetch(request, env) {
    settings ??= {
      issuer: env.ISSUER,
      audience: env.AUDIENCE,
      algorithms: ['RS256', 'ES256'],
      jwks: createRemoteJWKSet(new URL(env.JWKS_URL)),
      minter: TokenGenerator.fromEnv({ env }),
    };
    return token(request, settings);
  },
};

async function token(request, { issuer, audience, jwks, algorithms, minter }) {
  const refused = (status, error) => Response.json({ error }, { status });
  if (request.method !== 'POST') return refused(405, 'POST only');
  const [, bearer] = /^Bearer ([^ ]+)$/i.exec(request.headers.get('authorization') ?? '') ?? [];
  let user;
  try {
    // Signature, algorithm, issuer, audience and expiry.
    const checks = { issuer, audience, algorithms, requiredClaims: ['exp', 'sub'] };
    user = (await jwtVerify(bearer ?? '', jwks, checks)).payload.sub;
  } catch {
    return refused(401, 'unauthorized');
  }
  if (Number(request.headers.get('content-length') ?? Infinity) > MOST_BODY_BYTES) {
    return refused(413, 'body too large');
  }
  const room = (await request.json().catch(() => null))?.room_id;
  if (typeof room !== 'string') return refused(400, 'room_id is required');
  if (!mayEnter(user, room)) return refused(403, 'this room is not allowed');
  try {
    const privileges = RoomPrivileges.loginAndPublishAny(room);
    const { token, issuedAt, expiresAt, refreshAt } = minter.issue(user, LIFETIME_SECONDS, privileges);
    const times = { issued_at: issuedAt, expires_at: expiresAt, refresh_at: refreshAt };
    return Response.json({ token, user_id: user, ...times }, { headers: { 'Cache-Control': 'no-store' } });
  } catch (error) {
    if (!(error instanceof Token04Error)) throw error;
    return refused(403, error.message);
  }
}
