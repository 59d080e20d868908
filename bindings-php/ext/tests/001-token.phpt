--TEST--
A token is made, verified and refused
--EXTENSIONS--
token04
--FILE--
<?php
use Token04\Native\{Generator, Verifier};

$key = str_repeat('k', 32);
$token = Generator::create(1234567890, $key, 0)->generate('user1', 60, 'p', 1700000000);
$verifier = Verifier::create(1234567890, $key, [], 30);
$told = json_decode($verifier->verifyUser($token, 'user1', 1700000000));
echo substr($token, 0, 2), ' ', $told->claims->user_id, ' ', $told->claims->payload, "\n";
var_dump(Generator::create(0, $key, 0));
var_dump($verifier->verifyUser($token, 'other', 1700000000));
?>
--EXPECT--
04 user1 p
int(1)
int(31)
