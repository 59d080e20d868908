package io.token04;

import im.zego.serverassistant.utils.TokenServerAssistant;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Keys;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A token, beside the empty call, plain javax.crypto and a JWT. Many short rounds: on a machine
 * with other work the best and the median of them say more than their mean.
 */
@State(Scope.Benchmark)
@BenchmarkMode(org.openjdk.jmh.annotations.Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 20, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 500, time = 3, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class TokenBench {
  private static final int BATCH = 1000;
  private static final long APP = 1234567890L;
  private static final String SECRET = "fa94dd0f974cf2e293728a526b028271";
  private static final Duration HOUR = Duration.ofHours(1);

  private final TokenGenerator cbc = new TokenGenerator(APP, SECRET);
  private final TokenGenerator gcm = new TokenGenerator(APP, SECRET, Mode.GCM);
  private final long core = Engine.get().generatorNew(APP, SECRET, Mode.number(Mode.CBC));
  private final long coreGcm = Engine.get().generatorNew(APP, SECRET, Mode.number(Mode.GCM));
  private final Bytecode bytecode = new Bytecode();
  private final long inBytecode = bytecode.generatorNew(APP, SECRET, Mode.number(Mode.CBC));
  private final long gcmInBytecode = bytecode.generatorNew(APP, SECRET, Mode.number(Mode.GCM));
  private final long verifierInBytecode = bytecode.verifierNew(APP, SECRET, new String[0], 30);
  private final TokenVerifier verifier = new TokenVerifier(APP, SECRET);
  private final String token = gcm.identityToken("user1", HOUR);
  private final RoomPrivileges room = RoomPrivileges.loginAndPublish("room1", "s1");
  private final String payload = room.payload();
  private final List<String> users = Collections.nCopies(BATCH, "user1");
  private final byte[] secretBytes = SECRET.getBytes(StandardCharsets.UTF_8);
  private final SecretKeySpec key = new SecretKeySpec(secretBytes, "AES");
  private final SecretKey jwtKey = Keys.hmacShaKeyFor(secretBytes);
  private final SecureRandom random = new SecureRandom();

  /** The signature and conversions of {@code generate}; the result is a constant. */
  @Benchmark
  public String emptyCall() {
    return NativeHooks.empty("user1", Seconds.of(HOUR), payload, Seconds.now());
  }

  @Benchmark
  public String identity() {
    return cbc.identityToken("user1", HOUR);
  }

  /** The core alone: tokens without Java. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public void coreIdentity() {
    NativeHooks.mintMany(core, "user1", 3600, "", Seconds.now(), BATCH);
  }

  @Benchmark
  @OperationsPerInvocation(BATCH)
  public void corePrivilege() {
    NativeHooks.mintMany(core, "user1", 3600, payload, Seconds.now(), BATCH);
  }

  @Benchmark
  @OperationsPerInvocation(BATCH)
  public void corePrivilegeGcm() {
    NativeHooks.mintMany(coreGcm, "user1", 3600, payload, Seconds.now(), BATCH);
  }

  @Benchmark
  public String generate() {
    return cbc.generate("user1", HOUR, payload);
  }

  @Benchmark
  public String privilege() {
    return cbc.privilegeToken("user1", HOUR, room);
  }

  @Benchmark
  public String privilegeGcm() {
    return gcm.privilegeToken("user1", HOUR, room);
  }

  @Benchmark
  public String dropIn() {
    return TokenServerAssistant.generateToken04(APP, "user1", SECRET, 3600, payload).data;
  }

  @Benchmark
  @OperationsPerInvocation(BATCH)
  public List<BatchResult> batch() {
    return cbc.generateBatch(users, HOUR, payload);
  }

  @Benchmark
  public VerifiedToken verify() {
    return verifier.verifyUser(token, "user1");
  }

  @Benchmark
  public String bytecodeIdentity() {
    return bytecode.mintToken(inBytecode, "user1", 3600, "", Seconds.now(), null);
  }

  @Benchmark
  public String bytecodePrivilege() {
    return bytecode.mintToken(inBytecode, "user1", 3600, payload, Seconds.now(), null);
  }

  @Benchmark
  public String bytecodePrivilegeGcm() {
    return bytecode.mintToken(gcmInBytecode, "user1", 3600, payload, Seconds.now(), null);
  }

  @Benchmark
  public String bytecodeOnce() {
    return bytecode.mintOnce(APP, "user1", SECRET, 3600, payload, Seconds.now());
  }

  @Benchmark
  public VerifiedToken bytecodeVerify() {
    long[] numbers = new long[TokenFields.NUMBERS];
    long now = Seconds.now();
    String[] strings = bytecode.verifyUser(verifierInBytecode, token, "user1", now, numbers);
    return new VerifiedToken(new TokenFields(strings, numbers));
  }

  /** The same work with what the language brings, as upstream's generator does it. */
  @Benchmark
  public String plainJavaxCrypto() throws Exception {
    long now = System.currentTimeMillis() / 1000;
    byte[] iv = new byte[16];
    random.nextBytes(iv);
    String claims =
        "{\"app_id\":"
            + APP
            + ",\"user_id\":\"user1\",\"nonce\":"
            + (random.nextInt() >>> 1)
            + ",\"ctime\":"
            + now
            + ",\"expire\":"
            + (now + 3600)
            + ",\"payload\":\""
            + payload.replace("\"", "\\\"")
            + "\"}";
    Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
    cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(iv));
    byte[] sealed = cipher.doFinal(claims.getBytes(StandardCharsets.UTF_8));
    ByteBuffer envelope = ByteBuffer.allocate(28 + sealed.length);
    envelope.putLong(now + 3600).putShort((short) 16).put(iv);
    envelope.putShort((short) sealed.length).put(sealed);
    return "04" + Base64.getEncoder().encodeToString(envelope.array());
  }

  @Benchmark
  public String jwtHs256() {
    long now = System.currentTimeMillis();
    return Jwts.builder()
        .subject("user1")
        .issuedAt(new Date(now))
        .expiration(new Date(now + 3_600_000))
        .claim("payload", payload)
        .signWith(jwtKey)
        .compact();
  }
}
