/**
 * Mint and verify ZEGOCLOUD <em>Token04</em> authentication tokens. Unofficial.
 *
 * <p>An app server mints a token with its ServerSecret; the app's client logs in to voice and video
 * rooms with it. Begin with {@link io.token04.TokenGenerator} and {@link io.token04.TokenVerifier};
 * {@link io.token04.Token04} has the functions that need neither.
 *
 * <p>Every error is a {@link io.token04.Token04Exception} with a stable code. The native core alone
 * judges strings, {@code null} included: an id that is {@code null} is an error with the code of
 * its field. No {@code toString} shows a secret, a token or a claim.
 */
@NullMarked
package io.token04;

import org.jspecify.annotations.NullMarked;
