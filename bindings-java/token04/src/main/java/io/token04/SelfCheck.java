package io.token04;

import java.util.Arrays;
import java.util.function.Supplier;

/** Whether this Java runtime computes what is known: tokens with a fixed time and nonce. */
final class SelfCheck {
  private static final long APP = 1234567890;
  private static final String SECRET = "fa94dd0f974cf2e293728a526b028271";
  private static final String USER = "user1";
  private static final long NOW = 1700000000;
  private static final int NONCE = 1357924680;
  private static final long TTL = 3600;

  /** The first two of tests/vectors/golden.json: CBC and GCM. */
  private static final String[] TOKENS = {
    "04AAAAAGVT/xAAEI579HrbwTENWPTLtHTo6aEAcCqie3Mg5ktJTeTBWTxTXeTzOfSwvnXs+U62eZ7TshCrcC"
        + "mpoERHbRBBAX02nw2oPz0RxXc2SXitkSVzIRSRR1+C6rrfKvtTii96GCujDBV0xIm8fn0+FehSBrvdZluhsV"
        + "tzuiz0dXG5U5q0p6yvtTs=",
    "04AAAAAGVT/xAADMh5fa77GCG72kSWGgB+VzSogbsrD7/100pKzf9adT13UPopL1r9GF6SFm5RwflVRhljpC"
        + "KEdAhc70QxoWZaLPDYPBVN0N+K4FRLIAjyNxsmuj769Yrejd3++9BO6dkIcsQsVP0ZhsPXDrn1BlkjkSTGIG"
        + "BmJJKygjUIOdZbvLwJsqXYH1O4weW1s1bmAQ=="
  };

  private SelfCheck() {}

  /** Randomness that is not random. */
  static class FixedHost extends JavaHost {
    @Override
    public int token04_host_entropy(int out, int length) {
      byte[] memory = module.memory();
      Arrays.fill(memory, out, out + length, (byte) 0);
      for (int index = 0; index < Math.min(length, Integer.BYTES); index++) {
        memory[out + index] = (byte) (NONCE << 1 >>> Integer.SIZE - Byte.SIZE * (index + 1));
      }
      return 1;
    }
  }

  /** Mints, verifies, and refuses what was changed. */
  static boolean passes() {
    return passes(FixedHost::new);
  }

  static boolean passes(Supplier<JavaHost> hosts) {
    Bytecode engine = new Bytecode(hosts, () -> true);
    try {
      long verifier = engine.verifierNew(APP, SECRET, new String[0], 0);
      for (int mode = 0; mode < TOKENS.length; mode++) {
        String token = TOKENS[mode];
        long generator = engine.generatorNew(APP, SECRET, mode);
        if (!token.equals(engine.mintToken(generator, USER, TTL, "", NOW, null))) {
          return false;
        }
        long[] numbers = new long[TokenFields.NUMBERS];
        TokenFields fields = new TokenFields(engine.verify(verifier, token, NOW, numbers), numbers);
        if (!fields.claims().userId().equals(USER) || accepts(engine, verifier, changed(token))) {
          return false;
        }
      }
      return true;
    } catch (Token04Exception refused) {
      return false;
    }
  }

  /** The same token with another byte near its end. */
  private static String changed(String token) {
    int at = token.length() - 2 * Long.BYTES;
    char other = token.charAt(at) == 'A' ? 'B' : 'A';
    return token.substring(0, at) + other + token.substring(at + 1);
  }

  private static boolean accepts(Bytecode engine, long verifier, String token) {
    try {
      engine.verify(verifier, token, NOW, new long[TokenFields.NUMBERS]);
      return true;
    } catch (Token04Exception refused) {
      return refused.code() != ErrorCodes.UNAUTHENTICATED;
    }
  }
}
