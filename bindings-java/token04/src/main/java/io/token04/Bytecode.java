package io.token04;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.NullUnmarked;

/**
 * The core as bytecode: token04.wasm, translated when the JAR is made.
 *
 * <p>A call that ends with an exception of Java, as a panic of the core does, is error 90, and its
 * instance is not used again. Before the first result it is checked that this Java runtime computes
 * what is known.
 */
@NullUnmarked
final class Bytecode extends Engine {
  // begin: internal
  private static final String INTERNAL_NAME = "internal";
  private static final String INTERNAL_MESSAGE = "internal error in token04: please report it";

  // end: internal

  /** For explain: neither a plain token nor one of the kit is expected. */
  private static final int ANY_KIND = -1;

  private static final long NO_APP_ID = Long.MIN_VALUE;
  private static final int TIMES_BYTES = IssuedToken.TIMES * Long.BYTES;

  private final Supplier<JavaHost> hosts;
  private final BooleanSupplier check;
  private final Slots<Instance> idle = new Slots<>();
  private final ConcurrentHashMap<Long, Keys> open = new ConcurrentHashMap<>();
  private final AtomicLong opened = new AtomicLong();

  /** Whether this runtime computes what is known; null until that was checked. */
  private volatile Boolean sound;

  Bytecode() {
    this(JavaHost::new, SelfCheck::passes);
  }

  /** With other hosts, and another check before the first result. */
  Bytecode(Supplier<JavaHost> hosts, BooleanSupplier check) {
    this.hosts = hosts;
    this.check = check;
  }

  private interface Work<T> {
    T in(Instance instance, int handle);
  }

  @Override
  String name() {
    return EngineChoice.BYTECODE;
  }

  /** Works in an instance, with the generator or verifier of these keys. */
  private <T> T run(Keys keys, Work<T> work) {
    demandSound();
    Instance instance = idle.take();
    if (instance == null) {
      instance = new Instance(hosts.get());
    }
    try {
      T result = opened(instance, keys, work);
      giveBack(instance);
      return result;
    } catch (Token04Exception refused) {
      giveBack(instance);
      throw refused;
    } catch (RuntimeException trap) {
      instance.wipeAll();
      throw internal(trap);
    } catch (Error error) {
      instance.wipeAll();
      throw error;
    }
  }

  private static <T> T opened(Instance instance, Keys keys, Work<T> work) {
    instance.host.secrets = keys.secrets;
    int handle = keys.open(instance);
    T result;
    try {
      result = work.in(instance, handle);
    } catch (Token04Exception refused) {
      keys.free(instance, handle);
      throw refused;
    }
    keys.free(instance, handle);
    return result;
  }

  private void giveBack(Instance instance) {
    instance.host.secrets = Keys.NONE.secrets;
    if (instance.isSmall()) {
      idle.giveBack(instance);
    }
  }

  private void demandSound() {
    if (sound == null) {
      sound = check.getAsBoolean();
    }
    if (!sound) {
      throw internal(null);
    }
  }

  private Token04Exception internal(RuntimeException cause) {
    String where = sound ? "" : "this Java runtime computes wrong results: ";
    Token04Exception error =
        new Token04Exception(ErrorCodes.INTERNAL, INTERNAL_NAME, where + INTERNAL_MESSAGE);
    error.initCause(cause);
    return error;
  }

  private long keep(Keys keys) {
    try {
      run(keys, (in, handle) -> null);
    } catch (Token04Exception refused) {
      keys.wipe();
      throw refused;
    }
    long number = opened.incrementAndGet();
    open.put(number, keys);
    return number;
  }

  private void forget(long number) {
    open.remove(number).wipe();
  }

  /** With a secret of which no copy is left. */
  private <T> T once(String secret, Work<T> work) {
    Keys keys = new Keys(Keys.Kind.ONE_CALL, 0, 0, secret);
    try {
      return run(keys, work);
    } finally {
      keys.wipe();
    }
  }

  @Override
  String version() {
    return run(Keys.NONE, (in, none) -> in.constant(in.core.token04_version()));
  }

  @Override
  String[] status(int code) {
    return run(Keys.NONE, (in, none) -> in.status(code));
  }

  @Override
  long generatorNew(long appId, String secret, int mode) {
    return keep(new Keys(Keys.Kind.GENERATOR, appId, mode, secret));
  }

  @Override
  long generatorFromValues(String appId, String secret, int mode) {
    return generatorNew(environment(appId, secret, null), secret, mode);
  }

  @Override
  long generatorAppId(long generator) {
    return open.get(generator).appId;
  }

  @Override
  void generatorFree(long generator) {
    forget(generator);
  }

  @Override
  String mintToken(
      long generator, String userId, long ttl, String payload, long now, long[] times) {
    return run(
        open.get(generator), (in, handle) -> token(in, handle, userId, ttl, payload, now, times));
  }

  private static String token(
      Instance in, int handle, String userId, long ttl, String payload, long now, long[] times) {
    byte[] user = in.limited(userId);
    byte[] load = in.limited(payload);
    if (times == null) {
      return in.text(
          (core, at, out, capacity, length) ->
              core.token04_generator_generate(
                  handle, at[0], user.length, ttl, at[1], load.length, now, out, capacity, length),
          user,
          load);
    }
    return in.text(
        (core, at, out, capacity, length) -> {
          int status =
              core.token04_generator_issue(
                  handle,
                  at[0],
                  user.length,
                  ttl,
                  at[1],
                  load.length,
                  now,
                  at[2],
                  out,
                  capacity,
                  length);
          ByteBuffer memory = in.memory();
          for (int index = 0; index < times.length; index++) {
            times[index] = memory.getLong(at[2] + index * Long.BYTES);
          }
          return status;
        },
        user,
        load,
        new byte[TIMES_BYTES]);
  }

  @Override
  String mintOnce(long appId, String userId, String secret, long ttl, String payload, long now) {
    return once(
        secret,
        (in, none) -> {
          byte[] user = in.limited(userId);
          byte[] load = in.limited(payload);
          byte[] key = in.host.secrets[0].bytes();
          return in.text(
              (core, at, out, capacity, length) ->
                  core.token04_generate(
                      appId,
                      at[0],
                      user.length,
                      at[1],
                      key.length,
                      ttl,
                      at[2],
                      load.length,
                      now,
                      out,
                      capacity,
                      length),
              user,
              key,
              load);
        });
  }

  /** The core checks what concerns all tokens; then each is minted on its own. */
  @Override
  List<BatchResult> mintBatch(
      long generator, List<String> userIds, long ttl, String payload, long now) {
    return run(
        open.get(generator),
        (in, handle) -> {
          byte[] load = in.limited(payload);
          in.call(
              (core, at) ->
                  core.token04_generator_batch(
                      handle, 0, 0, 0, ttl, at[0], load.length, now, 0, 0, 0, 0),
              load);
          List<BatchResult> results = new ArrayList<>(userIds.size());
          for (String userId : userIds) {
            results.add(batched(in, handle, userId, ttl, payload, now));
          }
          return Collections.unmodifiableList(results);
        });
  }

  private static BatchResult batched(
      Instance in, int handle, String userId, long ttl, String payload, long now) {
    try {
      return new BatchResult(token(in, handle, userId, ttl, payload, now, null), 0);
    } catch (Token04Exception refused) {
      int code = refused.code();
      if (code == ErrorCodes.RANDOM_UNAVAILABLE || code == ErrorCodes.INTERNAL) {
        throw refused;
      }
      return new BatchResult(null, code);
    }
  }

  @Override
  String privilegesPayload(
      String roomId, boolean login, boolean publish, boolean anyStream, String[] streamIds) {
    return run(
        Keys.NONE,
        (in, none) -> {
          byte[] room = in.limited(roomId);
          byte[][] streams = new byte[streamIds == null ? 0 : streamIds.length][];
          for (int index = 0; index < streams.length; index++) {
            streams[index] = in.limited(streamIds[index]);
          }
          return in.text(
              (core, at, out, capacity, length) ->
                  core.token04_privileges_payload(
                      at[0],
                      room.length,
                      login ? 1 : 0,
                      publish ? 1 : 0,
                      anyStream ? 1 : 0,
                      at[1],
                      at[2],
                      streams.length,
                      out,
                      capacity,
                      length),
              room,
              streamIds == null ? null : Utf8.joined(streams),
              streamIds == null ? null : Utf8.lengths(streams));
        });
  }

  @Override
  long verifierNew(long appId, String secret, String[] previous, long leeway) {
    String[] secrets = new String[previous.length + 1];
    secrets[0] = secret;
    System.arraycopy(previous, 0, secrets, 1, previous.length);
    return keep(new Keys(Keys.Kind.VERIFIER, appId, leeway, secrets));
  }

  @Override
  long verifierFromValues(String appId, String secret, String previousSecret, long leeway) {
    long number = environment(appId, secret, previousSecret);
    boolean isRotated = previousSecret != null && !previousSecret.isEmpty();
    String[] previous = isRotated ? new String[] {previousSecret} : new String[0];
    return verifierNew(number, secret, previous, leeway);
  }

  /** The app id, once the core has accepted the values of the environment. */
  private long environment(String appId, String secret, String previousSecret) {
    String old = previousSecret == null ? "" : previousSecret;
    Keys keys = new Keys(Keys.Kind.ONE_CALL, 0, 0, secret, old);
    long[] number = new long[1];
    try {
      return run(
          keys,
          (in, none) -> {
            byte[] app = appId == null ? null : in.unlimited(appId);
            byte[] key = secret == null ? null : keys.secrets[0].bytes();
            byte[] previous = keys.secrets[1].bytes();
            in.call(
                (core, at) -> {
                  int status =
                      core.token04_environment(
                          at[0],
                          length(app),
                          at[1],
                          length(key),
                          at[2],
                          previous.length,
                          at[3],
                          at[3] + Long.BYTES,
                          at[3] + Long.BYTES + Integer.BYTES);
                  ByteBuffer memory = in.memory();
                  int variable = memory.getInt(at[3] + Long.BYTES);
                  if (status != 0 && variable != 0) {
                    int fault = memory.getInt(at[3] + Long.BYTES + Integer.BYTES);
                    String why = in.constant(core.token04_environment_message(variable, fault));
                    throw new Token04Exception(status, in.status(status)[0], why);
                  }
                  number[0] = memory.getLong(at[3]);
                  return status;
                },
                app,
                key,
                previous,
                new byte[2 * Long.BYTES]);
            return number[0];
          });
    } finally {
      keys.wipe();
    }
  }

  @Override
  void verifierFree(long verifier) {
    forget(verifier);
  }

  @Override
  String[] verify(long verifier, String token, long now, long[] numbers) {
    return verified(
        verifier,
        numbers,
        (core, handle, at, bytes, out, capacity, length) ->
            core.token04_verifier_verify_json(handle, at[0], bytes[0], now, out, capacity, length),
        token);
  }

  @Override
  String[] verifyUser(long verifier, String token, String userId, long now, long[] numbers) {
    return verified(
        verifier,
        numbers,
        (core, handle, at, bytes, out, capacity, length) ->
            core.token04_verifier_verify_user_json(
                handle, at[0], bytes[0], at[1], bytes[1], now, out, capacity, length),
        token,
        userId);
  }

  @Override
  String[] verifyLogin(
      long verifier, String token, String userId, String roomId, long now, long[] numbers) {
    return verified(
        verifier,
        numbers,
        (core, handle, at, bytes, out, capacity, length) ->
            core.token04_verifier_verify_login_json(
                handle, at[0], bytes[0], at[1], bytes[1], at[2], bytes[2], now, out, capacity,
                length),
        token,
        userId,
        roomId);
  }

  @Override
  String[] verifyPublish(
      long verifier,
      String token,
      String userId,
      String roomId,
      String streamId,
      long now,
      long[] numbers) {
    return verified(
        verifier,
        numbers,
        (core, handle, at, bytes, out, capacity, length) ->
            core.token04_verifier_verify_publish_json(
                handle, at[0], bytes[0], at[1], bytes[1], at[2], bytes[2], at[3], bytes[3], now,
                out, capacity, length),
        token,
        userId,
        roomId,
        streamId);
  }

  /** A verify function of the core, given the addresses and lengths of its strings. */
  private interface Verify {
    int invoke(
        CoreModule core, int handle, int[] at, int[] bytes, int out, int capacity, int length);
  }

  private String[] verified(
      long verifier, long[] numbers, Verify verify, String token, String... expected) {
    return run(
        open.get(verifier),
        (in, handle) -> {
          byte[][] strings = new byte[1 + expected.length][];
          int[] bytes = new int[strings.length];
          for (int i = 0; i < strings.length; i++) {
            strings[i] = i == 0 ? in.limited(token) : in.expected(expected[i - 1]);
            bytes[i] = strings[i].length;
          }
          String json =
              in.text(
                  (core, at, out, capacity, length) ->
                      verify.invoke(core, handle, at, bytes, out, capacity, length),
                  strings);
          return fields(json, numbers);
        });
  }

  @Override
  String[] decode(String token, String secret, long[] numbers) {
    return once(
        secret,
        (in, none) -> {
          byte[] text = in.limited(token);
          byte[] key = in.host.secrets[0].bytes();
          String json =
              in.text(
                  (core, at, out, capacity, length) ->
                      core.token04_decode_json(
                          at[0], text.length, at[1], key.length, out, capacity, length),
                  text,
                  key);
          return fields(json, numbers);
        });
  }

  /** The fields of a token in the order that {@link TokenFields} reads. */
  private static String[] fields(String json, long[] numbers) {
    Map<String, String> token = Json.fields(json);
    Map<String, String> claims = Json.fields(token.get("claims"));
    String held = token.get("privileges");
    boolean isHeld = !held.equals("null");
    Map<String, String> privileges = isHeld ? Json.fields(held) : Collections.emptyMap();
    String streams = privileges.getOrDefault("stream_ids", "null");
    boolean isText = token.get("payload_is_text").equals("true");
    String payload = claims.get("payload");
    List<String> strings = new ArrayList<>();
    strings.add(json);
    strings.add(Json.string(claims.get("user_id")));
    strings.add(isText || payload.equals("null") ? Json.string(payload) : payload);
    strings.add(isHeld ? Json.string(privileges.get("room_id")) : null);
    for (String stream :
        streams.equals("null") ? Collections.<String>emptyList() : Json.elements(streams)) {
      strings.add(Json.string(stream));
    }
    long[] read = {
      mode(token),
      flag(token, "authenticated"),
      Long.parseLong(claims.get("app_id")),
      Long.parseLong(claims.get("nonce")),
      Long.parseLong(claims.get("ctime")),
      Long.parseLong(claims.get("expire")),
      Long.parseLong(token.get("envelope_expire")),
      isText ? 1 : 0,
      Long.parseLong(token.getOrDefault("secret_index", "-1")),
      isHeld ? 1 : 0,
      flag(privileges, "login"),
      flag(privileges, "publish"),
      streams.equals("null") ? 1 : 0
    };
    System.arraycopy(read, 0, numbers, 0, read.length);
    return strings.toArray(new String[0]);
  }

  private static long mode(Map<String, String> token) {
    return Mode.valueOf(Json.string(token.get("mode")).toUpperCase(Locale.ROOT)).ordinal();
  }

  private static long flag(Map<String, String> fields, String name) {
    return "true".equals(fields.get(name)) ? 1 : 0;
  }

  @Override
  String kitToken(String token, String roomId, String userId, String userName, long appId) {
    return run(
        Keys.NONE,
        (in, none) -> {
          byte[] text = in.limited(token);
          byte[] room = in.limited(roomId);
          byte[] user = in.limited(userId);
          byte[] name = in.unlimited(userName);
          return in.text(
              (core, at, out, capacity, length) ->
                  core.token04_kit_token(
                      at[0],
                      text.length,
                      at[1],
                      room.length,
                      at[2],
                      user.length,
                      at[3],
                      name.length,
                      appId,
                      out,
                      capacity,
                      length),
              text,
              room,
              user,
              name);
        });
  }

  @Override
  String[] inspect(String token, long[] numbers) {
    String json =
        run(
            Keys.NONE,
            (in, none) -> {
              byte[] text = in.unlimited(token);
              return in.text(
                  (core, at, out, capacity, length) ->
                      core.token04_inspect_json(at[0], text.length, out, capacity, length),
                  text);
            });
    Map<String, String> token04 = Json.fields(json);
    String held = token04.get("kit");
    boolean isKit = !held.equals("null");
    Map<String, String> kit = isKit ? Json.fields(held) : Collections.emptyMap();
    numbers[0] = mode(token04);
    numbers[1] = Long.parseLong(token04.get("expire"));
    numbers[2] = Long.parseLong(token04.get("iv_length"));
    numbers[3] = Long.parseLong(token04.get("ciphertext_length"));
    numbers[4] = isKit ? 1 : 0;
    numbers[5] = Long.parseLong(kit.getOrDefault("app_id", "0"));
    return new String[] {
      json,
      Json.string(token04.get("version")),
      Json.string(kit.getOrDefault("user_id", "null")),
      Json.string(kit.getOrDefault("room_id", "null")),
      Json.string(kit.getOrDefault("user_name", "null"))
    };
  }

  @Override
  String[] explain(
      String token,
      int given,
      String secret,
      long appId,
      String userId,
      String roomId,
      String streamId,
      long now,
      long leeway) {
    boolean isNamed = (given & APP_ID) != 0;
    int kind = (given & KIT) != 0 ? 1 : (given & PLAIN) != 0 ? 0 : ANY_KIND;
    String json =
        run(
            Keys.NONE,
            (in, none) -> {
              byte[] text = in.unlimited(token);
              byte[] key = (given & SECRET) == 0 ? null : in.configured(secret);
              byte[] user = (given & USER_ID) == 0 ? null : in.expected(userId);
              byte[] room = (given & ROOM_ID) == 0 ? null : in.expected(roomId);
              byte[] stream = (given & STREAM_ID) == 0 ? null : in.expected(streamId);
              return in.text(
                  (core, at, out, capacity, length) ->
                      core.token04_explain_json(
                          at[0],
                          text.length,
                          at[1],
                          length(key),
                          isNamed ? appId : NO_APP_ID,
                          at[2],
                          length(user),
                          at[3],
                          length(room),
                          at[4],
                          length(stream),
                          kind,
                          leeway,
                          now,
                          out,
                          capacity,
                          length),
                  text,
                  key,
                  user,
                  room,
                  stream);
            });
    List<String> strings = new ArrayList<>();
    strings.add(json);
    for (String finding : Json.elements(Json.fields(json).get("findings"))) {
      Map<String, String> fields = Json.fields(finding);
      for (String name : new String[] {"id", "severity", "message", "advice"}) {
        strings.add(Json.string(fields.get(name)));
      }
      strings.add(String.join(",", Json.elements(fields.get("sdk_codes"))));
    }
    return strings.toArray(new String[0]);
  }

  private static int length(byte[] string) {
    return string == null ? 0 : string.length;
  }
}
