package io.token04;

import java.security.GeneralSecurityException;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import org.jspecify.annotations.Nullable;

/**
 * What the core imports, from the Java runtime: randomness, HMAC and AES, with the processor's
 * instructions. Where the runtime has no such algorithm, the core computes it itself.
 */
class JavaHost implements CoreModule.Host {
  // What token04_host_cipher is asked to do, and its results.
  private static final int CBC_ENCRYPT = 0;
  private static final int CBC_DECRYPT = 1;
  private static final int GCM_SEAL = 2;
  private static final int GCM_OPEN = 3;
  private static final int DONE = 0;
  private static final int REFUSED = 1;
  private static final int UNSUPPORTED = 2;

  private static final int MAC_BYTES = 32;
  private static final int TAG_BYTES = 16;
  private static final int ENTROPY_BYTES = 512;
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Set right after the module was made with this host. */
  CoreModule module;

  /** The secrets that the running call may use. */
  Secret[] secrets = Keys.NONE.secrets;

  private final byte[] entropy = new byte[ENTROPY_BYTES];
  private int entropyLeft;
  private @Nullable Cipher cbc;
  private @Nullable Cipher gcm;
  private @Nullable Mac mac;
  private @Nullable Secret macSecret;

  /** Taken in advance, since a system call may cost as much as the token; no copy is kept. */
  @Override
  public int token04_host_entropy(int out, int length) {
    if (length > ENTROPY_BYTES) {
      return 0;
    }
    if (length > entropyLeft) {
      try {
        RANDOM.nextBytes(entropy);
      } catch (RuntimeException none) {
        return 0;
      }
      entropyLeft = ENTROPY_BYTES;
    }
    entropyLeft -= length;
    System.arraycopy(entropy, entropyLeft, module.memory(), out, length);
    Arrays.fill(entropy, entropyLeft, entropyLeft + length, (byte) 0);
    return 1;
  }

  @Override
  public int token04_host_hmac(int key, int keyLength, int message, int length, int out) {
    byte[] memory = module.memory();
    Secret secret = secret(memory, key, keyLength);
    if (secret == null) {
      return UNSUPPORTED;
    }
    try {
      if (mac == null) {
        mac = Mac.getInstance("HmacSHA256");
      }
      if (macSecret != secret) {
        macSecret = null;
        mac.init(secret);
        macSecret = secret;
      }
      mac.update(memory, message, length);
      byte[] made = mac.doFinal();
      System.arraycopy(made, 0, memory, out, MAC_BYTES);
      return DONE;
    } catch (GeneralSecurityException | ProviderException error) {
      return UNSUPPORTED;
    }
  }

  @Override
  public int token04_host_cipher(
      int operation, int key, int iv, int ivLength, int message, int length) {
    byte[] memory = module.memory();
    Secret secret = secret(memory, key, MAC_BYTES);
    if (secret == null) {
      return UNSUPPORTED;
    }
    byte[] before = null;
    try {
      switch (operation) {
        case CBC_ENCRYPT:
        case CBC_DECRYPT:
          int mode = operation == CBC_ENCRYPT ? Cipher.ENCRYPT_MODE : Cipher.DECRYPT_MODE;
          IvParameterSpec chained = new IvParameterSpec(memory, iv, ivLength);
          cbc(mode, secret, chained).doFinal(memory, message, length, memory, message);
          return DONE;
        case GCM_SEAL:
          before = Arrays.copyOfRange(memory, message, message + length - TAG_BYTES);
          GCMParameterSpec sealed =
              new GCMParameterSpec(TAG_BYTES * Byte.SIZE, memory, iv, ivLength);
          Cipher seal = gcm(Cipher.ENCRYPT_MODE, secret, sealed);
          seal.doFinal(before, 0, before.length, memory, message);
          return DONE;
        case GCM_OPEN:
          before = Arrays.copyOfRange(memory, message, message + length);
          GCMParameterSpec opened =
              new GCMParameterSpec(TAG_BYTES * Byte.SIZE, memory, iv, ivLength);
          Cipher open = gcm(Cipher.DECRYPT_MODE, secret, opened);
          open.doFinal(before, 0, before.length, memory, message);
          return DONE;
        default:
          return UNSUPPORTED;
      }
    } catch (AEADBadTagException wrong) {
      System.arraycopy(before, 0, memory, message, length);
      return REFUSED;
    } catch (GeneralSecurityException | ProviderException error) {
      return UNSUPPORTED;
    } finally {
      if (before != null) {
        Arrays.fill(before, (byte) 0);
      }
    }
  }

  /** Of the running call's secrets, the one that is there in memory. */
  private @Nullable Secret secret(byte[] memory, int at, int length) {
    for (Secret secret : secrets) {
      if (secret.isAt(memory, at, length)) {
        return secret;
      }
    }
    return null;
  }

  private Cipher cbc(int mode, Secret secret, AlgorithmParameterSpec parameters)
      throws GeneralSecurityException {
    if (cbc == null) {
      cbc = Cipher.getInstance("AES/CBC/NoPadding");
    }
    cbc.init(mode, secret, parameters);
    return cbc;
  }

  /** A cipher refuses to seal twice with one IV, as is needed where a tag does not match. */
  private Cipher gcm(int mode, Secret secret, AlgorithmParameterSpec parameters)
      throws GeneralSecurityException {
    if (gcm == null) {
      gcm = Cipher.getInstance("AES/GCM/NoPadding");
    }
    try {
      gcm.init(mode, secret, parameters);
    } catch (GeneralSecurityException | IllegalArgumentException repeated) {
      gcm = Cipher.getInstance("AES/GCM/NoPadding");
      gcm.init(mode, secret, parameters);
    }
    return gcm;
  }
}
