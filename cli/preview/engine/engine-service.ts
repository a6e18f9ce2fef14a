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

// Messages of the SDK about calls that the engine no longer answers. The engine has reported the cause by then.
const AFTER_REFUSAL = /Channel has been shut down|Resource monitor is terminating|\b(?:14 UNAVAILABLE|1 CANCELLED)\b/;

/**
 * The engine's service for a program: its log messages and its root resource.
 *
 * @param isRefused - whether the engine has refused a registration, which ends the program
 */
export function engineService(diagnostics: Diagnostics, isRefused: () => boolean): UntypedServiceImplementation {
  let root = "";
  return {
    log: unary((request: LogRequest) => {
      const severity = severityOf(request.getSeverity());
      const isAftermath = isRefused() && AFTER_REFUSAL.test(request.getMessage());
      if (severity !== undefined && !request.getEphemeral() && !isAftermath) {
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
    // The preview uses the program's own SDK, so every engine version that the program requires fits.
    requirePulumiVersion: unary(() => new RequirePulumiVersionResponse()),
  };
}

// Debug messages are for developers of the SDK.
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
