<?php

declare(strict_types=1);

namespace Token04;

/**
 * What a Generator does. Ask for this type where tests of your own stand in for it: results and
 * Token04Exception::of() can be made by hand.
 */
interface GeneratorInterface
{
    /**
     * A token with any payload.
     *
     * @param string $userId 1 to 64 bytes of UTF-8 without NUL
     * @param int $ttl seconds to the expiry, at least 1
     * @param string|RoomPrivileges $payload UTF-8; empty for an identity token
     * @param int|null $now the time of issue in unix seconds; null is the clock's
     * @throws Token04Exception 3, 13, 6, 7, in this order; 94
     */
    public function generate($userId, $ttl, $payload, $now = null): string;

    /**
     * A token that says who the user is and nothing more.
     *
     * @param string $userId as for generate()
     * @param int $ttl as for generate()
     * @param int|null $now as for generate()
     * @throws Token04Exception 3, 13, 6, in this order; 94
     */
    public function identityToken($userId, $ttl, $now = null): string;

    /**
     * A token with the privileges of one room. They take effect only after the vendor has enabled
     * the check for your account.
     *
     * @param string $userId as for generate()
     * @param int $ttl as for generate()
     * @param int|null $now as for generate()
     * @throws Token04Exception 3, 13, 6, 7, in this order; 94
     */
    public function privilegeToken($userId, $ttl, RoomPrivileges $privileges, $now = null): string;

    /**
     * A token and its times: what an app server returns to its client.
     *
     * @param string $userId as for generate()
     * @param int $ttl as for generate()
     * @param string|RoomPrivileges $payload as for generate()
     * @param int|null $now as for generate()
     * @throws Token04Exception 3, 13, 6, 7, in this order; 94
     */
    public function issue($userId, $ttl, $payload = '', $now = null): IssuedToken;

    /**
     * One token for each user id, in their order, with one reading of the clock. A user id or
     * payload that is refused is a Token04Exception at its own index, not thrown.
     *
     * @param iterable<string> $userIds
     * @param int $ttl as for generate()
     * @param string|RoomPrivileges $payload as for generate()
     * @param int|null $now as for generate()
     * @return list<string|Token04Exception>
     * @throws Token04Exception 13, 6, in this order, 94: of the whole call
     * @throws \TypeError where $userIds is no list, such as a lone string
     */
    public function generateBatch($userIds, $ttl, $payload = '', $now = null): array;
}
