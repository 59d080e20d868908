/**
 * Mint and verify ZEGOCLOUD <em>Token04</em> authentication tokens. Unofficial.
 *
 * <p>An app server mints a token with its ServerSecret; the app's client logs in to voice and video
 * rooms with it. Begin with {@link io.token04.TokenGenerator} and {@link io.token04.TokenVerifier};
 * {@link io.token04.Token04} holds what needs neither.
 *
 * <p>Every refusal is a {@link io.token04.Token04Exception} with the stable code of the error
 * table. Texts of any kind, {@code null} included, are judged by the native core alone: a {@code
 * null} id is refused with the code of its field. No {@code toString} shows a secret, a token or a
 * claim.
 */
package io.token04;
