//! Name, message and advice of every finding, a line each, in the order of the ids. A `{}` in a
//! message takes a number or the name of a field.
//!
//! One text and no table of texts: it goes into the WebAssembly build packed. After a change type
//! `cargo xtask texts`.

pub(crate) const TEXTS: &str = "\
server_secret_exposed\n\
A ServerSecret stands where the token belongs, so whoever receives this text can mint tokens \
for any user.\n\
Rotate the ServerSecret in the console now, keep it on the server, and send the client a token \
minted there.\n\
token_missing\n\
There is no token.\n\
Check that the app server answers with a token and that the client passes it on.\n\
token_is_jwt\n\
This is a JSON Web Token, not a Token04.\n\
Mint a Token04 with the ServerSecret; no JWT library makes one.\n\
token_is_hmac\n\
This is a bare digest or key, such as an HMAC or a hash, not a Token04.\n\
Mint a Token04: it is encrypted with the ServerSecret, not signed or hashed.\n\
token_is_token03\n\
This is a token of the older version 03.\n\
Mint a Token04; current SDKs and servers expect it to begin with 04.\n\
token_version_unknown\n\
The token does not begin with the version 04.\n\
Pass the generator's result as it is, with its first two characters.\n\
token_has_bearer_prefix\n\
The word Bearer stands in front of the token.\n\
Pass the token alone: SDKs take no header of HTTP.\n\
token_has_white_space\n\
There is white space around or inside the token.\n\
Pass the token on one line with nothing around it; where spaces replaced plus signs, escape \
the token when it travels in a URL.\n\
token_quoted\n\
There are quotes around the token.\n\
Parse the server's answer as JSON instead of taking its raw text.\n\
token_url_encoded\n\
The token is still percent-encoded.\n\
Decode the URL parameter once before passing the token on.\n\
token_url_safe_base64\n\
The token is written in url-safe base64, with - and _.\n\
Use standard base64 with + and / and with its padding.\n\
token_truncated\n\
The end of the token, perhaps only its = padding, is missing.\n\
Look for a database column, header or log line that cuts long texts, and for code that strips \
the padding.\n\
token_malformed\n\
The text is not 04 followed by the canonical base64 of a complete envelope.\n\
Pass the generator's result unchanged, and mint tokens with a current generator.\n\
kit_token_where_plain_due\n\
This is a token of the web UI kit, where a plain token is due.\n\
Pass what stands in front of the # sign, or the token as the server minted it.\n\
plain_token_where_kit_due\n\
This is a plain token, where one of the web UI kit is due.\n\
Wrap the token with kit_token, or in the client with generateKitTokenForProduction.\n\
kit_part_malformed\n\
The part behind the # sign is not the base64 of an object with userID, roomID, userName and \
appID.\n\
Wrap the token with kit_token instead of joining the parts by hand.\n\
secret_is_app_sign\n\
The given secret is 64 hex characters, which is an AppSign and not the ServerSecret.\n\
Use the ServerSecret of 32 characters from the console.\n\
secret_was_hex_decoded\n\
The token was made with the secret as text on one side and hex-decoded on the other.\n\
Use the secret's 32 characters as they stand, and decode nothing.\n\
secret_has_white_space\n\
There is white space around the given secret.\n\
Remove it where the secret is stored, often a trailing line break in a file or an environment \
variable.\n\
secret_quoted\n\
There are quotes around the given secret.\n\
Remove them where the secret is stored: some tools take the quotes of an environment file \
literally.\n\
secret_length_wrong\n\
The given secret has {} bytes, where a ServerSecret has 32.\n\
Copy the ServerSecret from the console again, whole.\n\
app_id_mismatch\n\
The token is for another app than the one expected or named in its kit part.\n\
Use app id and ServerSecret of the same project on the server and in the client.\n\
decrypt_failed\n\
The given secret does not open the token: it is another app's or an old one, or the token is \
damaged.\n\
Compare the secret with the one in the console of this very app, and mint a new token.\n\
app_id_is_string\n\
The token's app_id is a text instead of a number.\n\
Convert the app id to an integer where it is read, such as from an environment variable.\n\
app_id_is_not_a_number\n\
The token's app_id is missing or no integer; null is what JSON makes of NaN.\n\
Check that the app id is set where the token is minted and converts to an integer.\n\
app_id_out_of_range\n\
The token's app_id is outside 1 to 4294967295.\n\
Use the app id of the console, and an unsigned or 64-bit integer to hold it.\n\
claims_invalid\n\
The token decrypts, but not to the claims of a Token04: {} is missing, doubled or of the wrong \
type.\n\
Mint the token with a current generator instead of assembling it by hand.\n\
expire_is_relative\n\
The token's expire is a lifetime of {} seconds instead of a moment.\n\
Write the moment of issue plus the lifetime, in unix seconds.\n\
expire_in_milliseconds\n\
A moment in the token counts milliseconds instead of seconds.\n\
Divide the clock's milliseconds by 1000 and write whole unix seconds.\n\
lifetime_not_positive\n\
The token expires no later than it was issued.\n\
Give a lifetime of at least one second, small enough not to overflow the expiry.\n\
expire_mismatch\n\
The expiry in the token's envelope differs from the one in its claims.\n\
Mint a new token: this one was changed or made by a faulty generator.\n\
expired\n\
The token expired {} seconds ago.\n\
Mint a new token, and renew tokens 30 seconds before they expire.\n\
clock_ahead\n\
The token's moment of issue lies {} seconds in the future.\n\
Set the clock of the minting server, or of this machine, by a time service.\n\
user_id_mismatch\n\
The token is for another user than the one expected or named in its kit part.\n\
Log in with the user id the token was minted for, letter by letter.\n\
payload_is_not_text\n\
The token's payload is an object or another JSON value instead of a text.\n\
Serialise the payload to JSON text before handing it to the generator.\n\
privilege_keys_named\n\
The privileges are keyed by names such as login and publish.\n\
Use the keys \"1\" for login and \"2\" for publish.\n\
stream_list_empty\n\
The stream_id_list is empty, which some servers read as any stream and others as none.\n\
Write null for any stream, or list the streams.\n\
privileges_malformed\n\
The payload looks like privileges, but its {} is missing or malformed.\n\
Make the payload with RoomPrivileges: a room_id text, a privilege object whose values are 0 or \
1, a stream_id_list of null or texts.\n\
user_id_empty\n\
The token's user_id is empty.\n\
Check where the user id comes from, often a session without a user.\n\
user_id_too_long\n\
The token's user_id has {} bytes, where 64 are allowed.\n\
Use a shorter user id, counted in bytes of UTF-8.\n\
user_id_has_nul\n\
The token's user_id contains a NUL character.\n\
Remove it where the user id comes from, often a fixed-size buffer.\n\
privileges_absent\n\
A room or stream was expected, but the token carries no readable privileges.\n\
Mint a privilege token for the room.\n\
room_not_allowed\n\
The token does not allow logging in to the room expected or named in its kit part.\n\
Mint a token whose room_id is this room and whose privilege \"1\" is the integer 1.\n\
stream_not_allowed\n\
The token does not allow publishing the expected stream.\n\
Mint a token whose privilege \"2\" is the integer 1 and whose stream_id_list is null or holds \
this stream.\n\
user_id_characters\n\
The token's user_id has characters outside the documented set.\n\
Use letters, digits and ~!@#$%^&*()_+-=`;',.<>\\ alone.\n\
room_id_characters\n\
The token's room_id has characters outside the documented set.\n\
Use letters, digits and ~!@#$%^&*()_+-=`;',.<>\\ alone.\n\
stream_id_characters\n\
A stream id in the token has characters outside the documented set.\n\
Use letters, digits, - and _ alone.\n\
secret_not_given\n\
Without the secret the claims were not looked at.\n\
Give the ServerSecret to have app, user, moments and privileges checked.\n\
expires_soon\n\
Less than 30 seconds are left of the token's life.\n\
Renew the token now: the SDKs warn at this point.\n\
lifetime_over_24_days\n\
The token lives {} seconds, more than the 24 days the chat product accepts.\n\
Mint shorter-lived tokens and renew them.\n\
unauthenticated_mode\n\
This is a CBC token, and nothing protects its claims against changes.\n\
Mint GCM tokens where every client accepts them, above all when your own server verifies them.\n\
privilege_checks_need_enabling\n\
Privileges take effect only after the vendor has enabled the check for the account.\n\
Ask the vendor's support to enable privilege checks, and test that a missing privilege is \
refused.\n\
token_is_kit\n\
This is a token of the web UI kit: a plain token, a # sign and who enters.\n\
Decode and verify what stands in front of the # sign; they refuse the whole.\n\
";
