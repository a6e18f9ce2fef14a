import type { Socket } from "node:net";
import { type handleUnaryCall, Server, ServerCredentials, type UntypedServiceImplementation } from "@grpc/grpc-js";
import { AnalyzerService } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import {
  type AnalyzeRequest,
  type AnalyzeResponse,
  type AnalyzerStackConfigureRequest,
  AnalyzerStackConfigureResponse,
  type AnalyzeStackRequest,
  type ConfigureAnalyzerRequest,
  RemediateResponse,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { stackOf, type Tags } from "../facts/stack";
import { fromWire } from "../facts/wire";
import type { Rule } from "../rule/rule";
import { ReportedUnknowns } from "./causes";
import { type Configuration, levelOf } from "./configuration";
import { informationOf, type PackDescription } from "./information";
import { judgeResource, judgeStack, type Panel, panelOf } from "./judging";
import { fromLevel, registeredFrom, toResponse } from "./messages";
import { remediationOf } from "./remediating";

/** The SDK's limit: a stack comes in one message. */
const maxMessageBytes = 400 * 1024 * 1024;

const serialized = new WeakMap<AnalyzeResponse, Buffer>();

/** The analyzer, with a response that many resources share serialized once. */
const analyzer = {
  ...AnalyzerService,
  analyze: {
    ...AnalyzerService.analyze,
    responseSerialize(response: AnalyzeResponse): Buffer {
      const bytes = serialized.get(response) ?? AnalyzerService.analyze.responseSerialize(response);
      serialized.set(response, bytes);
      return bytes;
    },
  },
};

/**
 * Serves a pack to the Pulumi engine over connections of a listener.
 *
 * The SDK's own server reads all properties anew for each rule, which takes most of the time of a pack. This one reads
 * them once, asks the rules that apply, and joins findings about one unknown value.
 *
 * @returns the receiver of connections
 */
export function connectionsTo(pack: PackDescription, rules: readonly Rule[]): (connection: Socket) => void {
  const server = new Server({ "grpc.max_receive_message_length": maxMessageBytes });
  server.addService(analyzer, serviceOf(pack, rules));
  const injector = server.createConnectionInjector(ServerCredentials.createInsecure());
  return (connection) => injector.injectConnection(connection);
}

/** The methods of the analyzer, each as the gRPC server calls it. */
export function serviceOf(pack: PackDescription, rules: readonly Rule[]): UntypedServiceImplementation {
  let configuration: Configuration = new Map();
  let panels = new Map<string, Panel>();
  let stackTags: Tags = new Map();
  let reported = new ReportedUnknowns();

  const analyze = answering((request: AnalyzeRequest) => {
    const props = fromWire(request.getProperties()?.toJavaScript() ?? {});
    const protect = request.getOptions()?.getProtect() ?? false;
    const type = request.getType();
    const resource = { type, urn: request.getUrn(), props, protect, stackTags };
    const panel = panels.get(type) ?? panelOf(rules, type, configuration);
    panels.set(type, panel);
    const judged = judgeResource(panel, resource);
    reported.add(resource.urn, judged.diagnostics);
    return toResponse(judged, pack);
  });
  const analyzeStack = answering((request: AnalyzeStackRequest) => {
    const stack = stackOf(registeredFrom(request.getResourcesList()), stackTags);
    const { diagnostics, idle } = judgeStack(rules, stack, configuration);
    return toResponse({ diagnostics: reported.without(diagnostics), idle }, pack);
  });
  const configure = answering((request: ConfigureAnalyzerRequest) => {
    configuration = new Map(
      [...request.getPolicyconfigMap().entries()].map(([name, policy]) => [
        name,
        {
          level: fromLevel(policy.getEnforcementlevel()),
          properties: policy.getProperties()?.toJavaScript() ?? {},
        },
      ]),
    );
    panels = new Map();
    return nothing();
  });
  const configureStack = answering((request: AnalyzerStackConfigureRequest) => {
    // PulumiPolicy.yaml promises that a process may judge one stack after the other.
    stackTags = new Map(request.getTagsMap().entries());
    reported = new ReportedUnknowns();
    return new AnalyzerStackConfigureResponse();
  });
  const getPluginInfo = answering(() => {
    const information = new PluginInfo();
    information.setVersion(pack.version);
    return information;
  });
  const remediate: handleUnaryCall<AnalyzeRequest, RemediateResponse> = (call, callback) => {
    const mending = rules.filter((rule) => levelOf(rule, configuration) === "remediate" && "remediateResource" in rule);
    if (mending.length === 0) {
      callback(null, new RemediateResponse());
      return;
    }
    remediationOf(pack, mending, configuration, stackTags)(call, callback);
  };
  const getAnalyzerInfo = answering(() => informationOf(pack, rules));
  return { analyze, analyzeStack, remediate, configure, configureStack, getAnalyzerInfo, getPluginInfo };
}

/** An empty message of the package that the SDK itself uses: a message of another copy is refused. */
function nothing(): object {
  return Reflect.construct(Reflect.get(AnalyzerService.configure, "responseType"), []);
}

/** Answers each request at once. An error of a rule ends the run, with its stack for the person who mends the rule. */
function answering<Request, Response>(answer: (request: Request) => Response): handleUnaryCall<Request, Response> {
  return ({ request }, callback) => {
    let response: Response;
    try {
      response = answer(request);
    } catch (error) {
      callback({ details: described(error) });
      return;
    }
    callback(null, response);
  };
}

function described(error: unknown): string {
  if (!(error instanceof Error)) {
    return String(error);
  }
  return error.cause === undefined ? (error.stack ?? error.message) : `${error.message}:\n${described(error.cause)}`;
}
