// Loaded ahead of a program: leaves its debug messages unsent. Nobody is shown them, as the CLI shows nobody any without
// --debug. The SDK has four to say of every resource and no switch for them, and sending them takes longer than
// registering it.

const LOG_OF_SDK = /[\\/]@pulumi[\\/]pulumi[\\/]log[\\/]index\.js$/;

const load = require.extensions[".js"];
require.extensions[".js"] = (module, filename) => {
  load(module, filename);
  if (LOG_OF_SDK.test(filename)) {
    module.exports.debug = () => Promise.resolve();
  }
};
