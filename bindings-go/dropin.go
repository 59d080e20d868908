package token04

import "time"

// The upstream generator's constants, for payloads that are written by hand: keys of "privilege",
// and their values.
const (
	// PrivilegeKeyLogin is the key of the privilege to log in to a room.
	PrivilegeKeyLogin = 1
	// PrivilegeKeyPublish is the key of the privilege to publish streams.
	PrivilegeKeyPublish = 2
	// PrivilegeEnable allows.
	PrivilegeEnable = 1
	// PrivilegeDisable denies.
	PrivilegeDisable = 0
)

// GenerateToken04 makes a CBC token with the arguments of the upstream generator: change the import
// and keep the call. For more than one token a [Generator] is faster: it prepares the key once.
//
// Errors, the first that applies: 1, 3, 5, 13, 6, 7.
func GenerateToken04(
	appId uint32, userId string, secret string, effectiveTimeInSeconds int64, payload string,
) (token string, err error) {
	now := time.Now().Unix()
	token, status := engineGenerate(
		int64(appId), userId, secret, effectiveTimeInSeconds, payload, now)
	if status != statusOK {
		return "", failure(status)
	}
	return token, nil
}
