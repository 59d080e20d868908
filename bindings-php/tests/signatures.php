<?php

/*
 * The signatures below Token04\Native, one a line: of the extension where it is loaded, else of
 * the stub that is named.
 */

declare(strict_types=1);

namespace Token04\Tests;

function signature(\ReflectionFunctionAbstract $function): string
{
    $parameters = [];
    foreach ($function->getParameters() as $parameter) {
        $parameters[] = $parameter->getType() . ' $' . $parameter->getName();
    }
    // The engine and the compiler write the parts of a union in another order.
    $types = \explode('|', (string) $function->getReturnType());
    \sort($types);
    return $function->getName() . '(' . \implode(', ', $parameters) . '): ' . \implode('|', $types);
}

/** @return list<string> */
function signatures(bool $internal): array
{
    $lines = [];
    foreach (\get_declared_classes() as $class) {
        if (\strpos($class, 'Token04\Native\\') !== 0) {
            continue;
        }
        $reflected = new \ReflectionClass($class);
        foreach ($reflected->getMethods() as $method) {
            $modifiers = \implode(' ', \Reflection::getModifierNames($method->getModifiers()));
            $lines[] = "$class $modifiers " . signature($method);
        }
        $lines[] = "$class " . ($reflected->isFinal() ? 'final' : '');
    }
    foreach (\get_defined_functions()[$internal ? 'internal' : 'user'] as $name) {
        if (\strpos($name, 'token04\native\\') === 0) {
            $lines[] = signature(new \ReflectionFunction($name));
        }
    }
    \sort($lines);
    return $lines;
}

if (isset($argv[1])) {
    require $argv[1];
}
echo \implode("\n", signatures(\extension_loaded('token04'))), "\n";
