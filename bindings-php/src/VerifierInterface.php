<?php

declare(strict_types=1);

namespace Token04;

/**
 * What a Verifier does. Ask for this type where tests of your own stand in for it: results and
 * Token04Exception::of() can be made by hand.
 *
 * Ids are required. What is left out, null, empty or anything but a string never matches: a session
 * without a user does not switch a check off.
 */
interface VerifierInterface
{
    /**
     * Accepts a token that this library minted for this app and that has not expired. The result
     * says who the user is: compare it, or call verifyUser().
     *
     * @param string $token a plain token
     * @param int|null $now unix seconds; null is the clock's
     * @throws Token04Exception 13, or the first of 20, 38, 24, 34, 30, 32, 33
     */
    public function verify($token, $now = null): VerifiedToken;

    /**
     * The same, for a token of this user.
     *
     * @param string $token as for verify()
     * @param string $userId who is connected
     * @param int|null $now as for verify()
     * @throws Token04Exception as verify(), then 31
     */
    public function verifyUser($token, $userId, $now = null): VerifiedToken;

    /**
     * The same, for a token with which this user may log in to this room.
     *
     * @param string $token as for verify()
     * @param string $userId who is connected
     * @param string $roomId the room to log in to
     * @param int|null $now as for verify()
     * @throws Token04Exception as verify(), then the first of 31, 37, 35
     */
    public function verifyLogin($token, $userId, $roomId, $now = null): VerifiedToken;

    /**
     * The same, for a token with which this user may publish this stream in this room. The right to
     * log in is not needed.
     *
     * @param string $token as for verify()
     * @param string $userId who is connected
     * @param string $roomId the room to publish in
     * @param string $streamId the stream to publish
     * @param int|null $now as for verify()
     * @throws Token04Exception as verify(), then the first of 31, 37, 35, 36
     */
    public function verifyPublish($token, $userId, $roomId, $streamId, $now = null): VerifiedToken;
}
