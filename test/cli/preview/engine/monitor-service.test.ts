import assert from "node:assert/strict";
import type { CallResponse, InvokeResponse } from "@pulumi/pulumi/proto/provider_pb";
import {
  RegisterResourceOutputsRequest,
  RegisterResourceRequest,
  type RegisterResourceResponse,
  ResourceCallRequest,
  ResourceInvokeRequest,
  SupportsFeatureRequest,
  type SupportsFeatureResponse,
} from "@pulumi/pulumi/proto/resource_pb";
import { Diagnostics } from "../../../../cli/preview/base/diagnostics";
import { placeholder } from "../../../../cli/preview/base/placeholder";
import { type PropertyMap, revealed, secret, UNKNOWN } from "../../../../cli/preview/base/property-value";
import type { Question } from "../../../../cli/preview/engine/answer";
import { Deployment } from "../../../../cli/preview/engine/deployment";
import { monitorService } from "../../../../cli/preview/engine/monitor-service";
import { fromStruct, toStruct } from "../../../../cli/preview/engine/struct";
import { asked } from "../support/serve";

function monitor(answers: PropertyMap = {}) {
  const questions: Question[] = [];
  const unanswered: string[] = [];
  const deployment = new Deployment(
    {
      project: "shop",
      stack: "dev",
      config: new Map(),
      secretKeys: [],
      projectRoot: "/",
      programDirectory: "/",
      startComponentProvider: () => undefined,
      monitorAddress: "",
      startDynamicProvider: () => assert.fail(),
      stateOf: () => undefined,
    },
    new Diagnostics(),
    () => Promise.resolve(),
  );
  const service = monitorService(
    deployment,
    (question) => {
      questions.push(question);
      return answers;
    },
    (token) => unanswered.push(token),
  );
  return { service, deployment, questions, unanswered };
}

function registration(custom: boolean, acceptsSecrets: boolean): RegisterResourceRequest {
  const request = new RegisterResourceRequest();
  request.setType(custom ? "shop:a:Thing" : "shop:index:Store");
  request.setName("a");
  request.setCustom(custom);
  request.setObject(toStruct({ token: secret("x") }));
  request.setAcceptsecrets(acceptsSecrets);
  return request;
}

describe("the resource monitor", () => {
  it("supports the features that it plays, and no others", async () => {
    const { service } = monitor();
    const supports = async (id: string) => {
      const request = new SupportsFeatureRequest();
      request.setId(id);
      return (await asked<SupportsFeatureResponse>(service.supportsFeature, request)).getHassupport();
    };
    assert.deepEqual(
      [await supports("secrets"), await supports("transforms"), await supports("tomorrow")],
      [true, true, false],
    );
  });

  it("answers a registration with the URN and the planned outputs, in the form that the program accepts", async () => {
    const { service } = monitor();
    const register = async (request: RegisterResourceRequest) => {
      const response = await asked<RegisterResourceResponse>(service.registerResource, request);
      return [response.getUrn(), fromStruct(response.getObject())];
    };
    assert.deepEqual(await register(registration(true, true)), [
      "urn:pulumi:dev::shop::shop:a:Thing::a",
      { token: secret("x") },
    ]);
    assert.deepEqual((await register(registration(false, true)))[1], {});
    const older = monitor().service;
    const response = await asked<RegisterResourceResponse>(older.registerResource, registration(true, false));
    assert.deepEqual(fromStruct(response.getObject()), { token: "x" });
  });

  it("takes the outputs of a component", async () => {
    const { service, deployment } = monitor();
    await asked(service.registerResource, registration(false, true));
    const request = new RegisterResourceOutputsRequest();
    request.setUrn("urn:pulumi:dev::shop::shop:index:Store::a");
    request.setOutputs(toStruct({ url: "https://x" }));
    await asked(service.registerResourceOutputs, request);
    assert.deepEqual(deployment.resources.get(request.getUrn())?.outputs, { url: "https://x" });
  });

  const invocation = (token: string, args: PropertyMap) => {
    const request = new ResourceInvokeRequest();
    request.setTok(token);
    request.setArgs(toStruct(args));
    return request;
  };

  it("answers a function, whose arguments have no placeholders in them", async () => {
    const { service, questions } = monitor({ result: 1 });
    const response = await asked<InvokeResponse>(
      service.invoke,
      invocation("aws:a:b", { one: 1, text: `x-${placeholder("plain")}` }),
    );
    assert.deepEqual(fromStruct(response.getReturn()), { result: 1 });
    assert.deepEqual(
      questions.map(({ token, args, provider }) => [token, args, provider?.type]),
      [["aws:a:b", { one: 1, text: UNKNOWN }, "pulumi:providers:aws"]],
    );
  });

  it("answers for a resource that is registered, and refuses another", async () => {
    const { service } = monitor();
    await asked(service.registerResource, registration(true, true));
    const urn = "urn:pulumi:dev::shop::shop:a:Thing::a";
    const response = await asked<InvokeResponse>(service.invoke, invocation("pulumi:pulumi:getResource", { urn }));
    assert.deepEqual(revealed(fromStruct(response.getReturn())), { urn, id: "", state: { token: "x" } });
    await assert.rejects(asked(service.invoke, invocation("pulumi:pulumi:getResource", { urn: "urn:none" })), {
      details: "unknown resource urn:none",
    });
  });

  it("leaves the result of a method unknown, and says so", async () => {
    const { service, unanswered } = monitor();
    const request = new ResourceCallRequest();
    request.setTok("eks:index:Cluster/getKubeconfig");
    const response = await asked<CallResponse>(service.call, request);
    assert.deepEqual(fromStruct(response.getReturn()), { result: UNKNOWN });
    assert.deepEqual(unanswered, ["eks:index:Cluster/getKubeconfig"]);
  });
});
