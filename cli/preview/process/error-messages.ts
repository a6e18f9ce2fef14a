import { inspect } from "node:util";
import { afterLoading } from "./sdk-module";

// Loaded ahead of a program: writes errors without colors, which the preview removes anyway. Node 20.20 fills its memory
// when it colors a stack trace with a file directly below node_modules, as source maps of the SDK name some.

const ERROR_OF_SDK = /[\\/]@pulumi[\\/]pulumi[\\/]cmd[\\/]run[\\/]error\.js$/;

type MessageOf = (error: unknown) => string;

afterLoading(ERROR_OF_SDK, (exported) => {
  const messageOf = exported.defaultErrorMessage as MessageOf;
  exported.defaultErrorMessage = (error: unknown) =>
    error instanceof Error && error.stack ? inspect(error) : messageOf(error);
});
