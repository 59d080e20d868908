// An Express server that serves POST /token for the authenticated user.
import express from 'express';
import { Token04Error, TokenGenerator } from 'token04';

const LIFETIME_SECONDS = 3600;
const USER_ID_INVALID = 3;
const HOST = '127.0.0.1';

function start() {
  const generator = TokenGenerator.fromEnv(); // ZEGO_APP_ID, ZEGO_SERVER_SECRET
  const app = express();
  app.disable('x-powered-by');

  // Authentication first: the body of an unauthenticated request is not read. Then a limit for a
  // body of any type.
  app.post(
    '/token',
    authenticate,
    express.raw({ type: () => true, limit: '1kb' }),
    (_, response) => {
      const { user } = response.locals;
      const { token, expiresAt, refreshAt } = generator.issue(user, LIFETIME_SECONDS, '');
      response.set('Cache-Control', 'no-store');
      response.json({ token, expires_at: expiresAt, refresh_at: refreshAt });
    },
  );
  app.use((_, response) => response.status(404).json({ error: 'not found' }));
  app.use(failed);

  const server = app.listen(Number(process.env.PORT ?? 3000), HOST, () => {
    console.log(`listening on ${server.address().port}`);
  });
}

/** The user of this request, from your own session; never from the body. */
function authenticate(request, response, next) {
  // A stand-in for real sessions: bearer values and their users, `value=user,value=user`.
  const sessions = (process.env.DEMO_SESSION ?? '').split(',').map((session) => session.split('='));
  const [, value] = /^Bearer (\S+)$/.exec(request.get('authorization') ?? '') ?? [];
  const user = value && new Map(sessions).get(value);
  if (!user) return response.status(401).json({ error: 'unauthorized' });
  response.locals.user = user;
  return next();
}

/** Express's own handler would send a stack trace. Four parameters make this an error handler. */
function failed(error, request, response, next) {
  if (response.headersSent) return next(error); // closes the connection
  let { status } = error; // set when the body is too large or malformed
  if (error instanceof Token04Error && error.code === USER_ID_INVALID) status = 400;
  if (!(status >= 400 && status < 500)) status = 500;
  if (status === 500) console.error(`${error.name}: ${error.message}`); // no secret, no claim
  if (!request.complete) response.set('Connection', 'close'); // the rest of the body is not read
  return response.status(status).json({ error: status === 500 ? 'internal' : error.message });
}

try {
  start();
} catch (error) {
  if (!(error instanceof Token04Error)) throw error;
  console.error(`cannot start: ${error.message}`); // names the variable, shows no value
  process.exit(1);
}
