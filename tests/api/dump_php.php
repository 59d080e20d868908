<?php

// Prints the public classes and functions of the package in the folder that is given.

declare(strict_types=1);

$folder = $argv[1];
$manifest = json_decode(file_get_contents(glob("$folder/{composer.json,*/composer.json}", GLOB_BRACE)[0]), true);
$root = dirname(glob("$folder/{composer.json,*/composer.json}", GLOB_BRACE)[0]);
spl_autoload_register(function (string $class) use ($manifest, $root): void {
    foreach ($manifest['autoload']['psr-4'] as $prefix => $paths) {
        foreach ((array) $paths as $path) {
            $file = "$root/$path/" . str_replace('\\', '/', substr($class, strlen($prefix))) . '.php';
            if (str_starts_with($class, $prefix) && is_file($file)) {
                require_once $file;
            }
        }
    }
});
$names = [];
foreach ($manifest['autoload']['psr-4'] as $prefix => $paths) {
    foreach ((array) $paths as $path) {
        $files = new RecursiveIteratorIterator(new RecursiveDirectoryIterator("$root/$path"));
        foreach ($files as $file) {
            if ($file->getExtension() === 'php') {
                $inner = substr($file->getPathname(), strlen(rtrim("$root/$path", '/')) + 1, -4);
                $names[] = $prefix . str_replace('/', '\\', $inner);
            }
        }
    }
}
sort($names);
foreach ($names as $name) {
    if (!class_exists($name) && !interface_exists($name)) {
        continue;
    }
    $class = new ReflectionClass($name);
    if (str_contains((string) $class->getDocComment(), '@internal')) {
        continue;
    }
    $parent = $class->getParentClass() ? ' extends ' . $class->getParentClass()->getName() : '';
    $own = implode(', ', $class->getInterfaceNames());
    echo ($class->isFinal() ? 'final ' : '') . ($class->isInterface() ? 'interface ' : 'class ') . $name . $parent
        . ($own ? " implements $own" : '') . "\n";
    foreach ($class->getReflectionConstants(ReflectionClassConstant::IS_PUBLIC) as $constant) {
        if ($constant->getDeclaringClass()->getName() === $name) {
            echo "  const {$constant->getName()} = " . var_export($constant->getValue(), true) . "\n";
        }
    }
    foreach ($class->getProperties(ReflectionProperty::IS_PUBLIC) as $property) {
        if ($property->getDeclaringClass()->getName() === $name) {
            echo "  {$property->getType()} \${$property->getName()}\n";
        }
    }
    foreach ($class->getMethods(ReflectionMethod::IS_PUBLIC) as $method) {
        if ($method->getDeclaringClass()->getName() !== $name) {
            continue;
        }
        $parameters = array_map(function (ReflectionParameter $one): string {
            $default = $one->isDefaultValueAvailable() ? ' = ' . var_export($one->getDefaultValue(), true) : '';
            return trim("{$one->getType()} ") . ($one->isVariadic() ? ' ...' : ' ') . '$' . $one->getName() . $default;
        }, $method->getParameters());
        $type = $method->getReturnType() ? ': ' . $method->getReturnType() : '';
        echo '  ' . ($method->isStatic() ? 'static ' : '') . $method->getName()
            . '(' . implode(', ', $parameters) . ")$type\n";
    }
}
