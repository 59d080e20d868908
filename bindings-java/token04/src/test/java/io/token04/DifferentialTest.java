package io.token04;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Native code and bytecode are one core: random calls have the same result in both. */
@Tag("once")
class DifferentialTest {
  private static final int CALLS = 10_000;

  /** To repeat a failure: what it printed. */
  private static final String SEED = "token04.seed";

  private static final String[] SECRETS = {
    "fa94dd0f974cf2e293728a526b028271", "0123456789abcdef0123456789abcdef"
  };
  private static final String[] PIECES = {
    "user",
    "\u00e9",
    "\ud83d\ude00",
    "\ud800",
    "\0",
    "\"",
    "\\",
    "\n",
    "r",
    "{\"a\":[1, 2.5e9]}",
    "1"
  };

  private final Native code = (Native) Engine.get();
  private final Bytecode bytecode = new Bytecode();
  private final long seed = Long.getLong(SEED, new Random().nextInt(Integer.MAX_VALUE));
  private final Random random = new Random(seed);

  private String string(int most) {
    if (random.nextInt(20) == 0) {
      return null;
    }
    StringBuilder text = new StringBuilder();
    for (int piece = random.nextInt(most); piece >= 0; piece--) {
      text.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return text.toString();
  }

  /** Mostly one that is valid. */
  private String id() {
    return random.nextInt(4) > 0 ? "user" + random.nextInt(3) : string(40);
  }

  private String secret() {
    return random.nextInt(8) > 0 ? SECRETS[random.nextInt(2)] : string(8);
  }

  private String[] ids() {
    String[] ids = new String[random.nextInt(4)];
    Arrays.setAll(ids, index -> id());
    return random.nextInt(8) == 0 ? null : ids;
  }

  private long seconds() {
    return random.nextInt(6) > 0 ? 1_700_000_000L + random.nextInt(5000) : random.nextLong();
  }

  /** The result as a string, or the error. */
  private static String outcome(Engine engine, Function<Engine, Object> call) {
    try {
      return String.valueOf(call.apply(engine));
    } catch (Token04Exception refused) {
      return refused.getMessage();
    }
  }

  /** Calls both; returns the result. */
  private String same(int turn, Function<Engine, Object> call) {
    String wanted = outcome(code, call);
    String found = outcome(bytecode, call);
    assertEquals(wanted, found, "call " + turn + ", -D" + SEED + "=" + seed);
    return found;
  }

  private static Function<Engine, Object> read(Function<long[], Function<Engine, String[]>> call) {
    return engine -> {
      long[] numbers = new long[TokenFields.NUMBERS];
      String[] strings = call.apply(numbers).apply(engine);
      return Arrays.toString(strings) + Arrays.toString(numbers);
    };
  }

  @Test
  void randomCallsHaveTheSameResult() {
    System.err.println(CALLS + " calls with seed " + seed);
    String token = "04AAAA";
    for (int turn = 0; turn < CALLS; turn++) {
      long app = random.nextInt(6) > 0 ? 7 : random.nextLong();
      String user = id();
      String room = id();
      String stream = id();
      String secret = secret();
      int mode = random.nextInt(20) == 0 ? random.nextInt() : random.nextInt(2);
      long now = seconds();
      String text = token;
      switch (random.nextInt(7)) {
        case 0:
          boolean login = random.nextBoolean();
          boolean publish = random.nextBoolean();
          String[] ids = ids();
          same(turn, engine -> engine.privilegesPayload(room, login, publish, false, ids));
          same(turn, engine -> engine.privilegesPayload(room, true, true, true, null));
          break;
        case 1:
          token = changed(mint(turn, app, user, secret, mode, now, token));
          break;
        case 2:
          same(turn, read(numbers -> engine -> engine.decode(text, secret, numbers)));
          same(turn, read(numbers -> engine -> engine.inspect(text, numbers)));
          break;
        case 3:
          verify(turn, app, text, user, room, stream, secret, now);
          break;
        case 4:
          String name = string(300);
          String kit = same(turn, engine -> engine.kitToken(text, room, user, name, app));
          token = kit.startsWith("04") ? kit : token;
          break;
        case 5:
          int given = random.nextInt(128);
          same(
              turn,
              read(
                  numbers ->
                      engine ->
                          engine.explain(text, given, secret, app, user, room, stream, now, 30)));
          break;
        default:
          environment(turn, secret);
          break;
      }
    }
  }

  /** Tokens differ, since each has a nonce; their content does not. Returns a token. */
  private String mint(
      int turn, long app, String user, String secret, int mode, long now, String otherwise) {
    long ttl = random.nextInt(8) > 0 ? random.nextInt(4000) : random.nextLong();
    String payload =
        random.nextInt(3) > 0
            ? "{\"room_id\":\"user1\",\"privilege\":{\"1\":1,\"2\":1},\"stream_id_list\":[\"user2\"]}"
            : string(random.nextInt(50) == 0 ? 20_000 : 200);
    boolean isTimed = random.nextBoolean();
    String[] minted = new String[1];
    same(
        turn,
        engine -> {
          long generator = engine.generatorNew(app, secret, mode);
          long[] times = isTimed ? new long[IssuedToken.TIMES] : null;
          try {
            minted[0] = engine.mintToken(generator, user, ttl, payload, now, times);
            return content(engine == code ? bytecode : code, minted[0], secret)
                + Arrays.toString(times);
          } finally {
            engine.generatorFree(generator);
          }
        });
    same(
        turn,
        engine -> content(engine, engine.mintOnce(app, user, secret, ttl, payload, now), secret));
    return minted[0] == null ? otherwise : minted[0];
  }

  /** What a token holds, without its nonce. */
  private static String content(Engine engine, String token, String secret) {
    long[] numbers = new long[TokenFields.NUMBERS];
    String[] strings = engine.decode(token, secret, numbers);
    numbers[3] = 0;
    strings[0] = strings[0].replaceFirst("\"nonce\":[0-9]+", "");
    return Arrays.toString(strings) + Arrays.toString(numbers);
  }

  private String changed(String token) {
    if (random.nextInt(4) > 0) {
      return token;
    }
    int at = random.nextInt(token.length());
    return token.substring(0, at) + (random.nextBoolean() ? "A" : "") + token.substring(at + 1);
  }

  private void verify(
      int turn,
      long app,
      String token,
      String user,
      String room,
      String stream,
      String secret,
      long now) {
    String[] previous = {secret()};
    int question = random.nextInt(4);
    same(
        turn,
        read(
            numbers ->
                engine -> {
                  long verifier = engine.verifierNew(app, secret, previous, 30);
                  try {
                    switch (question) {
                      case 0:
                        return engine.verify(verifier, token, now, numbers);
                      case 1:
                        return engine.verifyUser(verifier, token, user, now, numbers);
                      case 2:
                        return engine.verifyLogin(verifier, token, user, room, now, numbers);
                      default:
                        return engine.verifyPublish(
                            verifier, token, user, room, stream, now, numbers);
                    }
                  } finally {
                    engine.verifierFree(verifier);
                  }
                }));
  }

  private void environment(int turn, String secret) {
    String app = random.nextBoolean() ? "7" : string(3);
    String previous = random.nextBoolean() ? secret() : "";
    same(
        turn,
        engine -> {
          long generator = engine.generatorFromValues(app, secret, 0);
          try {
            return engine.generatorAppId(generator);
          } finally {
            engine.generatorFree(generator);
          }
        });
    same(
        turn,
        engine -> {
          engine.verifierFree(engine.verifierFromValues(app, secret, previous, 30));
          return "made";
        });
  }

  @Test
  void batchesHaveTheSameResult() {
    for (int turn = 0; turn < 200; turn++) {
      String[] users = ids();
      String secret = SECRETS[0];
      String payload = string(300);
      long now = seconds();
      long ttl = random.nextInt(100);
      if (users != null) {
        same(
            turn,
            engine -> {
              long generator = engine.generatorNew(7, secret, 0);
              try {
                return engine.mintBatch(generator, Arrays.asList(users), ttl, payload, now);
              } finally {
                engine.generatorFree(generator);
              }
            });
      }
    }
  }
}
