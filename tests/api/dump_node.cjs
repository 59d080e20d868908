// Prints the exports of token04 in the node_modules that is given, as they are at run time. The types are token04.d.ts.
'use strict';

const { createRequire } = require('module');
const path = require('path');

const load = createRequire(path.join(process.argv[2], 'here.js'));
console.log('exports', JSON.stringify(load('token04/package.json').exports, null, 2));

function members(of) {
  for (const key of Object.getOwnPropertyNames(of).sort()) {
    if (['length', 'name', 'prototype', 'caller', 'arguments'].includes(key)) continue;
    const { value, get } = Object.getOwnPropertyDescriptor(of, key);
    const shown = get ? 'getter' : typeof value === 'function' ? `function/${value.length}` : typeof value;
    console.log(`  ${key}: ${shown}`);
  }
}

const all = load('token04');
for (const name of Object.keys(all).sort()) {
  const value = all[name];
  if (typeof value === 'function' && /^[A-Z]/.test(name)) {
    console.log(`class ${name}/${value.length}`);
    members(value);
    members(value.prototype);
  } else if (typeof value === 'function') {
    console.log(`${name}/${value.length}`);
  } else {
    console.log(`${name}: ${JSON.stringify(value)}`);
  }
}
