/** Options of {@link createTokenSource}. */
export interface TokenSourceOptions {
  /** The address of your server's `POST /token`. */
  endpoint: string | URL;
  /** The room that the token is for: sent as `room_id`. */
  room?: string;
  /** More fields of the request, such as `stream_ids`. Never a user id: your server knows its user. */
  body?: Record<string, unknown>;
  /** Headers, or a function that returns them for each request, such as a fresh session token. */
  headers?: HeadersInit | (() => HeadersInit | Promise<HeadersInit>);
  /** In place of the global `fetch`. */
  fetch?: typeof fetch;
}

/** A token and its times in unix seconds of the server's clock. */
export interface Token {
  readonly token: string;
  readonly issuedAt: number;
  readonly expiresAt: number;
  readonly refreshAt: number;
}

/** What `attach` needs of the vendor's engine: `ZegoExpressEngine` has it. */
export interface Engine {
  on(event: 'tokenWillExpire', listener: (roomID: string) => void): unknown;
  off(event: 'tokenWillExpire', listener: (roomID: string) => void): unknown;
  renewToken(token: string, roomID?: string): unknown;
}

/** A request that failed. With `retryable`, the same request may succeed later. */
export class TokenRequestError extends Error {
  override name = 'TokenRequestError';
  constructor(
    message: string,
    readonly retryable: boolean,
    /** The HTTP status, or 0 where there was no response. */
    readonly status = 0,
    /** Seconds that the server asks to wait. */
    readonly retryAfter = 0,
  ) {
    super(message);
  }
}

/** See {@link createTokenSource}. */
export interface TokenSource {
  /** A token that is valid now; fetched where there is none, or where it is time to renew it. */
  get(): Promise<string>;
  /** The last token with its times. */
  readonly current: Token | undefined;
  /** The server's clock minus this one, in seconds, as measured by the last response. */
  readonly clockDifference: number;
  /** Calls back with each token after the first. Returns a function that ends that. */
  onRenew(listener: (token: Token) => void): () => void;
  /** Calls back when a renewal has failed; while it is retryable, the next try is planned. */
  onError(listener: (error: unknown) => void): () => void;
  /** Passes renewed tokens to the vendor's engine. Returns a function that ends that. */
  attach(engine: Engine): () => void;
  /** Ends all timers, listeners and requests. `get()` rejects from then on. */
  stop(): void;
}

const ATTEMPTS = 5;
const LONGEST_WAIT = 30;
/** A request without a response is given up after that many seconds. */
const TIMEOUT = 15;
/** Timers stop while a machine sleeps: none is longer, so that the next tick notices. */
const TICK = 60;
/** A token that was fetched at most that many milliseconds ago is not fetched again. */
const JUST_NOW = 5000;
const NAMES = ['endpoint', 'room', 'body', 'headers', 'fetch'];
const SECRET = /secret|app_?-?sign|private_?-?key/i;

function refuseSecrets(names: Iterable<string>): void {
  for (const name of names) {
    if (SECRET.test(name)) {
      throw new TypeError(`token04: ${name} must stay on the server: whoever has it can mint tokens for any user`);
    }
  }
}

/**
 * Fetches tokens from your server, keeps them until it is time to renew, and renews them in time:
 * also when the machine wakes up, the network returns or the tab is shown again.
 */
export function createTokenSource(options: TokenSourceOptions): TokenSource {
  refuseSecrets(Object.keys(options));
  for (const name in options) {
    if (!NAMES.includes(name)) throw new TypeError(`token04: no option is named ${name}; there are: ${NAMES.join(', ')}`);
  }
  refuseSecrets(Object.keys(options.body ?? {}));
  const { endpoint, room } = options;
  const request = options.fetch ?? fetch;
  const renewals = new Set<(token: Token) => void>();
  const failures = new Set<(error: unknown) => void>();
  let current: Token | undefined;
  let fetched = 0;
  let difference = 0;
  let flight: Promise<Token> | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failed = 0;
  let notBefore = 0;
  let aborter: AbortController | undefined;
  let stopped = false;
  let wake: () => void = () => {};

  /** The server's time, in seconds. */
  const now = () => Date.now() / 1000 + difference;
  const isDue = () => !current || now() >= current.refreshAt;
  const isValid = () => current !== undefined && now() < current.expiresAt - 1;

  async function once(): Promise<Token> {
    const given = typeof options.headers === 'function' ? await options.headers() : options.headers;
    const headers = new Headers(given);
    const names: string[] = [];
    headers.forEach((_, name) => names.push(name));
    refuseSecrets(names);
    headers.set('content-type', 'application/json');
    headers.set('accept', 'application/json');
    const body = JSON.stringify(room === undefined ? { ...options.body } : { ...options.body, room_id: room });
    const control = (aborter = new AbortController());
    const limit = setTimeout(() => control.abort(), TIMEOUT * 1000);
    const sent = Date.now();
    try {
      const response = await request(endpoint, { method: 'POST', headers, body, cache: 'no-store', signal: control.signal }).catch((error: unknown) => {
        throw new TokenRequestError(`no response: ${String(error)}`, true);
      });
      const received = Date.now();
      const { status } = response;
      if (!response.ok) {
        const after = Number(response.headers.get('retry-after')) || 0;
        throw new TokenRequestError(`the server returned ${status}`, status >= 500 || status === 408 || status === 425 || status === 429, status, after);
      }
      const json = await response.json().catch(() => undefined);
      const { token, issued_at: issuedAt, expires_at: expiresAt, refresh_at: refreshAt } = json ?? {};
      const times = [issuedAt, expiresAt, refreshAt];
      if (typeof token !== 'string' || !token || !times.every(Number.isFinite)) {
        throw new TokenRequestError('the response has no token, issued_at, expires_at and refresh_at', false, status);
      }
      // The server issues at some time between the request and its response, and rounds down.
      const middle = (sent + received) / 2000;
      const measured = issuedAt + 0.5 - middle;
      difference = Math.abs(measured) <= 0.5 + (received - sent) / 2000 ? 0 : measured;
      return { token, issuedAt, expiresAt, refreshAt };
    } finally {
      clearTimeout(limit);
    }
  }

  /** Half of the wait is fixed and half random, so that clients do not come back all at once. */
  function backoff(after: number): number {
    const longest = Math.min(LONGEST_WAIT, 2 ** (failed - 1));
    return Math.max(after, (longest * (1 + Math.random())) / 2);
  }

  const pause = (seconds: number) =>
    new Promise<void>((resolve) => {
      const limit = setTimeout(resolve, seconds * 1000);
      wake = () => {
        clearTimeout(limit);
        resolve();
      };
    });

  async function fly(): Promise<Token> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const renewed = current !== undefined;
        const token = await once();
        if (stopped) throw ended();
        current = token;
        fetched = Date.now();
        failed = 0;
        notBefore = 0;
        if (renewed) for (const listener of [...renewals]) listener(token);
        return token;
      } catch (error) {
        if (stopped) throw ended();
        failed += 1;
        const retryable = error instanceof TokenRequestError && error.retryable;
        const wait = backoff(retryable ? (error as TokenRequestError).retryAfter : LONGEST_WAIT);
        notBefore = now() + wait;
        // While the token is valid nobody has to wait: the timer tries again.
        if (!retryable || isValid() || attempt >= ATTEMPTS) throw error;
        await pause(wait);
        if (stopped) throw ended();
      }
    }
  }

  /** One request at a time: who asks meanwhile gets the same. */
  function renew(): Promise<Token> {
    flight ??= fly().finally(() => {
      flight = undefined;
      plan();
    });
    return flight;
  }

  const report = (error: unknown) => {
    for (const listener of [...failures]) listener(error);
  };

  /** Renews at `refresh_at`, for those who listen: an unused source sends nothing. */
  function plan(): void {
    clearTimeout(timer);
    if (stopped || !current || renewals.size === 0) return;
    const wait = Math.max(current.refreshAt, notBefore) - now();
    timer = setTimeout(tick, Math.min(Math.max(wait, 0), TICK) * 1000);
  }

  function tick(): void {
    if (current && renewals.size > 0 && isDue() && now() >= notBefore) renew().catch(report);
    else plan();
  }

  /** The page is back: no wait that was planned before still counts. */
  function back(): void {
    if (globalThis.document?.visibilityState === 'hidden') return;
    notBefore = 0;
    wake();
    tick();
  }

  const ended = () => new Error('token04: the token source was stopped');

  const places: [EventTarget | undefined, string][] = [
    [globalThis.document, 'visibilitychange'],
    [globalThis.window, 'online'],
    [globalThis.window, 'pageshow'],
    [globalThis.window, 'focus'],
  ];
  for (const [place, event] of places) place?.addEventListener(event, back);

  function listen<T>(listeners: Set<T>, listener: T): () => void {
    listeners.add(listener);
    plan();
    return () => {
      listeners.delete(listener);
      plan();
    };
  }

  async function get(): Promise<string> {
    if (stopped) throw ended();
    if (current && (!isDue() || (isValid() && now() < notBefore))) return current.token;
    try {
      return (await renew()).token;
    } catch (error) {
      if (stopped || !current || !isValid()) throw error;
      report(error);
      return current.token;
    }
  }

  const detachers = new Set<() => void>();

  function attach(engine: Engine): () => void {
    let passed: string | undefined;
    const pass = (token: string, roomID = room) => {
      passed = token;
      engine.renewToken(token, roomID);
    };
    const willExpire = (roomID: string) => {
      if (room !== undefined && roomID !== room) return;
      // The event may come just after the timer renewed. Otherwise the event is right, whatever this clock says.
      const age = Date.now() - fetched;
      if (current && current.token === passed && age >= 0 && age < JUST_NOW) pass(passed, roomID);
      else renew().catch(report);
    };
    engine.on('tokenWillExpire', willExpire);
    const end = listen(renewals, ({ token }) => pass(token));
    const detach = () => {
      engine.off('tokenWillExpire', willExpire);
      end();
      detachers.delete(detach);
    };
    detachers.add(detach);
    return detach;
  }

  return {
    get,
    get current() {
      return current;
    },
    get clockDifference() {
      return difference;
    },
    onRenew: (listener) => listen(renewals, listener),
    onError: (listener) => listen(failures, listener),
    attach,
    stop() {
      stopped = true;
      clearTimeout(timer);
      aborter?.abort();
      wake();
      for (const detach of [...detachers]) detach();
      for (const [place, event] of places) place?.removeEventListener(event, back);
      renewals.clear();
      failures.clear();
      current = undefined;
    },
  };
}
