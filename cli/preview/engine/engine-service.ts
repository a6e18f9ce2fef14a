import type { UntypedServiceImplementation } from "@grpc/grpc-js";
import {
  GetRootResourceResponse,
  type LogRequest,
  LogSeverity,
  RequirePulumiVersionResponse,
  type SetRootResourceRequest,
  SetRootResourceResponse,
} from "@pulumi/pulumi/proto/engine_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { Diagnostics } from "../base/diagnostics";
import { unary } from "./rpc";

// What the SDK says of calls that it still had to make when it was sent home; the engine has said why by then.
const SENT_HOME = /^Error: (?:.*: )?Channel has been shut down$/m;

/**
 * Takes the program's log messages and remembers its root resource.
 *
 * @param isSentHome - whether the engine has refused something, which ends the program
 */
export function engineService(diagnostics: Diagnostics, isSentHome: () => boolean): UntypedServiceImplementation {
  let root = "";
  return {
    log: unary((request: LogRequest) => {
      const severity = severityOf(request.getSeverity());
      const isLastWord = isSentHome() && SENT_HOME.test(request.getMessage());
      if (severity !== undefined && !request.getEphemeral() && !isLastWord) {
        diagnostics.add(severity, request.getMessage(), request.getUrn());
      }
      return new Empty();
    }),
    getRootResource: unary(() => {
      const response = new GetRootResourceResponse();
      response.setUrn(root);
      return response;
    }),
    setRootResource: unary((request: SetRootResourceRequest) => {
      root = request.getUrn();
      return new SetRootResourceResponse();
    }),
    startDebugging: unary(() => new Empty()),
    // The preview follows the SDK that the program brings, so any engine version it asks for will do.
    requirePulumiVersion: unary(() => new RequirePulumiVersionResponse()),
  };
}

// Debug messages are for those who debug the SDK.
function severityOf(severity: LogSeverity): "info" | "warning" | "error" | undefined {
  switch (severity) {
    case LogSeverity.INFO:
      return "info";
    case LogSeverity.WARNING:
      return "warning";
    case LogSeverity.ERROR:
      return "error";
    default:
      return undefined;
  }
}
