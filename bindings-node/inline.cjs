'use strict';

// As inline.mjs, for require().
module.exports = require('./lib/inline.cjs').createInlineApi();
