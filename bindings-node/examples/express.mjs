// An Express server that answers POST /token for the authenticated user.
import express from 'express';
import { Token04Error, TokenGenerator } from 'token04';

const LIFETIME_SECONDS = 3600;

function start() {
  const generator = TokenGenerator.fromEnv(); // ZEGO_APP_ID, ZEGO_SERVER_SECRET
  const app = express();

  app.post('/token', (request, response) => {
    const user = authenticated(request);
    if (!user) return response.status(401).json({ error: 'unauthorized' });
    const { token, expiresAt, refreshAt } = generator.issue(user, LIFETIME_SECONDS, '');
    response.set('Cache-Control', 'no-store');
    return response.json({ token, expires_at: expiresAt, refresh_at: refreshAt });
  });

  const server = app.listen(Number(process.env.PORT ?? 3000), '127.0.0.1', () => {
    console.log(`listening on ${server.address().port}`);
  });
}

/** The user of this request, from your own session; never from the body. */
function authenticated(request) {
  // A stand-in for a real session: one bearer value and its user, `value=user`.
  const [value, user] = (process.env.DEMO_SESSION ?? '').split('=');
  return value && request.get('authorization') === `Bearer ${value}` ? user : undefined;
}

try {
  start();
} catch (error) {
  if (!(error instanceof Token04Error)) throw error;
  console.error(`cannot start: ${error.message}`); // names the variable, shows no value
  process.exit(1);
}
