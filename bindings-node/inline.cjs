'use strict';

// The same as inline.mjs, for require().
module.exports = require('./lib/inline.cjs').createInlineApi();
