<?php

declare(strict_types=1);

namespace Token04\Tests;

/** A php-fpm of our own, on a socket in a folder of its own, and a FastCGI client. */
final class Fpm
{
    private string $folder;

    /** @var resource */
    private $process;

    /**
     * @param array<string, string> $ini settings of php.ini
     * @param array<string, string> $env variables of the pool
     * @param list<string> $pool more lines of the pool
     */
    public function __construct(array $ini, array $env, array $pool = [])
    {
        $this->folder = \sys_get_temp_dir() . '/token04-fpm-' . \bin2hex(\random_bytes(6));
        \mkdir($this->folder, 0700);
        $lines = ['[global]', 'error_log = /dev/stderr', 'daemonize = no', '[www]'];
        $lines[] = "listen = {$this->folder}/socket";
        \array_push($lines, 'pm = static', 'pm.max_children = 1', 'catch_workers_output = yes');
        if (\posix_geteuid() === 0) {
            // Who else might not be allowed to read where this is tested.
            \array_push($lines, 'user = root', 'group = root');
        }
        foreach ($env as $name => $value) {
            $lines[] = "env[$name] = \"$value\"";
        }
        $lines[] = "php_admin_value[session.save_path] = {$this->folder}";
        \array_push($lines, ...$pool);
        \file_put_contents("{$this->folder}/fpm.conf", \implode("\n", $lines) . "\n");
        $settings = ['zend_extension=opcache', 'opcache.enable=1', 'extension=ffi'];
        foreach ($ini as $name => $value) {
            $settings[] = "$name=$value";
        }
        \file_put_contents("{$this->folder}/php.ini", \implode("\n", $settings) . "\n");
        $command = [self::program(), '-R', '-F', '-y', "{$this->folder}/fpm.conf", '-c', "{$this->folder}/php.ini"];
        // What Debian's folder of settings would load is named above.
        $environment = ['PHP_INI_SCAN_DIR' => '/nowhere', 'PATH' => (string) \getenv('PATH')];
        $environment += \array_intersect_key($env, ['TOKEN04_LIBRARY' => '']);
        $log = ['file', $this->log(), 'a'];
        $streams = [['file', '/dev/null', 'r'], $log, $log];
        $this->process = \proc_open($command, $streams, $pipes, '/', $environment);
        for ($wait = 0; $wait < 200 && !\file_exists("{$this->folder}/socket"); $wait++) {
            \usleep(50000);
            if (!\proc_get_status($this->process)['running']) {
                throw new \RuntimeException('php-fpm did not start: ' . $this->said());
            }
        }
    }

    public function stop(): void
    {
        \proc_terminate($this->process, \SIGTERM);
        \proc_close($this->process);
        \array_map('unlink', (array) \glob("{$this->folder}/*"));
        \rmdir($this->folder);
    }

    /** Makes a session as a login would; returns its cookie. */
    public function logIn(string $userId): string
    {
        $id = \bin2hex(\random_bytes(16));
        \file_put_contents("{$this->folder}/sess_$id", 'user_id|' . \serialize($userId));
        return "PHPSESSID=$id";
    }

    /**
     * @param array<string, string> $more variables of the request
     * @return array{int, string, string} status, headers, body
     */
    public function request(
        string $script,
        string $method,
        string $cookie = '',
        string $body = '',
        array $more = []
    ): array {
        $environment = $more + [
            'SCRIPT_FILENAME' => $script,
            'SCRIPT_NAME' => '/token',
            'REQUEST_URI' => '/token',
            'REQUEST_METHOD' => $method,
            'CONTENT_TYPE' => 'application/json',
            'CONTENT_LENGTH' => (string) \strlen($body),
            'HTTP_COOKIE' => $cookie,
            'SERVER_PROTOCOL' => 'HTTP/1.1',
            'GATEWAY_INTERFACE' => 'CGI/1.1',
        ];
        $command = ['cgi-fcgi', '-bind', '-connect', "{$this->folder}/socket"];
        $streams = [['pipe', 'r'], ['pipe', 'w'], ['file', $this->log(), 'a']];
        $path = ['PATH' => (string) \getenv('PATH')];
        $client = \proc_open($command, $streams, $pipes, '/', $environment + $path);
        // PHP may end before it has read all.
        @\fwrite($pipes[0], $body);
        \fclose($pipes[0]);
        $answer = (string) \stream_get_contents($pipes[1]);
        \proc_close($client);
        [$headers, $content] = \explode("\r\n\r\n", $answer, 2) + [1 => ''];
        $status = \preg_match('/^Status: (\d+)/m', $headers, $found) ? (int) $found[1] : 200;
        return [$status, $headers, $content];
    }

    /** What php-fpm wrote. */
    public function said(): string
    {
        return (string) \file_get_contents($this->log());
    }

    private function log(): string
    {
        return $this->folder . '/log';
    }

    private static function program(): string
    {
        $version = \PHP_MAJOR_VERSION . '.' . \PHP_MINOR_VERSION;
        foreach (["/usr/sbin/php-fpm$version", '/usr/sbin/php-fpm', '/usr/local/sbin/php-fpm'] as $path) {
            if (\is_executable($path)) {
                return $path;
            }
        }
        throw new \RuntimeException("there is no php-fpm for PHP $version");
    }
}
