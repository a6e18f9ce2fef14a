import type { UntypedServiceImplementation } from "@grpc/grpc-js";
import type { Callback } from "@pulumi/pulumi/proto/callback_pb";
import { CallResponse, InvokeResponse } from "@pulumi/pulumi/proto/provider_pb";
import {
  type ReadResourceRequest,
  ReadResourceResponse,
  type RegisterPackageRequest,
  RegisterPackageResponse,
  type RegisterResourceHookRequest,
  type RegisterResourceOutputsRequest,
  type RegisterResourceRequest,
  RegisterResourceResponse,
  type ResourceCallRequest,
  type ResourceInvokeRequest,
  type SupportsFeatureRequest,
  SupportsFeatureResponse,
} from "@pulumi/pulumi/proto/resource_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import {
  mapMembers,
  type PropertyMap,
  plainOutputs,
  plainReferences,
  revealed,
  UNKNOWN,
  withoutPlaceholders,
} from "../base/property-value";
import type { Answer } from "./answer";
import type { Deployment } from "./deployment";
import { unary } from "./rpc";
import { fromStruct, toStruct } from "./struct";
import { applyInvokeTransforms } from "./transforms";

// Features that a program asks for by name. The SDK derives later features from its own version.
const FEATURES: ReadonlySet<string> = new Set([
  "secrets",
  "resourceReferences",
  "outputValues",
  "aliasSpecs",
  "deletedWith",
  "replaceWith",
  "replacementTrigger",
  "transforms",
  "invokeTransforms",
  "parameterization",
  "resourceHooks",
  "errorHooks",
  "sendsOptionsToHooks",
]);

/** Answers the program's calls to the engine's resource monitor. */
export function monitorService(
  deployment: Deployment,
  answer: Answer,
  unanswered: (token: string) => void,
): UntypedServiceImplementation {
  return {
    supportsFeature: unary((request: SupportsFeatureRequest) => {
      const response = new SupportsFeatureResponse();
      response.setHassupport(FEATURES.has(request.getId()));
      return response;
    }),
    registerResource: unary(async (request: RegisterResourceRequest) => {
      const resource = await deployment.register(request);
      const response = new RegisterResourceResponse();
      response.setUrn(resource.urn);
      response.setId(resource.id);
      response.setObject(toStruct(resource.custom || request.getRemote() ? accepted(resource.outputs, request) : {}));
      return response;
    }),
    readResource: unary(async (request: ReadResourceRequest) => {
      const resource = await deployment.read(request);
      const response = new ReadResourceResponse();
      response.setUrn(resource.urn);
      response.setProperties(toStruct(accepted(resource.outputs, request)));
      return response;
    }),
    registerResourceOutputs: unary((request: RegisterResourceOutputsRequest) => {
      deployment.registerOutputs(request.getUrn(), fromStruct(request.getOutputs()));
      return new Empty();
    }),
    invoke: unary((request: ResourceInvokeRequest) => invoke(request, deployment, answer)),
    call: unary(async (request: ResourceCallRequest) => {
      // The engine makes the default provider of a method too, and packs judge it.
      await deployment.providers.serving(request.getTok(), request, request.getProvider());
      unanswered(request.getTok());
      const response = new CallResponse();
      response.setReturn(toStruct({ result: UNKNOWN }));
      return response;
    }),
    registerStackTransform: unary((callback: Callback) => {
      deployment.stackTransforms.push(callback);
      return new Empty();
    }),
    registerStackInvokeTransform: unary((callback: Callback) => {
      deployment.invokeTransforms.push(callback);
      return new Empty();
    }),
    registerResourceHook: unary((request: RegisterResourceHookRequest) => {
      deployment.hooks.register(request);
      return new Empty();
    }),
    // An error hook answers a failed operation, and a preview operates on nothing.
    registerErrorHook: unary(() => new Empty()),
    registerPackage: unary((request: RegisterPackageRequest) => {
      const response = new RegisterPackageResponse();
      response.setRef(deployment.providers.packages.register(request));
      return response;
    }),
    // Every registration is answered by then, and no operation that calls the program follows.
    signalAndWaitForShutdown: unary(() => new Empty()),
  };
}

async function invoke(request: ResourceInvokeRequest, deployment: Deployment, answer: Answer): Promise<InvokeResponse> {
  const token = request.getTok();
  const transformed = await applyInvokeTransforms(
    token,
    { args: fromStruct(request.getArgs()), provider: request.getProvider() },
    deployment.invokeTransforms,
    deployment.callbacks,
  );
  const response = new InvokeResponse();
  const reference = await deployment.providers.serving(token, request, transformed.provider);
  if (token === "pulumi:pulumi:getResource") {
    response.setReturn(toStruct(existingResource(deployment, transformed.args.urn)));
    return response;
  }
  const args = mapMembers(transformed.args, (value) => plainReferences(plainOutputs(withoutPlaceholders(value))));
  response.setReturn(toStruct(answer({ token, args, provider: deployment.provider(reference) })));
  return response;
}

/** Properties in the forms that a client accepts: older SDKs take no secrets and no resource references. */
function accepted(
  properties: PropertyMap,
  client: { getAcceptsecrets(): boolean; getAcceptresources(): boolean },
): PropertyMap {
  return mapMembers(properties, (value) => {
    const plain = client.getAcceptresources() ? value : plainReferences(value);
    return client.getAcceptsecrets() ? plain : revealed(plain);
  });
}

function existingResource(deployment: Deployment, urn: unknown) {
  const resource = typeof urn === "string" ? deployment.resources.get(urn) : undefined;
  if (resource === undefined) {
    throw new Error(`unknown resource ${String(urn)}`);
  }
  return { urn: resource.urn, id: resource.id, state: resource.outputs };
}
