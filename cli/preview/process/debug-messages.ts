import { afterLoading } from "./sdk-module";

// Loaded ahead of a program: leaves its debug messages unsent. The preview shows none, as the CLI shows none without
// --debug. The SDK has four messages for each resource and no switch. Sending them takes longer than the registration.

const LOG_OF_SDK = /[\\/]@pulumi[\\/]pulumi[\\/]log[\\/]index\.js$/;

afterLoading(LOG_OF_SDK, (exported) => {
  exported.debug = () => Promise.resolve();
});
