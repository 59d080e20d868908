'use strict';

// The conformance driver of Node: driver.cjs LANGUAGE ENGINE [INSTALLED].

const assert = require('node:assert');
const { createRequire } = require('node:module');
const path = require('node:path');

const { serve } = require('./replies.cjs');

const [language, engine, installed] = process.argv.slice(2);
process.env.TOKEN04_ENGINE = engine;

// Tests run against what is installed, never against the source tree.
const home = path.resolve(installed ?? path.join(__dirname, '../../target/node/driver'));
const load = createRequire(path.join(home, 'package.json'));
assert(load.resolve('token04').startsWith(path.join(home, 'node_modules') + path.sep));
const token04 = load('token04');
assert.strictEqual(token04.engine, engine);
serve(language, token04);
